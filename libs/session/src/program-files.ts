/**
 * Files of the program itself, as seen from here: the sources of this library and what is built of them lie at one
 * depth.
 */
const fromHere = (path: string) => new URL(path, import.meta.url)

export const PACKAGE_FILE = fromHere('../package.json')
export const BUILD_FOLDER = fromHere('../build/')
/** The script of the threads. */
export const WORKER_SCRIPT = fromHere('../build/worker.js')

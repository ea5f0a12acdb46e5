import { existsSync, lstatSync, realpathSync, statSync } from 'node:fs'
import { homedir } from 'node:os'
import { dirname, isAbsolute, join, resolve, sep } from 'node:path'
import type { Diagnostic } from '@mixwright/project'

/** What a mix, album or preset may read. */
export interface Access {
  /** Files outside the project may be read too. Default: false. */
  allowOutside?: boolean | undefined
}

/**
 * The folder that all files of a mix have to lie in: the top of the git repository that holds the folder of the mix, or
 * that folder itself where there is none. A repository that is the home folder, or holds it, is no project. Without
 * symbolic links.
 */
export function projectFolder(folder: string): string {
  const start = realPath(folder)
  const home = realPath(homedir())
  for (let at = start; !isWithin(at, home) && at !== dirname(at); at = dirname(at)) {
    if (existsSync(join(at, '.git'))) return at
  }
  return start
}

/** Why a file may not be read, said of its path. */
export interface Outside {
  code: 'PROJECT_OUTSIDE'
  message: string
  fix: string
}

const FIX = 'put the file beside the mix file, or run the command with --allow-outside if you trust the mix'

/**
 * Why the path `written` in a file of `folder` may not be followed; undefined when it may. Links are followed to their
 * ends. Only files that are there and regular pass the checks that come after this one.
 *
 * @param within the project folder; undefined when files may lie anywhere
 */
export function whyOutside(written: string, folder: string, within: string | undefined): Outside | undefined {
  const refused = (message: string): Outside => ({ code: 'PROJECT_OUTSIDE', message, fix: FIX })
  if (/^[a-z][a-z0-9+.-]+:\/\//i.test(written)) {
    const fix = 'download it first, and name the file'
    return { code: 'PROJECT_OUTSIDE', message: 'is an address: nothing is fetched from the network', fix }
  }
  if (within === undefined) return undefined
  if (isAbsolute(written) || /^(?:[a-z]:|[\\/])/i.test(written)) return refused('is an absolute path')
  if (!isWithin(within, resolve(realPath(folder), written))) return refused('leads out of the project')
  if (!isWithin(within, realPath(resolve(folder, written)))) return refused('is a link that leads out of the project')
  return undefined
}

/** An error where the folder `name` beside a mix file, that is written to, is a link that leads out of the project. */
export function outsideFolder(name: string, folder: string, within: string | undefined): Diagnostic[] {
  const outside = whyOutside(name, folder, within)
  if (!outside) return []
  const fix = 'remove the link, or run the command with --allow-outside if you trust the mix'
  return [{ ...outside, severity: 'error', message: `the folder '${name}' ${outside.message}`, fix }]
}

function isWithin(folder: string, path: string): boolean {
  return path === folder || path.startsWith(folder.endsWith(sep) ? folder : `${folder}${sep}`)
}

/** A path with all its links followed, also where its end does not exist. */
function realPath(path: string): string {
  try {
    return realpathSync(path)
  } catch {
    const above = dirname(path)
    // A link to nothing: wherever it leads, nobody knows what will be there later.
    if (above === path || isLink(path)) return sep
    return join(realPath(above), path.slice(above.length))
  }
}

function isLink(path: string): boolean {
  return lstatSync(path, { throwIfNoEntry: false })?.isSymbolicLink() ?? false
}

/** Why a path is no file that a text could be read from; undefined when it is one, or when nothing is there. */
export function whyNoText(path: string, mostBytes: number): string | undefined {
  const found = statSync(path, { throwIfNoEntry: false })
  if (!found) return undefined
  if (!found.isFile()) return 'is no file'
  return found.size > mostBytes ? 'is too large' : undefined
}

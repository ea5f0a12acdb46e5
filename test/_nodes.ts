import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const FOLDER = fileURLToPath(new URL('../node_modules/.cache/nodes/node_modules', import.meta.url))

/** Versions of Node on which a render must give the same bytes: the oldest that is supported, and those after it. */
export const NODE_VERSIONS: readonly string[] = JSON.parse(readFileSync(new URL('nodes.json', import.meta.url), 'utf8'))

/** Where `npm run nodes` puts the binary of a version. */
export function nodeBinary(version: string): string {
  const name = process.platform === 'win32' ? 'node.exe' : 'node'
  return join(FOLDER, `node-${version}`, 'bin', name)
}

/** Whether all of them have been fetched. */
export function hasNodes(): boolean {
  return NODE_VERSIONS.every((version) => existsSync(nodeBinary(version)))
}

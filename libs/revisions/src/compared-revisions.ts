import { existsSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { MIX_FILE } from '@mixwright/session'
import { WORKING_TREE } from './revision.ts'

/** What is compared, and the song whose history is meant. */
export interface ComparedRevisions {
  from: string
  to: string
  dir: string
}

/**
 * Reads `<from> [to] [dir]` as a person means it: `v1`, `v1 v2`, `v1..v2`, `v1 songs/night` (the song of that folder as
 * it is), two mix files.
 */
export function comparedRevisions(from: string, to?: string, dir?: string): ComparedRevisions {
  const range = /^(.+?)\.\.([^./\\]?[^./\\].*)$/.exec(from)
  if (range && !isSong(from)) {
    const [, first, last] = range as unknown as [string, string, string]
    return { from: first, to: last, dir: dir ?? to ?? '.' }
  }
  if (dir !== undefined || to === undefined) return { from, to: to ?? WORKING_TREE, dir: dir ?? '.' }
  return isSong(to) ? { from, to, dir: to } : { from, to, dir: '.' }
}

/** True for a mix file, or a folder that holds one. */
function isSong(path: string): boolean {
  const stats = statSync(path, { throwIfNoEntry: false })
  if (stats?.isDirectory()) return existsSync(join(path, MIX_FILE))
  return stats?.isFile() === true && /\.ya?ml$/.test(path)
}

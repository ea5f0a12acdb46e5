import { lstatSync, mkdirSync, readdirSync, rmSync, statSync, utimesSync } from 'node:fs'
import { join } from 'node:path'

const MOST_REVISIONS = 16
const MOST_BYTES = 4 * 2 ** 30
/** Unused for so long, a revision is stale. */
const STALE_MS = 30 * 86_400_000
/** Used so lately, a revision may still be read by somebody. */
const FRESH_MS = 3_600_000

/**
 * The folder for a commit's files, below `.mixwright/revisions/` of a song. Stale ones beside it are removed, and of the
 * others those that were not used for longest, until there are few enough and they are small enough.
 */
export function revisionFolder(songFolder: string, commit: string): string {
  const shelf = join(songFolder, '.mixwright', 'revisions')
  const folder = join(shelf, commit)
  mkdirSync(folder, { recursive: true })
  const now = new Date()
  utimesSync(folder, now, now)
  tidy(shelf, commit, now.getTime())
  return folder
}

function tidy(shelf: string, kept: string, nowMs: number): void {
  const names = readdirSync(shelf).filter((name) => name !== kept)
  const others = names.map((name) => ({ path: join(shelf, name), usedMs: statSync(join(shelf, name)).mtimeMs }))
  others.sort((a, b) => b.usedMs - a.usedMs)
  let count = 1
  let bytes = bytesIn(join(shelf, kept))
  for (const { path, usedMs } of others) {
    count++
    bytes += bytesIn(path)
    const isTooMuch = count > MOST_REVISIONS || bytes > MOST_BYTES
    const ageMs = nowMs - usedMs
    if (ageMs > STALE_MS || (isTooMuch && ageMs > FRESH_MS)) rmSync(path, { recursive: true, force: true })
  }
}

/** Of links only themselves. */
function bytesIn(path: string): number {
  const stats = lstatSync(path)
  if (!stats.isDirectory()) return stats.size
  return readdirSync(path).reduce((sum, name) => sum + bytesIn(join(path, name)), 0)
}

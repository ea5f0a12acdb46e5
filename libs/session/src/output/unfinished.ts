import { lstatSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { makerOf, unfinishedMark } from '@mixwright/audio-files'

/** Of a maker on another machine, that shares the folder, nobody knows whether it lives: it gets this long. */
const FOREIGN_MS = 24 * 3600 * 1000

/** A new folder in `parent` for what is needed on the way. What killed processes left there is removed. */
export function unfinishedFolder(parent: string, name: string): string {
  mkdirSync(parent, { recursive: true })
  removeAbandoned(parent)
  return mkdtempSync(join(parent, `${name}${unfinishedMark()}`))
}

/** Removes what killed processes left unfinished in the folder of a song and in its cache. */
export function clearAbandoned(songFolder: string): void {
  const cache = join(songFolder, '.mixwright')
  const kinds = namesIn(cache).map((name) => join(cache, name))
  for (const folder of [songFolder, cache, ...kinds]) removeAbandoned(folder)
}

/** Removes the unfinished files and folders in `folder` whose makers are gone. What cannot be removed stays. */
export function removeAbandoned(folder: string): void {
  for (const name of namesIn(folder)) {
    const path = join(folder, name)
    try {
      if (isAbandoned(name, path)) rmSync(path, { recursive: true, force: true })
    } catch {}
  }
}

function isAbandoned(name: string, path: string): boolean {
  const maker = makerOf(name)
  return maker === 'gone' || (maker === 'elsewhere' && Date.now() - lstatSync(path).mtimeMs > FOREIGN_MS)
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder)
  } catch {
    return []
  }
}

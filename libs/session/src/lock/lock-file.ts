import { writeFileSync } from 'node:fs'
import { AsideFile } from '@mixwright/audio-files'
import type { Diagnostic } from '@mixwright/project'
import { writeFailure } from '../output/write-failure.ts'
import { readSmallText, type Song, shownPath } from '../song/song.ts'
import type { Lock, LockedVersion } from './lock.ts'
import { sourceDifferences } from './lock-differences.ts'
import { lockText, readLock } from './lock-text.ts'

/** Where the lock of a song lies: beside its mix file, by the same name. */
export function lockPath({ file, folder }: Song): string {
  const name = file
    .split(/[\\/]/)
    .at(-1)!
    .replace(/\.ya?ml$/, '')
  return `${folder}/${name}.lock`
}

/** The lock of a song, or why there is none. */
export function loadLock(song: Song): { lock: Lock } | { diagnostic: Diagnostic } {
  const path = lockPath(song)
  const found = readSmallText(path)
  if ('problem' in found) {
    const message = `${shownPath(path)}: it ${found.problem}`
    const fix = 'write it with `mixwright render`, and commit it'
    return { diagnostic: { code: 'LOCK_MISSING', severity: 'error', message, fix } }
  }
  const read = readLock(found.text)
  if ('lock' in read) return read
  const fix = 'delete it, render again and commit what render writes'
  const message = `${shownPath(path)} ${read.fault}`
  return { diagnostic: { code: 'LOCK_DAMAGED', severity: 'error', message, file: shownPath(path), fix } }
}

/** Puts a lock beside its mix file, unless it is there already. A warning where it cannot be written. */
export function saveLock(song: Song, lock: Lock): Diagnostic[] {
  const text = lockText(lock)
  const path = lockPath(song)
  if (currentText(path) === text) return []
  const aside = new AsideFile(path)
  try {
    writeFileSync(aside.path, text)
    aside.commit()
    return []
  } catch (error) {
    const failure = writeFailure(error, path, 'lock')
    if (!failure) throw error
    return [{ ...failure, severity: 'warning', fix: 'render where the folder of the mix may be written to' }]
  } finally {
    aside.abort()
  }
}

/**
 * The lock with those deliveries and variants that were not made this time and are in the former lock: kept as long as
 * nothing that they are made of has changed.
 */
export function withKept(song: Song, now: Lock): Lock {
  const former = loadLock(song)
  if ('diagnostic' in former || sourceDifferences(former.lock, now).length > 0) return now
  const variants = Object.entries({ ...former.lock.variants, ...now.variants })
  return {
    ...now,
    ...keptIn(former.lock, now),
    variants: Object.fromEntries(variants.map(([name, one]) => [name, keptIn(former.lock.variants[name], one)])),
  }
}

function keptIn(former: LockedVersion | undefined, { mix, deliveries }: LockedVersion): LockedVersion {
  return { mix, deliveries: { ...former?.deliveries, ...deliveries } }
}

function currentText(path: string): string | undefined {
  const found = readSmallText(path)
  return 'text' in found ? found.text : undefined
}

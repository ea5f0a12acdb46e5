import { closeSync, fsyncSync, openSync, renameSync, rmSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { threadId } from 'node:worker_threads'

/** How the names of unfinished files end: whatever bears one and is not being written may be deleted. */
export const ASIDE_SUFFIX = '.part'

let made = 0

/** A file that is written beside its target and takes the target's name only when it is whole. */
export class AsideFile {
  /** Where to write. */
  readonly path: string
  readonly #target: string
  #isOpen = true

  constructor(target: string) {
    this.#target = target
    // Two renders into one folder must not meet; the name is gone in the end, so it may hold what differs between them.
    const name = `.${basename(target).slice(0, 100)}.${process.pid}-${threadId}-${made++}${ASIDE_SUFFIX}`
    this.path = join(dirname(target), name)
  }

  /** Puts the written file, safely on disk, in the place of the target. */
  commit(): void {
    syncToDisk(this.path, 'r+')
    renameSync(this.path, this.#target)
    this.#isOpen = false
    syncFolder(dirname(this.#target))
  }

  /** Removes what was written; after `commit` it does nothing. */
  abort(): void {
    if (this.#isOpen) rmSync(this.path, { force: true })
    this.#isOpen = false
  }
}

function syncToDisk(path: string, flags: string): void {
  const fd = openSync(path, flags)
  try {
    fsyncSync(fd)
  } finally {
    closeSync(fd)
  }
}

/** A rename lasts once its folder is on disk. Windows cannot do this, and need not. */
function syncFolder(path: string): void {
  try {
    syncToDisk(path, 'r')
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code
    if (code !== 'EPERM' && code !== 'EISDIR' && code !== 'EACCES' && code !== 'EINVAL') throw error
  }
}

import { renameSync, rmSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { syncFile, syncFolder } from './sync.ts'
import { unfinishedMark } from './unfinished-mark.ts'

/** A file that is written beside its target and takes the target's name only when it is whole. */
export class AsideFile {
  /** Where to write. */
  readonly path: string
  readonly #target: string
  #isOpen = true

  constructor(target: string) {
    this.#target = target
    // Two renders into one folder must not meet; the name is gone in the end, so it may hold what differs between them.
    this.path = join(dirname(target), `.${basename(target).slice(0, 100)}${unfinishedMark()}part`)
  }

  /** Puts the written file in the place of the target: safely on disk, unless that is left to others or not needed. */
  commit({ isSynced = true }: { isSynced?: boolean | undefined } = {}): void {
    if (isSynced) syncFile(this.path)
    renameSync(this.path, this.#target)
    this.#isOpen = false
    if (isSynced) syncFolder(dirname(this.#target))
  }

  /** Removes what was written; after `commit` it does nothing. */
  abort(): void {
    if (this.#isOpen) rmSync(this.path, { force: true })
    this.#isOpen = false
  }
}

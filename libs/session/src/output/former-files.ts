import { linkSync, mkdirSync, renameSync, rmSync } from 'node:fs'
import { join } from 'node:path'

/** Second names of files that are about to be replaced, in a folder of the same disk. */
export class FormerFiles {
  readonly #folder: string
  /** By their paths; undefined where there was none. */
  readonly #held = new Map<string, string | undefined>()

  constructor(folder: string) {
    mkdirSync(folder, { recursive: true })
    this.#folder = folder
  }

  /** Takes hold of what is at `path`. A disk without second names holds nothing: what is replaced there, is. */
  hold(path: string): void {
    const second = join(this.#folder, String(this.#held.size))
    try {
      linkSync(path, second)
      this.#held.set(path, second)
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') this.#held.set(path, undefined)
    }
  }

  /** Puts back what was there, as far as that can be done; where nothing was, nothing stays. */
  putBack(): void {
    for (const [path, second] of this.#held) {
      try {
        if (second === undefined) rmSync(path, { force: true })
        // Where both names are of one file still, this does nothing.
        else renameSync(second, path)
      } catch {}
    }
  }
}

import { statSync } from 'node:fs'
import { setTimeout } from 'node:timers/promises'
import { fileStamp } from './file-stamp.ts'

/** How close together two changes of a file may be and bear one time, ms: where times are fine, and whole seconds. */
const FINE_MS = 20
const COARSE_MS = 2000

/** What files were like when they were first looked at, by the names that somebody gives them. */
export class FileStamps {
  readonly #files = new Map<string, { path: string; stamp: string | undefined }>()

  note(name: string, path: string): void {
    this.#files.set(name, { path, stamp: fileStamp(path) })
  }

  /** Of one file, which is its own name, once it has come to rest. */
  static async ofFile(path: string): Promise<FileStamps> {
    const stamps = new FileStamps()
    stamps.note(path, path)
    await stamps.settle()
    return stamps
  }

  /**
   * Waits while a file could still change without bearing another time than it has: a blink after it was written.
   *
   * @returns false, without waiting, where that would take longer than `mostMs`
   */
  async settle(mostMs = Infinity): Promise<boolean> {
    const now = Date.now()
    const waits = [...this.#files.values()].map(({ path }) => {
      const stat = statSync(path, { bigint: true, throwIfNoEntry: false })
      if (!stat) return 0
      const grainMs = stat.ctimeNs % 1_000_000_000n === 0n ? COARSE_MS : FINE_MS
      const ageMs = now - Number(stat.ctimeMs)
      return ageMs < 0 ? 0 : grainMs - ageMs
    })
    const waitMs = Math.max(0, ...waits)
    if (waitMs > mostMs) return false
    if (waitMs > 0) await setTimeout(waitMs)
    return true
  }

  /** What tells that a file is the one that was looked at: its place, size and times. Undefined where there was none. */
  of(name: string): string | undefined {
    return this.#files.get(name)?.stamp
  }

  /** Names of the files that are not as they were. */
  changed(): string[] {
    return [...this.#files].filter(([, { path, stamp }]) => fileStamp(path) !== stamp).map(([name]) => name)
  }
}

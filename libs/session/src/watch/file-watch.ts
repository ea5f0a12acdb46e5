import { type FSWatcher, watch } from 'node:fs'
import { dirname } from 'node:path'
import { fileStamp } from '../song/file-stamp.ts'

/** How often files are looked at where no event tells of them, as on drives of the network. */
const POLL_MS = 300
/** How long a file must have been as it is before it counts as saved: an export from a DAW takes its time. */
const SETTLE_MS = 100
/** The same for one that is gone: many editors remove a file before they write it anew. */
const GONE_MS = 300

/**
 * Tells when files are saved. Their folders are watched, not the files: editors save by renaming another file into the
 * place. A file that is not there yet is waited for.
 */
export class FileWatch {
  readonly #onSaved: (paths: string[]) => void
  readonly #poll: NodeJS.Timeout
  readonly #folders = new Map<string, FSWatcher | undefined>()
  /** How each file was when it was last told of, or taken up. */
  #known = new Map<string, string | undefined>()
  /** How each that differs was when it was last looked at, and since when it is so. */
  readonly #unsettled = new Map<string, { stamp: string | undefined; sinceMs: number }>()
  #soon: NodeJS.Timeout | undefined

  /** @param onSaved is told the paths of files that were saved, created or removed, when they have come to rest */
  constructor(onSaved: (paths: string[]) => void) {
    this.#onSaved = onSaved
    this.#poll = setInterval(() => this.#look(), POLL_MS)
  }

  /** Watches these files in place of former ones; those that were watched before are still compared with how they were. */
  follow(paths: Iterable<string>): void {
    const known = this.#known
    this.#known = new Map([...paths].map((path) => [path, known.has(path) ? known.get(path) : fileStamp(path)]))
    for (const path of this.#unsettled.keys()) if (!this.#known.has(path)) this.#unsettled.delete(path)
    const folders = new Set([...this.#known.keys()].map((path) => dirname(path)))
    for (const [folder, watcher] of this.#folders) {
      if (folders.has(folder)) continue
      watcher?.close()
      this.#folders.delete(folder)
    }
    for (const folder of folders) if (!this.#folders.has(folder)) this.#folders.set(folder, this.#watchFolder(folder))
  }

  /** True when nothing is known to be on its way. */
  get isSettled(): boolean {
    return [...this.#known].every(([path, stamp]) => fileStamp(path) === stamp)
  }

  close(): void {
    clearInterval(this.#poll)
    clearTimeout(this.#soon)
    for (const watcher of this.#folders.values()) watcher?.close()
    this.#folders.clear()
    this.#known.clear()
  }

  /** What cannot be watched, because it is not there or the system has no more watches, is looked at now and then. */
  #watchFolder(folder: string): FSWatcher | undefined {
    try {
      const watcher = watch(folder, () => this.#lookSoon())
      watcher.on('error', () => {
        watcher.close()
        this.#folders.set(folder, undefined)
      })
      return watcher
    } catch {
      return undefined
    }
  }

  #lookSoon(): void {
    this.#soon ??= setTimeout(() => {
      this.#soon = undefined
      this.#look()
    }, SETTLE_MS / 2)
  }

  #look(): void {
    const nowMs = performance.now()
    const saved: string[] = []
    for (const [path, known] of this.#known) {
      const stamp = fileStamp(path)
      const seen = this.#unsettled.get(path)
      if (stamp === known) this.#unsettled.delete(path)
      else if (!seen || seen.stamp !== stamp) this.#unsettled.set(path, { stamp, sinceMs: nowMs })
      else if (nowMs - seen.sinceMs >= (stamp === undefined ? GONE_MS : SETTLE_MS)) saved.push(path)
    }
    for (const path of saved) {
      this.#known.set(path, this.#unsettled.get(path)!.stamp)
      this.#unsettled.delete(path)
    }
    if (this.#unsettled.size > 0) this.#lookSoon()
    if (saved.length > 0) this.#onSaved(saved)
  }
}

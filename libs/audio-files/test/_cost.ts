import { arena } from './_audio.ts'

/** What reading one file may cost at most, and reading all of a run. */
export const MOST = { cpuMs: 1000, linearBytes: 1 << 20, grownMiB: 512 }

/** Follows what files cost that are read one after the other: CPU, the kernels' memory, the process's. */
export class Cost {
  readonly #linear = arena.memory.buffer.byteLength
  readonly #rss = process.memoryUsage.rss()
  readonly #start = process.cpuUsage()
  #files = 0
  #peakRss = 0
  #slowestMs = 0

  /** Runs `read` on one file; tells by an error what cost too much. */
  async of(read: () => Promise<void>): Promise<void> {
    const start = process.cpuUsage()
    await read()
    const { user, system } = process.cpuUsage(start)
    const cpuMs = (user + system) / 1000
    this.#files++
    this.#slowestMs = Math.max(this.#slowestMs, cpuMs)
    this.#peakRss = Math.max(this.#peakRss, process.memoryUsage.rss())
    const linear = arena.memory.buffer.byteLength - this.#linear
    if (cpuMs > MOST.cpuMs) throw new Error(`one file took ${cpuMs.toFixed(0)} ms of CPU, allowed ${MOST.cpuMs}`)
    if (linear > MOST.linearBytes) throw new Error(`kernels hold ${linear} bytes more, allowed ${MOST.linearBytes}`)
    if (this.grownMiB > MOST.grownMiB) throw new Error(`${this.grownMiB} MiB more are held, allowed ${MOST.grownMiB}`)
  }

  get grownMiB(): number {
    return Math.max(0, Math.round((this.#peakRss - this.#rss) / 2 ** 20))
  }

  /** `2500 files, 3.2 s of CPU, the slowest 45 ms, 12 MiB more held` */
  toString(): string {
    const { user, system } = process.cpuUsage(this.#start)
    const cpuS = ((user + system) / 1e6).toFixed(1)
    return `${this.#files} files, ${cpuS} s of CPU, the slowest ${this.#slowestMs.toFixed(0)} ms, ${this.grownMiB} MiB more held`
  }
}

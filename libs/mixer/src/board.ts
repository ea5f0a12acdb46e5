import type { Arena, Pointer } from '@mixwright/dsp'
import { STEP_FRAMES } from './block.ts'

const SPINS_BEFORE_SLEEP = 4000
const SLEEP_MS = 20

/**
 * What the workers of a desk tell each other, in shared memory: how many blocks each strip has finished, which
 * steps of them were silent, and whether the song is over.
 *
 * words  0 over | 1 … n blocks finished by each strip | then n × ringBlocks words of silence flags, a bit a step | then how
 *        many workers sleep | last how often anything has changed that another worker may wait for
 */
export class Board {
  readonly #arena: Arena
  readonly #at: Pointer
  readonly #strips: number
  readonly #ringBlocks: number

  constructor(strips: number, ringBlocks: number, arena: Arena) {
    this.#arena = arena
    this.#strips = strips
    this.#ringBlocks = ringBlocks
    this.#at = arena.alloc(4 * this.#words)
  }

  reset(): void {
    this.#view().fill(0)
  }

  get #words(): number {
    return 3 + this.#strips * (1 + this.#ringBlocks)
  }

  #view(): Int32Array {
    return this.#arena.i32(this.#at, this.#words)
  }

  /** A reader and writer for one worker. Take it after everything has been allocated. */
  seat(): Seat {
    return new Seat(this.#view(), this.#strips, this.#ringBlocks)
  }
}

export class Seat {
  readonly #words: Int32Array
  readonly #strips: number
  readonly #ringBlocks: number
  readonly #sleepersAt: number
  readonly #changesAt: number

  constructor(words: Int32Array, strips: number, ringBlocks: number) {
    this.#words = words
    this.#sleepersAt = words.length - 2
    this.#changesAt = words.length - 1
    this.#strips = strips
    this.#ringBlocks = ringBlocks
  }

  get isOver(): boolean {
    return Atomics.load(this.#words, 0) !== 0
  }

  /** Ends the song for every worker. */
  end(): void {
    Atomics.store(this.#words, 0, 1)
    this.#tell()
  }

  /** Blocks that a strip has finished. */
  finished(strip: number): number {
    return Atomics.load(this.#words, 1 + strip)
  }

  /** Whether the step at frame `offset` of a finished block is digital silence. */
  isSilent(strip: number, block: number, offset: number): boolean {
    return (this.#words[this.#flags(strip, block)]! & (1 << (offset / STEP_FRAMES))) !== 0
  }

  /** Publishes a finished block; `silentSteps` has a bit for each silent step. `tells` where other workers may wait for it. */
  finish(strip: number, block: number, silentSteps: number, tells: boolean): void {
    this.#words[this.#flags(strip, block)] = silentSteps
    Atomics.store(this.#words, 1 + strip, block + 1)
    if (tells) this.#tell()
  }

  /** Grows with everything that any worker finishes and another may wait for. */
  get changes(): number {
    return Atomics.load(this.#words, this.#changesAt)
  }

  /** Waits, once `changes` was `seen`, for more. */
  waitForChange(seen: number): void {
    for (let spins = 0; spins < SPINS_BEFORE_SLEEP; spins++) if (this.changes !== seen) return
    Atomics.add(this.#words, this.#sleepersAt, 1)
    while (this.changes === seen) Atomics.wait(this.#words, this.#changesAt, seen, SLEEP_MS)
    Atomics.sub(this.#words, this.#sleepersAt, 1)
  }

  /** Waking costs far more than a look at whether somebody sleeps. */
  #tell(): void {
    Atomics.add(this.#words, this.#changesAt, 1)
    if (Atomics.load(this.#words, this.#sleepersAt) > 0) Atomics.notify(this.#words, this.#changesAt)
  }

  #flags(strip: number, block: number): number {
    return 1 + this.#strips + strip * this.#ringBlocks + (block % this.#ringBlocks)
  }
}

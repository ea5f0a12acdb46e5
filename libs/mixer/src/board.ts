import type { Arena, Pointer } from '@mixwright/dsp'
import { STEP_FRAMES } from './block.ts'

const SPINS_BEFORE_SLEEP = 4000
const SLEEP_MS = 20

/**
 * What the workers of a desk tell each other, in shared memory: how many blocks each strip has finished, which
 * steps of them were silent, and whether the song is over.
 *
 * words  0 over | 1 … n blocks finished by each strip | then n × ringBlocks words of silence flags, a bit a step | last how
 *        often anything has changed
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
    return 2 + this.#strips * (1 + this.#ringBlocks)
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

  constructor(words: Int32Array, strips: number, ringBlocks: number) {
    this.#words = words
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

  /** Publishes a finished block; `silentSteps` has a bit for each silent step. */
  finish(strip: number, block: number, silentSteps: number): void {
    this.#words[this.#flags(strip, block)] = silentSteps
    Atomics.store(this.#words, 1 + strip, block + 1)
    this.#tell()
  }

  /** Grows with everything that any worker finishes. */
  get changes(): number {
    return Atomics.load(this.#words, this.#words.length - 1)
  }

  /** Waits, once `changes` was `seen`, for more. */
  waitForChange(seen: number): void {
    for (let spins = 0; this.changes === seen; spins++) {
      if (spins > SPINS_BEFORE_SLEEP) Atomics.wait(this.#words, this.#words.length - 1, seen, SLEEP_MS)
    }
  }

  #tell(): void {
    Atomics.add(this.#words, this.#words.length - 1, 1)
    Atomics.notify(this.#words, this.#words.length - 1)
  }

  #flags(strip: number, block: number): number {
    return 1 + this.#strips + strip * this.#ringBlocks + (block % this.#ringBlocks)
  }
}

import type { Arena, Pointer } from '@mixwright/kernels'

const STATE_BYTES = 32

/** Tells whether two passes over stereo samples met the same ones, bit for bit, however each was cut. */
export class SampleChecksum {
  readonly #arena: Arena
  readonly #state: Pointer
  #frames = 0

  constructor(arena: Arena) {
    this.#arena = arena
    this.#state = arena.alloc(STATE_BYTES)
  }

  reset(): void {
    this.#arena.bytes(this.#state, STATE_BYTES).fill(0)
    this.#frames = 0
  }

  add(samples: Pointer, frames: number): void {
    this.#arena.kernels.addChecksum(this.#state, samples, frames)
    this.#frames += frames
  }

  /** Of all frames since `reset`, and how many they were. */
  read(): string {
    return `${this.#frames}:${Buffer.from(this.#arena.bytes(this.#state, STATE_BYTES)).toString('hex')}`
  }
}

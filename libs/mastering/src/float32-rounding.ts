import type { Arena, Pointer } from '@mixwright/dsp'

/** Rounds samples to 32-bit floats, in place. */
export class Float32Rounding {
  readonly #arena: Arena
  readonly #floats: Pointer

  /** For at most `mostFrames` frames a time. */
  constructor(arena: Arena, mostFrames: number) {
    this.#arena = arena
    this.#floats = arena.alloc(mostFrames * 8)
  }

  reset(): void {}

  process(audio: Pointer, frames: number): void {
    this.#arena.kernels.encodeF32(audio, this.#floats, 2 * frames)
    this.#arena.kernels.decodeF32(this.#floats, audio, 2 * frames)
  }
}

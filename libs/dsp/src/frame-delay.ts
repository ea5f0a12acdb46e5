import type { Arena, Pointer } from '@mixwright/kernels'

/** Delays stereo audio by a fixed number of frames, in place. */
export class FrameDelay {
  readonly frames: number
  readonly #arena: Arena
  readonly #ring: Pointer
  #at = 0

  constructor(arena: Arena, frames: number) {
    this.frames = frames
    this.#arena = arena
    this.#ring = arena.allocFrames(frames)
  }

  reset(): void {
    this.#at = 0
    this.#arena.kernels.clear(this.#ring, this.frames)
  }

  process(audio: Pointer, frames: number): void {
    if (this.frames === 0) return
    this.#at = this.#arena.kernels.delayFrames(this.#ring, this.frames, this.#at, audio, frames)
  }

  isAtRest(): boolean {
    return this.frames === 0 || this.#arena.kernels.isZero(this.#ring, this.frames * 16) === 1
  }
}

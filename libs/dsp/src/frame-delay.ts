import type { Arena, Pointer } from '@mixwright/kernels'

/**
 * Delays stereo audio by a fixed number of frames, in place: look-ahead, and what brings an early signal in line with
 * a late one.
 */
export class FrameDelay {
  readonly frames: number
  readonly #arena: Arena
  readonly #ring: Pointer
  #at = 0
  #silentFrames = 0

  constructor(arena: Arena, frames: number) {
    this.frames = frames
    this.#arena = arena
    this.#ring = arena.allocFrames(frames)
  }

  reset(): void {
    this.#at = 0
    this.#silentFrames = this.frames
    this.#arena.kernels.clear(this.#ring, this.frames)
  }

  process(audio: Pointer, frames: number): void {
    if (this.frames === 0) return
    const { kernels } = this.#arena
    this.#silentFrames = kernels.isZero(audio, frames * 16) === 1 ? this.#silentFrames + frames : 0
    this.#at = kernels.delayFrames(this.#ring, this.frames, this.#at, audio, frames)
  }

  /** True when only silence is left inside. */
  isAtRest(): boolean {
    return this.#silentFrames >= this.frames
  }
}

import type { Arena, Pointer } from '@mixwright/dsp'

/**
 * Delay that brings an early signal in line with a late one.
 *
 * Shape  stereo → stereo, in place     Latency  the number of frames given
 */
export class Alignment {
  readonly frames: number
  readonly #arena: Arena
  readonly #ring: Pointer
  #at = 0
  #silentFrames = 0

  constructor(frames: number, arena: Arena) {
    this.frames = frames
    this.#arena = arena
    this.#ring = arena.allocFrames(frames)
  }

  reset(): void {
    this.#arena.kernels.clear(this.#ring, this.frames)
    this.#at = 0
    this.#silentFrames = this.frames
  }

  /** True when only silence is left inside. */
  get isAtRest(): boolean {
    return this.#silentFrames >= this.frames
  }

  /** @param silent whether all of `audio` is digital silence on the way in */
  process(audio: Pointer, frames: number, silent: boolean): void {
    this.#at = this.#arena.kernels.delayFrames(this.#ring, this.frames, this.#at, audio, frames)
    this.#silentFrames = silent ? this.#silentFrames + frames : 0
  }
}

import type { Arena, Pointer } from '@mixwright/kernels'
import type { Clip } from './song-audio.ts'

/** Rise at the head and fall at the end of what is played of a recording, straight in amplitude. */
export class Fade {
  readonly #clip: Clip
  readonly #arena: Arena
  readonly #coefficients: Pointer

  constructor(clip: Clip, arena: Arena) {
    this.#clip = clip
    this.#arena = arena
    this.#coefficients = arena.alloc(64)
  }

  /** @param clipFrame frame of the clip that lies at `audio`; all `frames` lie inside the clip */
  process(audio: Pointer, clipFrame: number, frames: number): void {
    const { frames: clipFrames, fadeInFrames, fadeOutFrames } = this.#clip
    if (clipFrame < fadeInFrames) {
      this.#ramp(audio, Math.min(frames, fadeInFrames - clipFrame), 0, 1, clipFrame, fadeInFrames)
    }
    const fallFrame = clipFrames - fadeOutFrames
    if (clipFrame + frames > fallFrame) {
      const ahead = Math.max(0, fallFrame - clipFrame)
      this.#ramp(audio + ahead * 16, frames - ahead, 1, -1, clipFrame + ahead - fallFrame, fadeOutFrames)
    }
  }

  #ramp(audio: Pointer, frames: number, from: number, step: number, offset: number, length: number): void {
    this.#arena.f64(this.#coefficients, 8).set([from, from, 0, 0, step, step, 0, 0])
    this.#arena.kernels.placeRamp(audio, frames, this.#coefficients, offset, length)
  }
}

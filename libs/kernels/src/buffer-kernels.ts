import type { Pointer } from './pointer.ts'

/** `assembly/buffer.ts`: whole-buffer work on interleaved stereo f64 frames. */
export interface BufferKernels {
  /** Sets `frames` frames to +0. */
  clear(audio: Pointer, frames: number): void
  /** Copies `frames` frames; the areas may overlap. */
  copy(from: Pointer, to: Pointer, frames: number): void
  /** 1 when the area holds zeros of either sign only; `bytes` is a multiple of 16. */
  isZero(at: Pointer, bytes: number): number
  /** Largest absolute sample, both channels. */
  peak(audio: Pointer, frames: number): number
  /** Adds the squares of both channels, frame by frame, to the pair of numbers at `sums`. */
  addSquares(audio: Pointer, frames: number, sums: Pointer): void
}

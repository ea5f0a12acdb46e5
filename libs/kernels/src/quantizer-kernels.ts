import type { Pointer } from './pointer.ts'

/** `assembly/quantizer.ts`: quantising with dither and error feedback. The state is drawn in the assembly file. */
export interface QuantizerKernels {
  /** Rounds frames to the grid in place, without dither. */
  quantizeRounded(audio: Pointer, frames: number, state: Pointer): void
  /** Rounds frames to the grid in place, with triangular dither. */
  quantizeDithered(audio: Pointer, frames: number, state: Pointer): void
  /** Rounds frames to the grid in place, with triangular dither and a shaped error. */
  quantizeShaped(audio: Pointer, frames: number, state: Pointer): void
}

import type { Pointer } from './pointer.ts'

/** `assembly/loudness.ts`: K-weighted energy and plain sums, hop by hop. */
export interface LoudnessKernels {
  /** Adds `frames` frames of one hop to the sums of `state` (128 bytes) through the 7 coefficients at `filter`. */
  measureHop(state: Pointer, filter: Pointer, audio: Pointer, frames: number): void
  /** Ends a hop: flushes spent filter states, sets the sums to 0. */
  closeHop(state: Pointer): void
}

import type { Pointer } from './pointer.ts'

/** `assembly/loudness.ts`: K-weighted energy and plain sums, hop by hop. */
export interface LoudnessKernels {
  /**
   * Adds `frames` frames of one hop to the sums of `state` (128 bytes) through the 9 coefficients at `filter`; gives the
   * largest absolute sample of them.
   */
  measureHop(state: Pointer, filter: Pointer, audio: Pointer, frames: number): number
  /** The same for the K-weighted energy alone, cheaper. */
  weighHop(state: Pointer, filter: Pointer, audio: Pointer, frames: number): number
  /**
   * Ends a hop: adds its sums to the 7 at `totals`, sets them to 0, and flushes spent filter states. Gives `energy` plus
   * the K-weighted energy of both sides times their weights.
   */
  closeHop(state: Pointer, totals: Pointer, leftWeight: number, rightWeight: number, energy: number): number
}

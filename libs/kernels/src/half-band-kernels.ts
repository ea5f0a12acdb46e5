import type { Pointer } from './arena.ts'

/** `assembly/half-band.ts`: twice and half the sample rate. Taps and lines are drawn in the file. */
export interface HalfBandKernels {
  /** Raises `frames` frames to twice as many at `out`, `pairs` frames late. */
  halfBandRaise(taps: Pointer, pairs: number, line: Pointer, audio: Pointer, frames: number, out: Pointer): void
  /** Lowers twice `frames` frames to `frames` at `out`, `pairs` frames late, or half a frame less with `lead` 1. */
  halfBandLower(
    taps: Pointer,
    pairs: number,
    line: Pointer,
    audio: Pointer,
    frames: number,
    out: Pointer,
    lead: 0 | 1,
  ): void
}

import type { Pointer } from './pointer.ts'

/** `assembly/oversampler.ts`: twice and half the sample rate. Taps and lines are drawn in the file. */
export interface OversamplerKernels {
  /** Raises `frames` frames to twice as many at `out`, `pairs` frames late. */
  raiseRate(taps: Pointer, pairs: number, line: Pointer, audio: Pointer, frames: number, out: Pointer): void
  /** Lowers twice `frames` frames to `frames` at `out`, `pairs * stride / 2` frames late, half a frame less by `lead`. */
  lowerRate(
    taps: Pointer,
    pairs: number,
    stride: 1 | 2,
    line: Pointer,
    audio: Pointer,
    frames: number,
    out: Pointer,
    lead: 0 | 1,
  ): void
}

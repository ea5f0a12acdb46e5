import type { Pointer } from './pointer.ts'

/** `assembly/true-peak.ts`: interpolated peaks, with the frames skipped that provably hold none. */
export interface TruePeakKernels {
  /** Largest sample and largest second difference of each block of 32 frames, 16 bytes a block; gives the largest sample. */
  blockExtents(audio: Pointer, blocks: number, extents: Pointer): number
  /** `peak`, raised to the highest interpolated point of `blocks` blocks. */
  interpolatedPeak(audio: Pointer, blocks: number, extents: Pointer, filter: Pointer, peak: number): number
}

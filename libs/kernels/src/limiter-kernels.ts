import type { Pointer } from './pointer.ts'

/** `assembly/limiter.ts`: the look-ahead true-peak limiter. Layouts are drawn in the file. */
export interface LimiterKernels {
  /** Limits `frames` frames (a multiple of 64) in place; they come out delayFrames + 32 frames later. */
  limit(
    settings: Pointer,
    filter: Pointer,
    state: Pointer,
    window: Pointer,
    lines: Pointer,
    audio: Pointer,
    frames: number,
  ): void
}

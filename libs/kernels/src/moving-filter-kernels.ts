import type { Pointer } from './pointer.ts'

/** `assembly/moving-filter.ts`: bells and shelves whose gain moves. Layouts are drawn in the assembly file. */
export interface MovingFilterKernels {
  /** Filters `frames` frames (a multiple of 64) in place, with a gain for each four of them. */
  movingFilter(settings: Pointer, state: Pointer, gains: Pointer, audio: Pointer, frames: number): void
}

import type { Pointer } from './pointer.ts'

/** `assembly/groove.ts`: what a cutter head goes through. State and lines are drawn in the file. */
export interface GrooveKernels {
  /** Raises the peaks of velocity, acceleration and displacement in `state` by `frames` (at most 256) frames more. */
  groovePeaks(state: Pointer, lines: Pointer, velocity: Pointer, frames: number, pole: number): void
}

import type { Pointer } from './pointer.ts'

/** `assembly/course.ts`: how a signal goes. `state`: squares of L and R, largest |L| and |R|, sum of L * R (48 bytes). */
export interface CourseKernels {
  /** Adds `frames` frames to squares and extents. */
  addLevel(state: Pointer, audio: Pointer, frames: number): void
  /** Adds `frames` frames to the sum of products. */
  addLikeness(state: Pointer, audio: Pointer, frames: number): void
}

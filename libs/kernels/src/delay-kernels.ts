import type { Pointer } from './pointer.ts'

/** `assembly/delay.ts`: echoes with filters and feedback. The state is drawn in the assembly file. */
export interface DelayKernels {
  /** Processes `frames` frames (a multiple of 64) in place. */
  delayEchoes(state: Pointer, line: Pointer, audio: Pointer, frames: number): void
  /** The same with a moving delay, read between frames by a table of taps. */
  delayMovingEchoes(state: Pointer, line: Pointer, taps: Pointer, audio: Pointer, frames: number): void
}

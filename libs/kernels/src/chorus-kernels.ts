import type { Pointer } from './pointer.ts'

/** `assembly/chorus.ts`: a line read at moving places. The state is drawn in the assembly file. */
export interface ChorusKernels {
  /** Processes `frames` frames (a multiple of 64) in place. */
  chorus(state: Pointer, line: Pointer, audio: Pointer, frames: number): void
}

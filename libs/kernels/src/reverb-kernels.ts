import type { Pointer } from './pointer.ts'

/** `assembly/reverb.ts`: a feedback delay network of 16 lines. The state is drawn in the assembly file. */
export interface ReverbKernels {
  /** Processes `frames` frames (a multiple of 64) in place. */
  reverberate(state: Pointer, audio: Pointer, frames: number): void
}

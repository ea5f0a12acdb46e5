import type { Pointer, Processor } from '@mixwright/dsp'

/** Follows what a strip gives and what its inserts do. It changes no sample. */
export interface StripWatch {
  /** Ready for the first frame; `inserts` are the strip's, in their order. */
  reset(inserts: readonly Processor[]): void
  /** Takes the next frames of the strip's output; before song frame 0 lies its latency. */
  take(audio: Pointer, frames: number, songFrame: number, isSilent: boolean): void
}

import type { Pointer } from '@mixwright/dsp'

/** The recording behind a stem's strip, laid out on the song's timeline at the session's rate. */
export interface StemSource {
  /**
   * Fills `frames` interleaved stereo frames at `at` with the song from `songFrame` on; silence where there is no
   * recording. Called with rising frames.
   *
   * @returns true when all of them are digital silence
   */
  read(at: Pointer, songFrame: number, frames: number): boolean
}

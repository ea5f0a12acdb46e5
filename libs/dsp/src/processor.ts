import type { Pointer } from '@mixwright/kernels'

/**
 * What every insert is: stereo in, stereo out, in place.
 *
 * All audio state lives in the arena that the constructor was given, at addresses that depend only on the order of
 * allocation. `process` gives the same samples however a song is cut in blocks.
 */
export interface Processor {
  /** Frames by which the output lags the input. Constant from construction on. */
  readonly latencyFrames: number
  /** Longest silence that can lie inside the tail (a delay's time, a response's length); 0 where nothing echoes. */
  readonly gapFrames: number
  /** Writes coefficients and clears the state: ready for frame 0. Must be called once before `process`. */
  reset(): void
  /**
   * Processes `frames` interleaved stereo f64 frames at `audio` in place; `frames` is a multiple of QUANTUM_FRAMES.
   * `key` holds as many frames that steer a dynamics processor; without it the audio steers itself. `songFrame` is the
   * song frame of the first frame of `audio`, for settings that move: before 0 where what came before delayed it.
   */
  process(audio: Pointer, frames: number, key?: Pointer, songFrame?: number): void
  /** True when silence in now gives silence out, for good, so the call may be left out. */
  isAtRest(): boolean
  /** Largest gain reduction since this was last asked, dB >= 0; only of what has a gain that follows a level. */
  takeReductionDb?(): number
}

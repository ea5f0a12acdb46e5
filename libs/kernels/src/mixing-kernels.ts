import type { Pointer } from './pointer.ts'

/** `assembly/mixing.ts`: faders, panning and summing on interleaved stereo f64 frames. */
export interface MixingKernels {
  /** `sum += source * gain` (gain is linear). */
  accumulate(sum: Pointer, source: Pointer, frames: number, gain: number): void
  /**
   * The same, with what is added rounded to multiples of 2^-40: sums of it below 2^13 are exact in any order. Raises the
   * two doubles at `peaks` to the largest sample that was added of each channel, to NaN where that is no number; it is
   * rounded as said while they are below 2^11.
   */
  accumulateExact(sum: Pointer, source: Pointer, frames: number, gain: number, peaks: Pointer): void
  /** Stereo multiples of 2^-40 below 128 in size to 48-bit integers; writes 2 bytes more than `12 * frames`. */
  packSum(audio: Pointer, bytes: Pointer, frames: number): void
  /** The inverse; reads 2 bytes more than `12 * frames`. */
  unpackSum(bytes: Pointer, audio: Pointer, frames: number): void
  /** `sum += source * (from + step * i / length)`, i counting from `offset`. */
  accumulateRamp(
    sum: Pointer,
    source: Pointer,
    frames: number,
    from: number,
    step: number,
    offset: number,
    length: number,
  ): void
  /** Multiplies each channel by its own gain. */
  scale(audio: Pointer, frames: number, left: number, right: number): void
  /** Applies a 2 x 2 placement that stands still. */
  place(
    audio: Pointer,
    frames: number,
    leftToLeft: number,
    rightToRight: number,
    rightToLeft: number,
    leftToRight: number,
  ): void
  /** Applies a placement that moves; eight doubles at `coefficients` (drawn in the assembly file). */
  placeRamp(audio: Pointer, frames: number, coefficients: Pointer, offset: number, length: number): void
  /** Delays in place by `ringFrames`; takes and returns the ring index. */
  delayFrames(ring: Pointer, ringFrames: number, at: number, audio: Pointer, frames: number): number
  /** Index of the first frame with a sample at or above `threshold` (linear), or -1. */
  firstAbove(audio: Pointer, frames: number, threshold: number): number
  /** Index of the last frame with a sample at or above `threshold` (linear), or -1. */
  lastAbove(audio: Pointer, frames: number, threshold: number): number
}

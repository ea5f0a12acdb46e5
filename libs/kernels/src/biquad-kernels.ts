import type { Pointer } from './pointer.ts'

/** `assembly/biquad.ts`: second-order sections in series on stereo audio. */
export interface BiquadKernels {
  /** Filters `frames` frames (a multiple of 64) in place; coefficients and state are laid out as drawn in the file. */
  biquads(coefficients: Pointer, state: Pointer, sections: number, audio: Pointer, frames: number): void
}

import type { Pointer } from './pointer.ts'

/** `assembly/resampler.ts`: band limit in the spectrum, and interpolation. Layouts are drawn in the assembly file. */
export interface ResamplerKernels {
  /** Fills `count` doubles with a Kaiser-windowed sinc at first, first + step ...; `cutoff` in cycles a unit. */
  kaiserSinc(
    at: Pointer,
    count: number,
    first: number,
    step: number,
    cutoff: number,
    halfWidth: number,
    beta: number,
  ): void
  /** Copies the real parts of `size` complex numbers, times `gain`. */
  takeReal(data: Pointer, size: number, gain: number, to: Pointer): void
  /** Multiplies a spectrum by a real response, in place. */
  filterSpectrum(data: Pointer, response: Pointer, size: number): void
  /** Spectrum at `factor` (2, 4, 8 …) times the rate, times a real response. */
  raiseSpectrum(data: Pointer, response: Pointer, size: number, factor: number, to: Pointer): void
  /** Spectrum at half the rate, in place; `size` is that before. */
  halveSpectrum(data: Pointer, size: number): void
  /** Interpolates with one row of taps for each phase. */
  interpolate(
    input: Pointer,
    bank: Pointer,
    taps: number,
    phases: number,
    whole: number,
    step: number,
    phase: number,
    out: Pointer,
    frames: number,
  ): void
  /** Interpolates between `rows` + 3 rows of taps. */
  interpolateBetween(
    input: Pointer,
    bank: Pointer,
    rows: number,
    taps: number,
    phases: number,
    whole: number,
    step: number,
    phase: number,
    out: Pointer,
    frames: number,
  ): void
}

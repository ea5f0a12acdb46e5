import type { Pointer } from './pointer.ts'

/** `assembly/spectrum.ts`: what a power spectrum of stereo frames needs besides the transform. */
export interface SpectrumKernels {
  /** Copies `frames` frames, each times its f64 of `weights`. */
  weigh(audio: Pointer, weights: Pointer, to: Pointer, frames: number): void
  /** Adds |bin|² of `size` bins, an even number, to as many f64 at `power`; order as in the spectrum. */
  addPower(spectrum: Pointer, size: number, power: Pointer): void
  /** Adds 2 Re(L conj R) per frequency to `size` f64 at `cross`, each at one place of its two bins. */
  addCrossPower(spectrum: Pointer, size: number, cross: Pointer): void
}

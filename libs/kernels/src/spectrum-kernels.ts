import type { Pointer } from './arena.ts'

/** `assembly/spectrum.ts`: power spectrum of both channels in one complex transform. */
export interface SpectrumKernels {
  /** Copies `frames` frames, each times its f64 of `weights`. */
  weigh(audio: Pointer, weights: Pointer, to: Pointer, frames: number): void
  /** Transforms `size` (a power of 4) frames in place and adds |bin|² to `power`, in digit-reversed order. */
  addPowerSpectrum(frames: Pointer, size: number, twiddles: Pointer, power: Pointer): void
}

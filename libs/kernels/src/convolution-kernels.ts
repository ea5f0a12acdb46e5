import type { Pointer } from './pointer.ts'

/** `assembly/convolution.ts`: products of the spectra of stereo blocks. Layouts are drawn in the assembly file. */
export interface ConvolutionKernels {
  /** Takes the spectrum of a stereo block of `size` frames apart: `size` / 2 numbers for each channel, doubled. */
  separateSpectra(data: Pointer, size: number, left: Pointer, right: Pointer): void
  /** The spectrum of a stereo block from those of its channels. */
  combineSpectra(left: Pointer, right: Pointer, size: number, data: Pointer): void
  /** Sum of the products of `count` pairs of half spectra; `pairs` lists their addresses, two i32 for each. */
  multiplySpectra(pairs: Pointer, count: number, numbers: number, to: Pointer): void
}

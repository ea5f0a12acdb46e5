import type { Pointer } from './pointer.ts'

/**
 * `assembly/fft.ts`: the Fourier transform of `size` (2^4 to 2^18) complex f64 numbers, in place. Groups of two numbers:
 * real parts, then imaginary parts. Spectra lie in mirrored bit order.
 */
export interface FftKernels {
  /** Fills the 16 * `size` bytes of factors that transforms of that size need. */
  fftTwiddles(table: Pointer, size: number): void
  /** Natural order to mirrored order. */
  fftForward(data: Pointer, size: number, table: Pointer): void
  /** Mirrored order to natural order, times `size`. */
  fftInverse(data: Pointer, size: number, table: Pointer): void
  /** Stereo frames to complex numbers, left real and right imaginary; `frames` is even. */
  splitFrames(audio: Pointer, data: Pointer, frames: number): void
  /** Complex numbers to stereo frames; `frames` is even. */
  joinFrames(data: Pointer, audio: Pointer, frames: number): void
}

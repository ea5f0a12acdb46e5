import type { Arena, Pointer } from '@mixwright/kernels'

/** Bytes between spectra: at a power of two apart they would crowd the same lines of the cache. */
const PADDING_BYTES = 320

/**
 * Two stereo blocks of `frames` frames (a power of two, 8 or more) seen as the spectra of their channels, and back.
 *
 * Spectra come doubled and results are not divided by the size of the transform: a product of two spectra, brought
 * back, is 8 `frames` times the convolution.
 */
export class SpectralBlock {
  readonly frames: number
  /** Sums of products go here before `combine`. */
  readonly left: Pointer
  readonly right: Pointer
  readonly #arena: Arena
  readonly #data: Pointer
  readonly #twiddles: Pointer

  constructor(frames: number, arena: Arena) {
    this.frames = frames
    this.#arena = arena
    this.#data = arena.allocFrames(2 * frames)
    this.#twiddles = arena.alloc(2 * frames * 16)
    this.left = this.allocSpectrum()
    this.right = this.allocSpectrum()
  }

  /** Reserves room for the spectrum of one channel. */
  allocSpectrum(): Pointer {
    return this.#arena.alloc(this.frames * 16 + PADDING_BYTES)
  }

  reset(): void {
    this.#arena.kernels.fftTwiddles(this.#twiddles, 2 * this.frames)
  }

  /** The spectra of both channels of `first` followed by `second`. */
  separate(first: Pointer, second: Pointer, left: Pointer, right: Pointer): void {
    const { kernels } = this.#arena
    const { frames } = this
    kernels.splitFrames(first, this.#data, frames)
    kernels.splitFrames(second, this.#data + frames * 16, frames)
    kernels.fftForward(this.#data, 2 * frames, this.#twiddles)
    kernels.separateSpectra(this.#data, 2 * frames, left, right)
  }

  /** The second of the two blocks whose spectra are in `left` and `right`. */
  combine(to: Pointer): void {
    const { kernels } = this.#arena
    const { frames } = this
    kernels.combineSpectra(this.left, this.right, 2 * frames, this.#data)
    kernels.fftInverse(this.#data, 2 * frames, this.#twiddles)
    kernels.joinFrames(this.#data + frames * 16, to, frames)
  }
}

import type { Arena, Pointer } from '@mixwright/kernels'
import { type ReadFrames, readStretch } from './read-frames.ts'
import { KAISER_BETA, kaiserWidth, PASS_BAND } from './resampler-filter.ts'

/** Transforms are this many times as long as the filter: larger wastes less on overlap, smaller stays in the cache. */
const SIZE_PER_WIDTH = 8

/**
 * First stage of the resampler: linear-phase low-pass filter and change of rate by a power of two, in the spectrum.
 *
 * Works in blocks on a fixed grid: block b gives output frames b hopFrames … (b + 1) hopFrames, from input that reaches
 * one filter half to both sides. Overlap-save, so a block depends on its place only.
 */
export class BandLimiter {
  /** Output frames in a block. */
  readonly hopFrames: number
  readonly #arena: Arena
  readonly #factor: number
  readonly #cutoff: number
  readonly #halfWidth: number
  readonly #size: number
  readonly #outSize: number
  readonly #input: Pointer
  readonly #spectrum: Pointer
  readonly #raised: Pointer
  readonly #response: Pointer
  readonly #twiddles: Pointer
  readonly #outTwiddles: Pointer
  #block = Number.NaN

  /** Keeps what is below 0.907 of `limitHz`, stops what is above it; the output rate is `factor`, a power of 2, times. */
  constructor(fromHz: number, limitHz: number, factor: number, arena: Arena) {
    this.#arena = arena
    this.#factor = factor
    this.#cutoff = (0.5 * (PASS_BAND + 1) * limitHz) / fromHz
    const multiple = 2 * Math.max(1, 1 / factor) // an even number of frames at either rate
    const width = kaiserWidth(((1 - PASS_BAND) * limitHz) / fromHz)
    this.#halfWidth = Math.ceil(width / 2 / multiple) * multiple
    this.#size = powerOfTwoFrom(SIZE_PER_WIDTH * 2 * this.#halfWidth)
    this.#outSize = this.#size * factor
    this.hopFrames = (this.#size - 2 * this.#halfWidth) * factor
    const largest = Math.max(this.#size, this.#outSize)
    this.#input = arena.allocFrames(this.#size)
    this.#spectrum = arena.allocFrames(largest)
    this.#raised = factor > 1 ? arena.allocFrames(this.#outSize) : this.#spectrum
    this.#response = arena.alloc(largest * 8)
    this.#twiddles = arena.alloc(this.#size * 16)
    this.#outTwiddles = factor === 1 ? this.#twiddles : arena.alloc(this.#outSize * 16)
  }

  reset(): void {
    const { kernels } = this.#arena
    this.#block = Number.NaN
    const filterSize = Math.max(this.#size, this.#outSize)
    const filterTwiddles = this.#outSize > this.#size ? this.#outTwiddles : this.#twiddles
    kernels.fftTwiddles(this.#twiddles, this.#size)
    kernels.fftTwiddles(this.#outTwiddles, this.#outSize)
    this.#writeImpulse(filterSize)
    kernels.fftForward(this.#spectrum, filterSize, filterTwiddles)
    kernels.takeReal(this.#spectrum, filterSize, 1 / this.#size, this.#response)
  }

  /** Lays the filter's impulse response, sum 1, around number 0 of the spectrum buffer. */
  #writeImpulse(size: number): void {
    const { kernels } = this.#arena
    const perFrame = size / this.#size
    const half = this.#halfWidth * perFrame
    kernels.kaiserSinc(this.#response, half, 0, 1 / perFrame, this.#cutoff, this.#halfWidth, KAISER_BETA)
    const side = this.#arena.f64(this.#response, half)
    let sum = side[0]!
    for (let m = 1; m < half; m++) sum += 2 * side[m]!
    kernels.clear(this.#spectrum, size)
    const numbers = this.#arena.f64(this.#spectrum, 2 * size)
    const real = (index: number) => 4 * Math.floor(index / 2) + (index % 2)
    numbers[0] = side[0]! / sum
    for (let m = 1; m < half; m++) numbers[real(m)] = numbers[real(size - m)] = side[m]! / sum
  }

  /** Renders `hopFrames` frames to `at`. */
  render(block: number, readInput: ReadFrames, at: Pointer): void {
    const { kernels } = this.#arena
    this.#fetch(block, readInput)
    if (kernels.isZero(this.#input, this.#size * 16)) {
      kernels.clear(at, this.hopFrames)
      return
    }
    kernels.splitFrames(this.#input, this.#spectrum, this.#size)
    kernels.fftForward(this.#spectrum, this.#size, this.#twiddles)
    if (this.#factor > 1) {
      kernels.raiseSpectrum(this.#spectrum, this.#response, this.#size, this.#factor, this.#raised)
    } else {
      kernels.filterSpectrum(this.#spectrum, this.#response, this.#size)
      for (let size = this.#size; size > this.#outSize; size /= 2) kernels.halveSpectrum(this.#spectrum, size)
    }
    kernels.fftInverse(this.#raised, this.#outSize, this.#outTwiddles)
    const skip = this.#halfWidth * this.#factor
    kernels.joinFrames(this.#raised + skip * 16, at, this.hopFrames)
  }

  /** Fills the input window of a block, keeping what it shares with the block before. */
  #fetch(block: number, readInput: ReadFrames): void {
    const overlap = 2 * this.#halfWidth
    const hop = this.#size - overlap
    const kept = block === this.#block + 1 ? overlap : 0
    if (kept > 0) this.#arena.kernels.copy(this.#input + hop * 16, this.#input, kept)
    this.#block = block
    const start = block * hop - this.#halfWidth + kept
    readStretch(readInput, start, this.#size - kept, this.#input + kept * 16, this.#arena)
  }
}

function powerOfTwoFrom(least: number): number {
  let power = 16
  while (power < least) power *= 2
  return power
}

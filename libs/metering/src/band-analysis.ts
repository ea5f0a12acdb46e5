import { type Arena, maths, type Pointer } from '@mixwright/kernels'

/** What a band analysis looks at. */
export interface BandAnalysisOptions {
  /** Frames of the window; a power of 2. */
  size: number
  /** Where bands begin, rising, and where the last ends. Hz */
  edgesHz: readonly number[]
}

/** The bins of all bands, one band after the other: their places in the transform, and their shares in the band. */
interface Shares {
  places: Int32Array
  weights: Float64Array
  /** Where each band begins, and where the last ends. */
  starts: Int32Array
}

/**
 * Level per band of windows of a stereo signal. Many courses of one thread share it: it holds nothing of a signal from
 * one window to the next.
 */
export class BandAnalysis {
  readonly size: number
  readonly bands: number
  /** Hann window, a double a frame. */
  readonly window: Pointer
  readonly #arena: Arena
  readonly #binHz: number
  readonly #edgesHz: readonly number[]
  readonly #twiddles: Pointer
  readonly #spectrum: Pointer
  readonly #power: Pointer
  #scale = 1
  #shares: Shares | undefined

  constructor(arena: Arena, sampleRateHz: number, { size, edgesHz }: BandAnalysisOptions) {
    this.#arena = arena
    this.size = size
    this.bands = edgesHz.length - 1
    this.#binHz = sampleRateHz / size
    this.#edgesHz = edgesHz
    this.window = arena.alloc(size * 8)
    this.#twiddles = arena.allocFrames(size)
    this.#spectrum = arena.allocFrames(size)
    this.#power = arena.alloc(size * 8)
  }

  /** Fills its tables, once; call it before the first window is weighed. */
  prepare(): void {
    if (this.#shares) return
    const window = this.#arena.f64(this.window, this.size)
    let weight = 0
    for (let i = 0; i < window.length; i++) {
      window[i] = 0.5 - 0.5 * maths.cos(((2 * Math.PI) / this.size) * (i + 0.5))
      weight += window[i]! * window[i]!
    }
    this.#scale = 1 / (2 * this.size * weight)
    this.#arena.kernels.fftTwiddles(this.#twiddles, this.size)
    this.#shares = sharesOf(this.#edgesHz, this.size, this.#binHz)
  }

  /** Mean squares of a channel, the mean of both, by band, of `size` frames that the window has weighed. */
  measure(weighed: Pointer): Float64Array {
    const { kernels } = this.#arena
    const { places, weights, starts } = this.#shares!
    kernels.splitFrames(weighed, this.#spectrum, this.size)
    kernels.fftForward(this.#spectrum, this.size, this.#twiddles)
    const power = this.#arena.f64(this.#power, this.size)
    power.fill(0)
    kernels.addPower(this.#spectrum, this.size, this.#power)
    const row = new Float64Array(this.bands)
    for (let band = 0; band < row.length; band++) {
      let sum = 0
      for (let i = starts[band]!; i < starts[band + 1]!; i++) sum += weights[i]! * power[places[i]!]!
      row[band] = sum * this.#scale
    }
    return row
  }
}

/** The bins of each band, both halves of the transform; a bin is shared where a band ends inside. */
function sharesOf(edgesHz: readonly number[], size: number, binHz: number): Shares {
  const placeOf = new Int32Array(size)
  for (let place = 0; place < size; place++) placeOf[mirrored(place, size)] = place
  const places: number[] = []
  const weights: number[] = []
  const starts = [0]
  for (const [band, endHz] of edgesHz.slice(1).entries()) {
    const [from, to] = [edgesHz[band]! / binHz, Math.min(endHz / binHz, size / 2)]
    for (let bin = Math.floor(from + 0.5); bin <= size / 2 && bin - 0.5 < to; bin++) {
      const weight = Math.min(to, bin + 0.5) - Math.max(from, bin - 0.5)
      const isAlone = bin === 0 || bin === size / 2
      for (const one of isAlone ? [bin] : [bin, size - bin]) {
        places.push(placeOf[one]!)
        weights.push(weight)
      }
    }
    starts.push(places.length)
  }
  return { places: Int32Array.from(places), weights: Float64Array.from(weights), starts: Int32Array.from(starts) }
}

/** `position` with its bits in reverse, which is the bin that the transform leaves there. */
function mirrored(position: number, size: number): number {
  let bin = 0
  for (let rest = position, bits = size; bits > 1; bits >>= 1, rest >>= 1) bin = (bin << 1) | (rest & 1)
  return bin
}

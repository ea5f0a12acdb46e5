import { Arena, maths, type Pointer } from '@mixwright/kernels'
import { type AnalogSection, analogPower, analogSections, type Quadratic } from './analog-filter.ts'
import type { EqBand, EqSide } from './eq-band.ts'

/** Filters are one tap shorter than a power of two. */
const SHORTEST = 4096
const LONGEST = 131_072
/** Half a filter holds this many times in which the slowest resonance falls to 1/e. */
const RESONANCE_NEPERS = 6.5
/** A zero on the frequency axis bends |H| sharply; a filter that shows the bend is this long in terms of its poles. */
const NOTCH_NEPERS = 120
/** The part of a half filter, from its middle, that the window leaves alone. */
const FLAT_PART = 0.5
/** The transform that a filter is designed in, in lengths of the filter. */
const DESIGN_LENGTHS = 2

/** Taps of the symmetric filter for these bands, odd: long enough for the slowest resonance of |H|. */
export function linearPhaseTaps(bands: readonly EqBand[], sampleRateHz: number): number {
  const rates = bands.flatMap(analogSections).map(decayPerS)
  const needed = (2 * RESONANCE_NEPERS * sampleRateHz) / Math.min(...rates)
  let length = SHORTEST
  while (length < LONGEST && length < needed) length *= 2
  return length - 1
}

/** How many paths the filter has: one for both channels, one for each, or four where they cross. */
export function sidesOf(bands: readonly EqBand[]): 1 | 2 | 4 {
  if (bands.some(({ on }) => on === 'mid' || on === 'side')) return 4
  return bands.some(({ on }) => on === 'left' || on === 'right') ? 2 : 1
}

/** How fast the slowest oscillation in the impulse response of |H| fades, 1/s, in terms of RESONANCE_NEPERS. */
function decayPerS({ freqHz, zeros, poles }: AnalogSection): number {
  const [z0, z1, z2] = zeros
  const isNotch = z1 === 0 && z0 !== 0 && z2 !== 0
  const slowest = Math.min(slowestRoot(poles), slowestRoot(zeros))
  return 2 * Math.PI * freqHz * slowest * (isNotch ? RESONANCE_NEPERS / NOTCH_NEPERS : 1)
}

/** Distance from the frequency axis of the root of c0 + c1 s + c2 s² that is nearest to it but not on it. */
function slowestRoot([c0, c1, c2]: Quadratic): number {
  if (c0 === 0 || c1 === 0) return Number.POSITIVE_INFINITY
  const bend = Math.abs(c1)
  if (c2 === 0) return c0 / bend
  return (bend - Math.sqrt(Math.max(0, bend * bend - 4 * c0 * c2))) / (2 * c2)
}

/** A gain for each frequency of a grid from 0 to half the rate, for each way through the filter. */
interface PathGains {
  leftToLeft: Float64Array
  leftToRight: Float64Array
  rightToLeft: Float64Array
  rightToRight: Float64Array
}

/**
 * Fills the paths with the symmetric impulse responses whose spectra are the magnitudes of the analogue prototypes:
 * left to left; or that and right to right; or left to left, left to right, right to left and right to right.
 */
export function writeLinearPhase(
  bands: readonly EqBand[],
  sampleRateHz: number,
  paths: readonly Float64Array[],
  design = designOf(paths[0]!.length),
): void {
  const { leftToLeft, leftToRight, rightToLeft, rightToRight } = pathGains(bands, design.size, sampleRateHz)
  design.write([leftToLeft, rightToRight], [paths[0], paths.length === 4 ? paths[3] : paths[1]])
  if (paths.length === 4) design.write([leftToRight, rightToLeft], [paths[1], paths[2]])
}

/**
 * Fills two paths of equal length, odd and one less than a power of two, with the symmetric impulse responses of two
 * gains over frequency.
 */
export function writeSymmetricPair(
  paths: readonly [Float64Array, Float64Array],
  sampleRateHz: number,
  gainsAt: (freqHz: number) => readonly [number, number],
): void {
  const size = DESIGN_LENGTHS * (paths[0].length + 1)
  const gains = [new Float64Array(size / 2 + 1), new Float64Array(size / 2 + 1)] as const
  for (let k = 0; k <= size / 2; k++) [gains[0][k], gains[1][k]] = gainsAt((k * sampleRateHz) / size)
  new SymmetricDesign(size).write(gains, paths)
}

/** What designs filters of so many taps, again and again. */
export function designOf(taps: number): SymmetricDesign {
  return new SymmetricDesign(DESIGN_LENGTHS * (taps + 1))
}

/** Turns gains over frequency into symmetric impulse responses, two at a time. */
class SymmetricDesign {
  readonly size: number
  readonly #arena = new Arena()
  readonly #audio: Pointer
  readonly #data: Pointer
  readonly #twiddles: Pointer

  constructor(size: number) {
    this.size = size
    this.#audio = this.#arena.allocFrames(size)
    this.#data = this.#arena.allocFrames(size)
    this.#twiddles = this.#arena.alloc(16 * size)
    this.#arena.kernels.fftTwiddles(this.#twiddles, size)
  }

  /** Gains stand at even steps from 0 to half the rate. */
  write([first, second]: readonly [Float64Array, Float64Array], to: readonly (Float64Array | undefined)[]): void {
    const { size } = this
    const { kernels } = this.#arena
    const frames = this.#arena.f64(this.#audio, 2 * size)
    for (let k = 0; k <= size / 2; k++) {
      frames[2 * k] = frames[(2 * (size - k)) % (2 * size)] = first[k]!
      frames[2 * k + 1] = frames[((2 * (size - k)) % (2 * size)) + 1] = second[k]!
    }
    kernels.splitFrames(this.#audio, this.#data, size)
    kernels.fftForward(this.#data, size, this.#twiddles)
    const numbers = this.#arena.f64(this.#data, 2 * size)
    for (const [part, path] of to.entries()) {
      if (path) writeWindowed(path, (n) => numbers[placeOf(n, size) + 2 * part]! / size)
    }
  }
}

/** Where a transform in mirrored order has the real part of number n; its imaginary part is two further. */
function placeOf(n: number, size: number): number {
  let place = 0
  for (let bit = 1, mirrored = size / 2; bit < size; bit *= 2, mirrored /= 2) if (n & bit) place += mirrored
  return 4 * Math.floor(place / 2) + (place % 2)
}

/** One side of a symmetric response to both sides of the path's middle, under a window with cosine flanks. */
function writeWindowed(path: Float64Array, responseAt: (n: number) => number): void {
  const middle = (path.length - 1) / 2
  for (let n = 0; n <= middle; n++) {
    const flank = (n / (middle + 1) - FLAT_PART) / (1 - FLAT_PART)
    const weight = flank <= 0 ? 1 : 0.5 + 0.5 * maths.cos(Math.PI * flank)
    path[middle + n] = path[middle - n] = responseAt(n) * weight
  }
}

/** What the bands do together, in their order, without phase. */
function pathGains(bands: readonly EqBand[], size: number, sampleRateHz: number): PathGains {
  const points = size / 2 + 1
  const gains: PathGains = {
    leftToLeft: new Float64Array(points).fill(1),
    leftToRight: new Float64Array(points),
    rightToLeft: new Float64Array(points),
    rightToRight: new Float64Array(points).fill(1),
  }
  for (const band of bands) {
    const sections = analogSections(band)
    for (let k = 0; k < points; k++) {
      const freqHz = (k * sampleRateHz) / size
      const power = sections.reduce((product, section) => product * analogPower(section, freqHz), 1)
      actOn(band.on ?? 'stereo', Math.sqrt(power), gains, k)
    }
  }
  return gains
}

/** Puts a gain on one side of what comes out at point k, from either channel. */
function actOn(on: EqSide, gain: number, gains: PathGains, k: number): void {
  for (const [toLeft, toRight] of [
    [gains.leftToLeft, gains.leftToRight],
    [gains.rightToLeft, gains.rightToRight],
  ] as const) {
    const [left, right] = [toLeft[k]!, toRight[k]!]
    const [mid, side] = [(left + right) / 2, (left - right) / 2]
    switch (on) {
      case 'stereo':
        toLeft[k] = left * gain
        toRight[k] = right * gain
        break
      case 'left':
        toLeft[k] = left * gain
        break
      case 'right':
        toRight[k] = right * gain
        break
      case 'mid':
        toLeft[k] = mid * gain + side
        toRight[k] = mid * gain - side
        break
      case 'side':
        toLeft[k] = mid + side * gain
        toRight[k] = mid - side * gain
        break
    }
  }
}

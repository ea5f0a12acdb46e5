import { maths } from '@mixwright/kernels'

/** Two mirrored interpolation filters as the sum and the difference of frames around the gap they read in. */
export interface FilterPair {
  /** Weights of x[n - k] + x[n + 1 + k], k = 0 … */
  even: readonly number[]
  /** Weights of x[n - k] - x[n + 1 + k]; 0 throughout for a filter that mirrors itself. */
  odd: readonly number[]
  /** Most that the terms from k = 8 on can add to either filter's reading, over the largest sample. */
  tail: number
}

/** Filters that read the curve between two frames, and how far a reading can exceed the samples around it. */
export interface Interpolator {
  pairs: readonly FilterPair[]
  /** `|reading| <= near * max(|x[n]|, |x[n + 1]|) + far * largest |second difference| in the span`. */
  near: number
  far: number
}

/** Covers the rounding of the readings and of the bound itself, with a factor of a thousand to spare. */
const BOUND_SLACK = 1 + 1e-9

/** As in assembly/true-peak.ts. */
const NEAR_TERMS = 8

const LONG_POINTS = 8
const LONG_HALF = 32
const LONG_KAISER_BETA = 9

/**
 * Eight points a sample through 64 taps each: sinc under a Kaiser window, beta 9. The eighth point is the sample.
 * A steady sine below 0.45 of the sample rate reads 0 … -0.14 dB, all of it the grid's; ceilings are held to this one.
 */
export function longInterpolator(): Interpolator {
  const filters: number[][] = []
  for (let point = 1; point < LONG_POINTS; point++) filters.push(windowedSinc(point / LONG_POINTS))
  const pairs = filters.slice(0, LONG_POINTS / 2).map((filter, i) => pairOf(filter, filters.at(-1 - i)!))
  return { pairs, ...reach(filters) }
}

// Phases 0 and 1 of the 4 x 12 filter in Annex 2 of ITU-R BS.1770, in units of 2^-13; 3 and 2 are their mirrors.
const ITU_UNIT = 8192
const ITU_PHASES = [
  [14, 90, -161, 272, -487, 1125, 7964, -838, 390, -218, 122, -68],
  [-239, 240, -424, 730, -1364, 3810, 6388, -1641, 832, -477, 271, -155],
]

/** The example filter of BS.1770 Annex 2: four points a sample, none of them the sample; up to 0.7 dB low or 0.2 high. */
export function ituInterpolator(): Interpolator {
  // A filter's last tap meets the oldest frame; here taps go from old to new.
  const filters = ITU_PHASES.map((phase) => phase.map((tap) => tap / ITU_UNIT).reverse())
  const mirrors = filters.map((filter) => filter.toReversed())
  return { pairs: filters.map((filter, i) => pairOf(filter, mirrors[i]!)), ...reach([...filters, ...mirrors]) }
}

/** Taps from frame n - 31 to n + 32 for the point at `fraction` after frame n, their sum 1. */
function windowedSinc(fraction: number): number[] {
  const taps: number[] = []
  for (let k = 1 - LONG_HALF; k <= LONG_HALF; k++) {
    const u = k - fraction
    const inside = 1 - (u / LONG_HALF) * (u / LONG_HALF)
    const window = besselI0(LONG_KAISER_BETA * Math.sqrt(Math.max(0, inside)))
    taps.push((maths.sin(Math.PI * u) / (Math.PI * u)) * window)
  }
  const sum = taps.reduce((total, tap) => total + tap, 0)
  return taps.map((tap) => tap / sum)
}

/** Modified Bessel function of the first kind, order 0: sum of ((x/2)^k / k!)². */
function besselI0(x: number): number {
  let term = 1
  let sum = 1
  for (let k = 1; term > sum * 1e-18; k++) {
    term *= (x / (2 * k)) * (x / (2 * k))
    sum += term
  }
  return sum
}

function pairOf(filter: readonly number[], mirror: readonly number[]): FilterPair {
  const half = filter.length / 2
  const even: number[] = []
  const odd: number[] = []
  for (let k = 0; k < half; k++) {
    even.push((filter[half - 1 - k]! + mirror[half - 1 - k]!) / 2)
    odd.push((filter[half - 1 - k]! - mirror[half - 1 - k]!) / 2)
  }
  let tail = 0
  for (let k = NEAR_TERMS; k < half; k++) tail += Math.abs(filter[half - 1 - k]!) + Math.abs(mirror[half - 1 - k]!)
  return { even, odd, tail: tail * BOUND_SLACK }
}

/**
 * The constants of the bound. A filter minus the two-point filter with its sum and first moment has a double zero at
 * z = 1, so it is the second difference of a finite sequence, found by summing twice.
 */
function reach(filters: readonly (readonly number[])[]): { near: number; far: number } {
  let near = 0
  let far = 0
  for (const filter of filters) {
    const half = filter.length / 2
    const sum = filter.reduce((total, tap) => total + tap, 0)
    const moment = filter.reduce((total, tap, i) => total + tap * (i - (half - 1)), 0)
    let first = 0
    let second = 0
    let bend = 0
    for (let i = 0; i < filter.length; i++) {
      const twoPoint = i === half - 1 ? sum - moment : i === half ? moment : 0
      first += filter[i]! - twoPoint
      second += first
      bend += Math.abs(second)
    }
    near = Math.max(near, Math.abs(sum - moment) + Math.abs(moment))
    far = Math.max(far, bend)
  }
  return { near: near * BOUND_SLACK, far: far * BOUND_SLACK }
}

import type { Arena, Pointer } from '@mixwright/kernels'

const POINTS = 8
const HALF_TAPS = 32
const KAISER_BETA = 9
/** Weights a tap: even ones of the points at 1/8 to 4/8, odd ones of those at 1/8 to 3/8 (4/8 mirrors itself). */
const TAP_LENGTH = 7
const EVEN_LENGTH = POINTS / 2
/** Covers the rounding of the readings and of the bound itself. */
const BOUND_SLACK = 1 + 1e-9

/**
 * The filters that read the curve between two frames at seven points, through 64 taps each: sinc under a Kaiser window,
 * beta 9, each of sum 1. Two points at equal distance from either frame share one pair, see assembly/limiter.ts.
 */
export class PeakFilter {
  readonly at: Pointer
  readonly #arena: Arena
  readonly #taps: Pointer
  #far = 0

  constructor(arena: Arena) {
    this.#arena = arena
    this.at = arena.alloc(HALF_TAPS * TAP_LENGTH * 8)
    this.#taps = arena.alloc(2 * HALF_TAPS * 8)
  }

  /** A point is at most the louder frame beside it plus `far` times the largest second difference among its taps. */
  get far(): number {
    return this.#far
  }

  reset(): void {
    this.#far = 0
    for (let point = 0; point < EVEN_LENGTH; point++) {
      const taps = this.#tapsAt((point + 1) / POINTS)
      this.#far = Math.max(this.#far, bendWeight(taps) * BOUND_SLACK)
      const table = this.#arena.f64(this.at, HALF_TAPS * TAP_LENGTH)
      for (let k = 0; k < HALF_TAPS; k++) {
        const [left, right] = [taps[HALF_TAPS - 1 - k]!, taps[HALF_TAPS + k]!]
        table[k * TAP_LENGTH + point] = (left + right) / 2
        if (point < EVEN_LENGTH - 1) table[k * TAP_LENGTH + EVEN_LENGTH + point] = (left - right) / 2
      }
    }
  }

  /** Weights of the frames from 31 before to 32 after a point at `fraction` after a frame. */
  #tapsAt(fraction: number): number[] {
    const { kernels } = this.#arena
    kernels.kaiserSinc(this.#taps, 2 * HALF_TAPS, 1 - HALF_TAPS - fraction, 1, 0.5, HALF_TAPS, KAISER_BETA)
    const taps = [...this.#arena.f64(this.#taps, 2 * HALF_TAPS)]
    const sum = taps.reduce((total, tap) => total + tap, 0)
    return taps.map((tap) => tap / sum)
  }
}

/**
 * Taps minus the two middle taps that have the same sum and first moment are the second difference of a finite
 * sequence; this is the sum of its sizes. The two taps are positive and of sum 1, so they read no more than a frame.
 */
function bendWeight(taps: readonly number[]): number {
  const moment = taps.reduce((total, tap, i) => total + tap * (i - HALF_TAPS + 1), 0)
  let first = 0
  let second = 0
  let weight = 0
  taps.forEach((tap, i) => {
    first += tap - (i === HALF_TAPS - 1 ? 1 - moment : i === HALF_TAPS ? moment : 0)
    second += first
    weight += Math.abs(second)
  })
  return weight
}

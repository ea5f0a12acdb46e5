import type { Biquad } from './biquad.ts'

/**
 * |p0 + p1 z⁻¹ + p2 z⁻²|² on the unit circle as weights of 1 - x, x and 4 x (1 - x), where x = sin²(ω / 2): the value
 * at DC, the value at the Nyquist frequency, and -p0 p2. Source: Vicanek, "Matched second order digital filters", 2016.
 */
export type Power = readonly [number, number, number]

/** A squared polynomial that may move along some directions only, so that zeros stay where they must. */
export interface PowerFactor {
  directions: readonly Power[]
  weights: readonly number[]
}

/** |H|² of one second-order section. */
export interface PowerSection {
  zeros: PowerFactor
  poles: PowerFactor
}

export const FREE_DIRECTIONS: readonly Power[] = [
  [1, 0, 0],
  [0, 1, 0],
  [0, 0, 1],
]
export const FIRST_ORDER_DIRECTIONS: readonly Power[] = [
  [1, 0, 0],
  [0, 1, 0],
]

/** Sum of the weighted directions. */
export function powerOf({ directions, weights }: PowerFactor): Power {
  let [dc, nyquist, bend] = [0, 0, 0]
  for (let i = 0; i < directions.length; i++) {
    const [direction, weight] = [directions[i]!, weights[i]!]
    dc += weight * direction[0]
    nyquist += weight * direction[1]
    bend += weight * direction[2]
  }
  return [dc, nyquist, bend]
}

/** The power at x = sin²(ω / 2). */
export function powerAt([dc, nyquist, bend]: Power, x: number): number {
  return dc * (1 - x) + nyquist * x + bend * 4 * x * (1 - x)
}

/** How near the unit circle a free zero or pole may come, squared; and what rounding does to one that lies on it. */
const FREE_MARGIN = 1e-13
const ON_CIRCLE_MARGIN = -1e-12

/** True when the factor is the square of a real polynomial; one that is not held to the unit circle stays off it. */
export function isRealizable(factor: PowerFactor): boolean {
  const [dc, nyquist, bend] = powerOf(factor)
  if (dc < 0 || nyquist < 0) return false
  const half = (Math.sqrt(dc) + Math.sqrt(nyquist)) / 2
  const isFree = factor.directions === FREE_DIRECTIONS || factor.directions === FIRST_ORDER_DIRECTIONS
  return half > 0 && half * half + bend >= (isFree ? FREE_MARGIN : ON_CIRCLE_MARGIN) * half * half
}

/** The polynomial p0, p1, p2 with this power and its zeros inside or on the unit circle. */
function polynomialOf([dc, nyquist, bend]: Power): [number, number, number] {
  const half = (Math.sqrt(dc) + Math.sqrt(nyquist)) / 2
  const p0 = (half + Math.sqrt(Math.max(0, half * half + bend))) / 2
  return [p0, (Math.sqrt(dc) - Math.sqrt(nyquist)) / 2, -bend / (4 * p0)]
}

/** The section with this |H|² whose zeros and poles lie inside the unit circle. */
export function minimumPhase({ zeros, poles }: PowerSection): Biquad {
  const [n0, n1, n2] = polynomialOf(powerOf(zeros))
  const [d0, d1, d2] = polynomialOf(powerOf(poles))
  return { b0: n0 / d0, b1: n1 / d0, b2: n2 / d0, a1: d1 / d0, a2: d2 / d0 }
}

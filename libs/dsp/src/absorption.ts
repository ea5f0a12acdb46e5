import { dbToGain, maths } from '@mixwright/kernels'

/** How long a space rings at which frequency. */
export interface DecayCurve {
  /** Time to fall by 60 dB in the middle (700 Hz, or dampingHz / 4 if that is lower). s. */
  decayS: number
  /** Frequency at which the decay has halved. Hz. */
  dampingHz: number
  /** Decay at the lowest frequencies, over decayS. */
  lowDecay: number
}

/** Coefficients of u = b x + d x' + a u'; l = (1 - c) l' + c u; y = u + k l, a dash being the sample before. */
export interface Absorption {
  b: number
  d: number
  a: number
  c: number
  k: number
}

const MIDDLE_HZ = 700
const LOW_CORNER_HZ = 120
const MOST_DAMPING_PART = 0.49
/** Between the middle and dampingHz the curve is met here too, as part of dampingHz. */
const BETWEEN_PART = 0.6
/** Zeros stay this far off the edge of what is stable upside down. */
const LEAST_POWER = 0.01

/**
 * Time to fall by 60 dB at a frequency, s: the loss grows with the square of the frequency, as that of air does, from
 * that of `decayS` in the middle to twice as much at dampingHz; under 120 Hz it moves to that of `lowDecay decayS`.
 */
export function decayAt({ decayS, dampingHz, lowDecay }: DecayCurve, freqHz: number): number {
  const middleHz = middleOf(dampingHz)
  const low = (hz: number) => 1 / (1 + (hz / LOW_CORNER_HZ) * (hz / LOW_CORNER_HZ))
  const lows = (1 - 1 / lowDecay) * (low(freqHz) - low(middleHz))
  return decayS / (1 + risePart(freqHz, middleHz, dampingHz) - lows)
}

/**
 * The filter that makes a line of `lineFrames` frames lose what the curve asks for: exactly in the middle and at
 * dampingHz, and also at six tenths of that where a filter of first order can, otherwise as near as it comes; about
 * -60 dB lineFrames / (lowDecay decayS) at the bottom.
 *
 * Source: Jot and Chaigne, "Digital delay networks for designing artificial reverberators", AES 90, 1991
 */
export function designAbsorption(lineFrames: number, curve: DecayCurve, sampleRateHz: number): Absorption {
  const dampingHz = Math.min(curve.dampingHz, MOST_DAMPING_PART * sampleRateHz)
  const middleHz = middleOf(dampingHz)
  const lossDb = (60 * lineFrames) / (sampleRateHz * curve.decayS)
  const k = dbToGain(lossDb - lossDb / curve.lowDecay) - 1
  const c = 1 - maths.exp((-2 * Math.PI * LOW_CORNER_HZ) / sampleRateHz)
  /** What is left to the other filter by the shelf, where the loss is to be so much. */
  const point = (freqHz: number): Point => {
    const sine = maths.sin((Math.PI * freqHz) / sampleRateHz)
    const wanted = dbToGain(-2 * lossDb * (1 + risePart(freqHz, middleHz, dampingHz)))
    return { x: sine * sine, power: wanted / shelfPower(c, k, sine * sine) }
  }
  const [middle, damped] = [point(middleHz), point(dampingHz)]
  const { level, zero, pole } = through(middle, point(BETWEEN_PART * dampingHz), damped) ?? throughBoth(middle, damped)
  const [z, a] = [rootOf(zero), rootOf(pole)]
  const b = (Math.sqrt(level) * (1 - a)) / (1 - z)
  return { b, d: -z * b, a, c, k }
}

function middleOf(dampingHz: number): number {
  return Math.min(MIDDLE_HZ, dampingHz / 4)
}

/** By how much of itself the loss has risen above that of the middle: 1 at dampingHz. */
function risePart(freqHz: number, middleHz: number, dampingHz: number): number {
  return (freqHz * freqHz - middleHz * middleHz) / (dampingHz * dampingHz - middleHz * middleHz)
}

/** A power at a place on the axis x = sin²(ω / 2). */
interface Point {
  x: number
  power: number
}

/** |H|² = level (1 + zero x) / (1 + pole x). */
interface FirstOrderPower {
  level: number
  zero: number
  pole: number
}

/** The filter of first order through three points; undefined when it is not one, or not stable both ways up. */
function through(first: Point, second: Point, third: Point): FirstOrderPower | undefined {
  // level + slope x - pole x power = power at each point; the differences leave two equations.
  const row = ({ x, power }: Point) => {
    return { dx: x - first.x, dxp: x * power - first.x * first.power, dp: power - first.power }
  }
  const [one, two] = [row(second), row(third)]
  const determinant = two.dx * one.dxp - one.dx * two.dxp
  if (determinant === 0) return undefined
  const pole = (one.dx * two.dp - two.dx * one.dp) / determinant
  const slope = (one.dp + pole * one.dxp) / one.dx
  const level = first.power - slope * first.x + pole * first.x * first.power
  const zero = slope / level
  const isGood = level > 0 && 1 + zero > LEAST_POWER && 1 + pole > LEAST_POWER
  return isGood ? { level, zero, pole } : undefined
}

/** The filter through two points that falls as steeply between them as one of first order can. */
function throughBoth(first: Point, second: Point): FirstOrderPower {
  const zero = LEAST_POWER - 1
  const ratio = (first.power * (1 + zero * second.x)) / (second.power * (1 + zero * first.x))
  const pole = Math.max(zero, (ratio - 1) / (second.x - ratio * first.x))
  return { level: (first.power * (1 + pole * first.x)) / (1 + zero * first.x), zero, pole }
}

/** r of |1 - r z^-1|² = (1 - r)² (1 + q x), q = 4 r / (1 - r)², of the roots the one inside the unit circle. */
function rootOf(q: number): number {
  return q === 0 ? 0 : (q + 2 - 2 * Math.sqrt(q + 1)) / q
}

/** |1 + k c / (1 - (1 - c) z^-1)|² where sin²(ω / 2) is `sine2`. */
function shelfPower(c: number, k: number, sine2: number): number {
  const pole = 1 - c
  const zero = pole / (1 + k * c)
  const distance = (root: number) => (1 - root) * (1 - root) + 4 * root * sine2
  return ((1 + k * c) * (1 + k * c) * distance(zero)) / distance(pole)
}

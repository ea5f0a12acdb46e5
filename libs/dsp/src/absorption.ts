import { dbToGain, maths } from '@mixwright/kernels'
import { type FitPoint, fitSections } from './power-fit.ts'
import { FIRST_ORDER_DIRECTIONS, minimumPhase, type PowerSection } from './power-section.ts'

/** How long a space rings at which frequency. */
export interface DecayCurve {
  /** Time to fall by 60 dB in the middle (700 Hz, or dampingHz / 4 if that is lower). s. */
  decayS: number
  /** Frequency at which the decay has halved; far above it levels off at a quarter. Hz. */
  dampingHz: number
  /** Decay at the lowest frequencies, over decayS. */
  lowDecay: number
}

/** Coefficients of u = b x + d x' + a u', a dash being the sample before. */
export interface FirstOrder {
  b: number
  d: number
  a: number
}

/** Coefficients of the same, then l = (1 - c) l' + c u; y = u + k l. */
export interface Absorption extends FirstOrder {
  c: number
  k: number
}

const MIDDLE_HZ = 700
const LOW_CORNER_HZ = 120
/** Far above dampingHz so much of the middle's loss has come on top of it. */
const MOST_RISE = 3
/** Where the filter is fitted to the curve. */
const LOWEST_HZ = 125
const HIGHEST_HZ = 16000
const HIGHEST_PART = 0.45
const POINTS = 12
const FIT = { steps: 30, toleranceDb: 0.001, leastGain: 1e-4 }

/**
 * Time to fall by 60 dB at a frequency, s: the loss first grows with the square of the frequency, as that of air does,
 * is twice that of the middle at dampingHz, and levels off at four times; under 120 Hz it moves to that of
 * `lowDecay decayS`.
 */
export function decayAt({ decayS, dampingHz, lowDecay }: DecayCurve, freqHz: number): number {
  const middleHz = Math.min(MIDDLE_HZ, dampingHz / 4)
  const squares = (freqHz * freqHz - middleHz * middleHz) / (dampingHz * dampingHz - middleHz * middleHz)
  const rise = (MOST_RISE * squares) / (MOST_RISE - 1 + squares)
  const low = (hz: number) => 1 / (1 + (hz / LOW_CORNER_HZ) * (hz / LOW_CORNER_HZ))
  const lows = (1 - 1 / lowDecay) * (low(freqHz) - low(middleHz))
  return decayS / (1 + rise - lows)
}

/**
 * The filter that makes a line of `lineFrames` frames lose what the curve asks for: a shelf for the lows and a section
 * of first order that is fitted to the rest, every frequency counting by its share of the loss.
 *
 * Source: Jot and Chaigne, "Digital delay networks for designing artificial reverberators", AES 90, 1991
 */
export function designAbsorption(lineFrames: number, curve: DecayCurve, sampleRateHz: number): Absorption {
  const lossDbAt = (decayS: number) => (60 * lineFrames) / (sampleRateHz * decayS)
  const middleDb = lossDbAt(curve.decayS)
  const k = dbToGain(middleDb - middleDb / curve.lowDecay) - 1
  const c = 1 - maths.exp((-2 * Math.PI * LOW_CORNER_HZ) / sampleRateHz)
  const section = fitFirstOrder(curve.dampingHz, sampleRateHz, (freqHz, x) => {
    const lossDb = lossDbAt(decayAt(curve, freqHz))
    return { x, power: dbToGain(-2 * lossDb) / shelfPower(c, k, x), weight: 1 / lossDb }
  })
  return { ...section, c, k }
}

/**
 * The filter that gives sound which has been through no line the colour of that which has: energy in proportion to the
 * decay time, so that a decay has the same shape at every frequency. 0 dB in the middle; it leaves the lows alone.
 */
export function designColour(curve: DecayCurve, sampleRateHz: number): FirstOrder {
  return fitFirstOrder(curve.dampingHz, sampleRateHz, (freqHz, x) => {
    return { x, power: decayAt({ ...curve, lowDecay: 1 }, freqHz) / curve.decayS, weight: 1 }
  })
}

/** The section of first order that comes nearest to points spread over the spectrum and falls at `turnHz`. */
function fitFirstOrder(
  turnHz: number,
  sampleRateHz: number,
  pointAt: (freqHz: number, x: number) => FitPoint,
): FirstOrder {
  const xOf = (freqHz: number) => {
    const sine = maths.sin((Math.PI * Math.min(freqHz, HIGHEST_PART * sampleRateHz)) / sampleRateHz)
    return sine * sine
  }
  const span = maths.log(Math.min(HIGHEST_HZ, HIGHEST_PART * sampleRateHz) / LOWEST_HZ)
  const points = Array.from({ length: POINTS }, (_, i) => {
    const freqHz = LOWEST_HZ * maths.exp((span * i) / (POINTS - 1))
    return pointAt(freqHz, xOf(freqHz))
  })
  const { sections } = fitSections([between(points[0]!, points.at(-1)!, xOf(turnHz))], points, FIT)
  const { b0, b1, a1 } = minimumPhase(sections[0]!)
  return { b: b0, d: b1, a: -a1 }
}

/** A section that falls from the power of one point to that of another about where sin²(ω / 2) is x. */
function between(low: FitPoint, high: FitPoint, x: number): PowerSection {
  const top = 1 + 1 / x
  return {
    zeros: { directions: FIRST_ORDER_DIRECTIONS, weights: [low.power, high.power * top] },
    poles: { directions: FIRST_ORDER_DIRECTIONS, weights: [1, top] },
  }
}

/** |1 + k c / (1 - (1 - c) z^-1)|² where sin²(ω / 2) is `sine2`. */
function shelfPower(c: number, k: number, sine2: number): number {
  const pole = 1 - c
  const zero = pole / (1 + k * c)
  const distance = (root: number) => (1 - root) * (1 - root) + 4 * root * sine2
  return ((1 + k * c) * (1 + k * c) * distance(zero)) / distance(pole)
}

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

/** Coefficients of u = b x + a u; l = (1 - c) l + c u; y = u + k l. */
export interface Absorption {
  b: number
  a: number
  c: number
  k: number
}

const MIDDLE_HZ = 700
const LOW_CORNER_HZ = 120
const MOST_DAMPING_PART = 0.49

/**
 * The filter that makes a line of `lineFrames` frames lose what the curve asks for: exactly in the middle and at
 * dampingHz, about -60 dB lineFrames / (lowDecay decayS) at the bottom. Above, the loss grows with the square of the
 * frequency, as that of air does.
 *
 * Source: Jot and Chaigne, "Digital delay networks for designing artificial reverberators", AES 90, 1991
 */
export function designAbsorption(lineFrames: number, curve: DecayCurve, sampleRateHz: number): Absorption {
  const dampingHz = Math.min(curve.dampingHz, MOST_DAMPING_PART * sampleRateHz)
  const middleHz = Math.min(MIDDLE_HZ, dampingHz / 4)
  const lossDb = (60 * lineFrames) / (sampleRateHz * curve.decayS)
  const k = dbToGain(lossDb - lossDb / curve.lowDecay) - 1
  const c = 1 - maths.exp((-2 * Math.PI * LOW_CORNER_HZ) / sampleRateHz)
  const sine = (freqHz: number) => maths.sin((Math.PI * freqHz) / sampleRateHz)
  const middle = sine(middleHz) * sine(middleHz)
  const damped = sine(dampingHz) * sine(dampingHz)
  const lowMiddle = shelfPower(c, k, middle)
  const lowDamped = shelfPower(c, k, damped)
  // (1 - a)² / |1 - a z^-1|² = 1 / (1 + q sin²(ω / 2)), q = 4 a / (1 - a)²: the q that loses lossDb more there than here
  const ratio = (dbToGain(2 * lossDb) * lowDamped) / lowMiddle
  const q = Math.max(0, (ratio - 1) / (damped - ratio * middle))
  const a = q === 0 ? 0 : (q + 2 - 2 * Math.sqrt(q + 1)) / q
  const gain = dbToGain(-lossDb) * Math.sqrt((1 + q * middle) / lowMiddle)
  return { b: gain * (1 - a), a, c, k }
}

/** |1 + k c / (1 - (1 - c) z^-1)|² where sin²(ω / 2) is `sine2`. */
function shelfPower(c: number, k: number, sine2: number): number {
  const pole = 1 - c
  const zero = pole / (1 + k * c)
  const distance = (root: number) => (1 - root) * (1 - root) + 4 * root * sine2
  return ((1 + k * c) * (1 + k * c) * distance(zero)) / distance(pole)
}

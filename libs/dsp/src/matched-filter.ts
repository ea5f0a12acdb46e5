import { maths } from '@mixwright/kernels'
import { type AnalogSection, analogPower, type Quadratic } from './analog-filter.ts'
import type { Biquad } from './biquad.ts'
import { type FitPoint, fitSections } from './power-fit.ts'
import { FREE_DIRECTIONS, minimumPhase, type PowerSection } from './power-section.ts'
import { sampledSection } from './sampled-section.ts'

/** The highest frequency a filter can be designed at, as part of the sample rate. */
export const HIGHEST_FREQ = 0.49
/** The response is promised up to here, or to the same part of a lower Nyquist frequency. */
const PROMISED_HZ = 20000
const PROMISED_PART = PROMISED_HZ / 44100
const TOLERANCE_DB = 0.02
const SINGLE_STEPS = 8
const JOINT_STEPS = 30

/** A section that does nothing yet, its zeros just off its poles in the top octave. */
const CORRECTION: PowerSection = {
  zeros: { directions: FREE_DIRECTIONS, weights: [0.6, 0.15, 0.25] },
  poles: { directions: FREE_DIRECTIONS, weights: [0.6, 0.135, 0.25] },
}

/**
 * Second-order sections with the magnitude of an analogue filter, within 0.05 dB from 20 Hz to 20 kHz at 44.1 kHz and
 * above wherever the filter passes more than -30 dB; deeper down the error grows.
 *
 * Poles first go where impulse invariance puts them, zeros where the response is right at DC, at the section's own
 * frequency and at the Nyquist frequency (see sampled-section.ts). Where that leaves more than `toleranceDb` they are
 * fitted, and where that is not enough one more section is fitted along with them. Shelves that resonate by far more
 * than their gain (q 15 and up at 24 dB and more) are beyond this and only kept stable.
 */
export function matchedSections(
  filter: readonly AnalogSection[],
  sampleRateHz: number,
  toleranceDb: number = TOLERANCE_DB,
): Biquad[] {
  const points = fitPoints(filter, sampleRateHz)
  const start = filter.map((section) => sampledSection(section, sampleRateHz))
  let fit = fitSections(start, points, { steps: SINGLE_STEPS, toleranceDb })
  if (fit.errorDb > toleranceDb) {
    const more = fitSections([...fit.sections, CORRECTION], points, { steps: JOINT_STEPS, toleranceDb })
    if (more.errorDb < fit.errorDb) fit = more
  }
  return fit.sections.map(minimumPhase)
}

const LOWEST_HZ = 20
const LOG_POINTS = 28
const TOP_POINTS = 20
const NEAR_POINTS = 11
const BEYOND_POINTS = 4
const BEYOND_WEIGHT = 0.1
/** |H|² of -30 dB; below it the response may stray: a sixth of the weight is left 30 dB further down. */
const DEEP_POWER = 1e-3
/** |H|² of -120 dB: there is nothing to match. */
const LEAST_POWER = 1e-12

/** The whole axis in even octaves, the top octave and the neighbourhood of each section again, and a few beyond. */
function fitPoints(filter: readonly AnalogSection[], sampleRateHz: number): FitPoint[] {
  const topHz = Math.min(PROMISED_HZ, PROMISED_PART * sampleRateHz)
  const beyondHz = HIGHEST_FREQ * sampleRateHz - topHz
  const step = maths.log(topHz / LOWEST_HZ) / (LOG_POINTS - 1)
  const promisedHz = [
    ...Array.from({ length: LOG_POINTS }, (_, i) => LOWEST_HZ * maths.exp(i * step)),
    ...Array.from({ length: TOP_POINTS }, (_, i) => topHz * (0.4 + (0.6 * (i + 1)) / TOP_POINTS)),
    ...filter.flatMap(({ freqHz, zeros, poles }) => [...nearby(freqHz, poles), ...nearby(freqHz, zeros)]),
  ].filter((freqHz) => freqHz >= LOWEST_HZ && freqHz <= topHz)
  const unpromisedHz = Array.from({ length: BEYOND_POINTS }, (_, i) => topHz + (beyondHz * (i + 1)) / BEYOND_POINTS)
  return [
    ...promisedHz.map((freqHz) => fitPoint(filter, sampleRateHz, freqHz, 1)),
    ...unpromisedHz.map((freqHz) => fitPoint(filter, sampleRateHz, freqHz, BEYOND_WEIGHT)),
  ].filter(({ power }) => power > LEAST_POWER)
}

/** Frequencies over the width of a resonance, closest around its middle; none for a factor that has none. */
function nearby(freqHz: number, [c0, c1, c2]: Quadratic): number[] {
  if (c0 === 0 || c2 === 0) return []
  const reach = 0.75 * Math.min(1, c1 / Math.sqrt(c0 * c2))
  const naturalHz = freqHz * Math.sqrt(c0 / c2)
  return Array.from({ length: NEAR_POINTS }, (_, i) => {
    const offset = (2 * i) / (NEAR_POINTS - 1) - 1
    return naturalHz * (1 + reach * offset * Math.abs(offset))
  })
}

function fitPoint(filter: readonly AnalogSection[], sampleRateHz: number, freqHz: number, most: number): FitPoint {
  const half = maths.sin((Math.PI * freqHz) / sampleRateHz)
  const power = filter.reduce((product, section) => product * analogPower(section, freqHz), 1)
  return { x: half * half, power, weight: most * Math.min(1, Math.sqrt(Math.sqrt(power / DEEP_POWER))) }
}

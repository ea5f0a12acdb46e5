import { dbToGain, maths } from '@mixwright/kernels'
import { fitPower, polynomialOf, powerAt, powerOf, sineSquared } from './power-fit.ts'

/** `y = b0 x + b1 x1 + b2 x2 - a1 y1 - a2 y2`. */
interface Section {
  b0: number
  b1: number
  b2: number
  a1: number
  a2: number
}

/** The two filters of K-weighting at one sample rate. */
export interface KWeighting {
  shelf: Section
  /** Its numerator is 1, -2, 1 times `gain`. */
  highPass: { gain: number; a1: number; a2: number }
}

// Analogue prototypes behind the 48 kHz coefficients that BS.1770 prints.
const SHELF_HZ = 1681.974450955533
const SHELF_DB = 3.999843853973347
const SHELF_Q = 0.7071752369554196
const SHELF_BAND_EXPONENT = 0.4996667741545416
const HIGH_PASS_HZ = 38.13547087602444
const HIGH_PASS_Q = 0.5003270373238773

const PRINTED_RATE_HZ = 48000
/** Below it the bilinear transform would bend the shelf: by 0.15 dB at 11 kHz, 0.29 dB at 8 kHz. */
const LOWEST_BILINEAR_HZ = 44100

/**
 * K-weighting of ITU-R BS.1770 at any sample rate. At 48 kHz these are the printed coefficients.
 *
 * The standard leaves the high-pass numerator at 1, -2, 1 for 48 kHz. At other rates it is scaled so that the pass-band
 * gain stays the same, which keeps readings of one signal at different rates within 0.01 LU. Below 44.1 kHz the shelf is
 * fitted to the response at 48 kHz: within 0.02 dB at 8 kHz, 0.006 dB at 11 kHz, 0.002 dB from 16 kHz on.
 */
export function kWeighting(sampleRateHz: number): KWeighting {
  const shelf = sampleRateHz < LOWEST_BILINEAR_HZ ? fittedShelf(sampleRateHz) : bilinearShelf(sampleRateHz)
  const here = highPassDenominator(sampleRateHz)
  const highPass = { gain: highPassDenominator(PRINTED_RATE_HZ).d / here.d, a1: here.a1, a2: here.a2 }
  return { shelf, highPass }
}

function bilinearShelf(sampleRateHz: number): Section {
  const k = maths.tan((Math.PI * SHELF_HZ) / sampleRateHz)
  const high = dbToGain(SHELF_DB)
  const band = maths.pow(high, SHELF_BAND_EXPONENT)
  const a0 = 1 + k / SHELF_Q + k * k
  return {
    b0: (high + (band * k) / SHELF_Q + k * k) / a0,
    b1: (2 * (k * k - high)) / a0,
    b2: (high - (band * k) / SHELF_Q + k * k) / a0,
    a1: (2 * (k * k - 1)) / a0,
    a2: (1 - k / SHELF_Q + k * k) / a0,
  }
}

/** The shelf at a low rate, with the power response that it has at 48 kHz. */
function fittedShelf(sampleRateHz: number): Section {
  const printed = bilinearShelf(PRINTED_RATE_HZ)
  const numerator = powerOf(printed.b0, printed.b1, printed.b2)
  const denominator = powerOf(1, printed.a1, printed.a2)
  const { zeros, poles } = fitPower(sampleRateHz, (freqHz) => {
    const x = sineSquared(freqHz, PRINTED_RATE_HZ)
    return powerAt(numerator, x) / powerAt(denominator, x)
  })
  const [b0, b1, b2] = polynomialOf(zeros)
  const [a0, a1, a2] = polynomialOf(poles)
  return { b0: b0 / a0, b1: b1 / a0, b2: b2 / a0, a1: a1 / a0, a2: a2 / a0 }
}

function highPassDenominator(sampleRateHz: number): { d: number; a1: number; a2: number } {
  const k = maths.tan((Math.PI * HIGH_PASS_HZ) / sampleRateHz)
  const d = 1 + k / HIGH_PASS_Q + k * k
  return { d, a1: (2 * (k * k - 1)) / d, a2: (1 - k / HIGH_PASS_Q + k * k) / d }
}

import { dbToGain, maths } from '@mixwright/kernels'

/** The two filters of K-weighting at one sample rate; `y = b0 x + b1 x1 + b2 x2 - a1 y1 - a2 y2`. */
export interface KWeighting {
  shelf: { b0: number; b1: number; b2: number; a1: number; a2: number }
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

/**
 * K-weighting of ITU-R BS.1770 at any sample rate. At 48 kHz these are the printed coefficients.
 *
 * The standard leaves the high-pass numerator at 1, -2, 1 for 48 kHz. At other rates it is scaled so that the pass-band
 * gain stays the same, which keeps readings of one signal at different rates within 0.01 LU.
 */
export function kWeighting(sampleRateHz: number): KWeighting {
  const k = maths.tan((Math.PI * SHELF_HZ) / sampleRateHz)
  const high = dbToGain(SHELF_DB)
  const band = maths.pow(high, SHELF_BAND_EXPONENT)
  const a0 = 1 + k / SHELF_Q + k * k
  const shelf = {
    b0: (high + (band * k) / SHELF_Q + k * k) / a0,
    b1: (2 * (k * k - high)) / a0,
    b2: (high - (band * k) / SHELF_Q + k * k) / a0,
    a1: (2 * (k * k - 1)) / a0,
    a2: (1 - k / SHELF_Q + k * k) / a0,
  }
  const here = highPassDenominator(sampleRateHz)
  const highPass = { gain: highPassDenominator(48000).d / here.d, a1: here.a1, a2: here.a2 }
  return { shelf, highPass }
}

function highPassDenominator(sampleRateHz: number): { d: number; a1: number; a2: number } {
  const k = maths.tan((Math.PI * HIGH_PASS_HZ) / sampleRateHz)
  const d = 1 + k / HIGH_PASS_Q + k * k
  return { d, a1: (2 * (k * k - 1)) / d, a2: (1 - k / HIGH_PASS_Q + k * k) / d }
}

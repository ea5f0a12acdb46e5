import { maths } from '@mixwright/kernels'
import type { Biquad } from './biquad.ts'

/** Coefficients of 1 and s, s in units of 2 pi times a filter's frequency. */
type Linear = readonly [number, number]

/** zeros(s) / poles(s) under the bilinear transform, exact at `freqHz`. */
export function firstOrder(freqHz: number, zeros: Linear, poles: Linear, sampleRateHz: number): Biquad {
  const t = maths.tan((Math.PI * freqHz) / sampleRateHz)
  const a0 = poles[0] * t + poles[1]
  return {
    b0: (zeros[0] * t + zeros[1]) / a0,
    b1: (zeros[0] * t - zeros[1]) / a0,
    b2: 0,
    a1: (poles[0] * t - poles[1]) / a0,
    a2: 0,
  }
}

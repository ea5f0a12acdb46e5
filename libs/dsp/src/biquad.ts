import { maths } from '@mixwright/kernels'
import type { AnalogSection } from './analog-filter.ts'

/** (b0 + b1 z⁻¹ + b2 z⁻²) / (1 + a1 z⁻¹ + a2 z⁻²). */
export interface Biquad {
  b0: number
  b1: number
  b2: number
  a1: number
  a2: number
}

/** Does nothing. */
export const UNITY: Biquad = { b0: 1, b1: 0, b2: 0, a1: 0, a2: 0 }

/** |H|² at a frequency. */
export function biquadPower({ b0, b1, b2, a1, a2 }: Biquad, sampleRateHz: number, freqHz: number): number {
  const half = maths.sin((Math.PI * freqHz) / sampleRateHz)
  return polynomialPower(b0, b1, b2, half * half) / polynomialPower(1, a1, a2, half * half)
}

/** |p0 + p1 z⁻¹ + p2 z⁻²|² on the unit circle, as a polynomial in x = sin²(ω / 2). */
function polynomialPower(p0: number, p1: number, p2: number, x: number): number {
  const dc = p0 + p1 + p2
  const nyquist = p0 - p1 + p2
  return dc * dc * (1 - x) + nyquist * nyquist * x - 16 * p0 * p2 * x * (1 - x)
}

/** The bilinear transform of a section of order two, exact at its own frequency. */
export function bilinear({ freqHz, zeros, poles }: AnalogSection, sampleRateHz: number): Biquad {
  const t = maths.tan((Math.PI * freqHz) / sampleRateHz)
  const [b0, b1, b2] = substituted(zeros, t)
  const [a0, a1, a2] = substituted(poles, t)
  return { b0: b0 / a0, b1: b1 / a0, b2: b2 / a0, a1: a1 / a0, a2: a2 / a0 }
}

/** Numerator over (1 + z⁻¹)² after s = (1 - z⁻¹) / (t (1 + z⁻¹)), times t². */
function substituted([c0, c1, c2]: readonly [number, number, number], t: number): [number, number, number] {
  return [c0 * t * t + c1 * t + c2, 2 * (c0 * t * t - c2), c0 * t * t - c1 * t + c2]
}

/** Upside down: cancels the section exactly. The zeros must lie inside the unit circle. */
export function inverted({ b0, b1, b2, a1, a2 }: Biquad): Biquad {
  return { b0: 1 / b0, b1: a1 / b0, b2: a2 / b0, a1: b1 / b0, a2: b2 / b0 }
}

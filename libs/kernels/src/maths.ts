import { createMemory, instantiateKernels } from './kernels.ts'
import type { MathsKernels } from './maths-kernels.ts'

/** The only source of transcendental functions for numbers that reach a sample or a reported figure. */
export const maths: MathsKernels = instantiateKernels(createMemory(1 << 20))

/** Linear gain of a level in dB; 0 dB is exactly 1, -Infinity dB is 0. */
export function dbToGain(db: number): number {
  return db === Number.NEGATIVE_INFINITY ? 0 : maths.pow(10, db / 20)
}

/** Level in dB of a linear gain; 0 is -Infinity dB. */
export function gainToDb(gain: number): number {
  return gain === 0 ? Number.NEGATIVE_INFINITY : 20 * maths.log10(gain)
}

import type { AnalogSection } from './analog-filter.ts'
import { type Biquad, bilinear } from './biquad.ts'

/** The parts of a fourth-order Linkwitz-Riley crossover: `low` and `high` are in phase and add up to `sum`. */
export interface Crossover {
  low: Biquad[]
  high: Biquad[]
  /** All-pass: the phase of both, for a band that this crossover does not divide. */
  sum: Biquad[]
}

/**
 * Linkwitz-Riley crossover, 24 dB per octave, -6 dB on both sides at `freqHz`. By the bilinear transform, which keeps
 * the sum an all-pass exactly.
 */
export function crossoverAt(freqHz: number, sampleRateHz: number): Crossover {
  const bend = Math.SQRT2
  const section = (zeros: AnalogSection['zeros']) => bilinear({ freqHz, zeros, poles: [1, bend, 1] }, sampleRateHz)
  const low = section([1, 0, 0])
  const high = section([0, 0, 1])
  return { low: [low, low], high: [high, high], sum: [section([1, -bend, 1])] }
}

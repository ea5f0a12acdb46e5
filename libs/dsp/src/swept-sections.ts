import { analogSections } from './analog-filter.ts'
import { type Biquad, bilinear, inverted } from './biquad.ts'
import type { EqBand } from './eq-band.ts'
import { HIGHEST_FREQ } from './matched-filter.ts'
import { minimumPhase } from './power-section.ts'
import { sampledSection } from './sampled-section.ts'

/** Coefficients of a section: g, k, m0, m1, m2, as in assembly/swept-filter.ts. */
export const SECTION_LENGTH = 5

/**
 * The sections of a band as state-variable filters, which can move. Designed in one step, near the analogue prototype:
 * below 16 kHz at 48 kHz they stray from it by less than 1 dB where it passes more than -30 dB.
 */
export function sweptSections(band: EqBand, sampleRateHz: number): number[] {
  return digitalSections(band, sampleRateHz).flatMap(stateVariable)
}

function digitalSections(band: EqBand, sampleRateHz: number): Biquad[] {
  if ('gainDb' in band && band.gainDb < 0) {
    return digitalSections({ ...band, gainDb: -band.gainDb }, sampleRateHz).map(inverted)
  }
  const analog = analogSections({ ...band, freqHz: Math.min(band.freqHz, HIGHEST_FREQ * sampleRateHz) })
  if (band.type === 'allPass') return analog.map((section) => bilinear(section, sampleRateHz))
  return analog.map((section) => minimumPhase(sampledSection(section, sampleRateHz)))
}

/** Any stable section as a state-variable filter, after z⁻¹ = (1 - s) / (1 + s). */
export function stateVariable({ b0, b1, b2, a1, a2 }: Biquad): number[] {
  const square = 1 - a1 + a2
  const g = Math.sqrt((1 + a1 + a2) / square)
  const k = (2 * (1 - a2)) / (square * g)
  const high = (b0 - b1 + b2) / square
  const band = (2 * (b0 - b2)) / (square * g)
  const low = (b0 + b1 + b2) / (square * g * g)
  return [g, k, high, band - k * high, low - high]
}

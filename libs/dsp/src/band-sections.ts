import { analogSections } from './analog-filter.ts'
import { type Biquad, bilinear, inverted } from './biquad.ts'
import type { EqBand } from './eq-band.ts'
import { HIGHEST_FREQ, matchedSections } from './matched-filter.ts'

/** A matched filter may need one section more than its prototype. */
export const CORRECTION_SECTIONS = 1
/** Sections of a band of second order. */
export const MOST_FOCUS_SECTIONS = 1 + CORRECTION_SECTIONS

/** The digital sections of a band. A cut is the boost of the same size upside down. */
export function bandSections(band: EqBand, sampleRateHz: number): Biquad[] {
  if ('gainDb' in band && band.gainDb < 0) {
    return bandSections({ ...band, gainDb: -band.gainDb }, sampleRateHz).map(inverted)
  }
  const analog = analogSections({ ...band, freqHz: Math.min(band.freqHz, HIGHEST_FREQ * sampleRateHz) })
  if (band.type === 'allPass') return analog.map((section) => bilinear(section, sampleRateHz))
  return matchedSections(analog, sampleRateHz)
}

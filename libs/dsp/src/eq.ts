import { type Arena, gainToDb, type Pointer } from '@mixwright/kernels'
import { analogSections } from './analog-filter.ts'
import { type Biquad, bilinear, biquadPower, inverted } from './biquad.ts'
import { BiquadChain } from './biquad-chain.ts'
import { type EqBand, type EqOptions, isNeutralBand } from './eq-band.ts'
import { HIGHEST_FREQ, matchedSections } from './matched-filter.ts'
import type { Processor } from './processor.ts'

/** A matched filter may need one section more than its prototype. */
const CORRECTION_SECTIONS = 1

/**
 * Equalizer whose bands follow their analogue prototypes up to 20 kHz: within 0.05 dB at 44.1 kHz and above, as far
 * down as -24 dB. Equal boost and cut cancel.
 *
 * Shape    stereo → stereo, in place
 * Latency  0 frames
 * State    two words a section and channel, below 1e-24 taken as 0
 * Neutral  bands of 0 dB are left out; without bands the audio is not touched
 */
export class Equalizer implements Processor {
  readonly latencyFrames = 0
  readonly gapFrames = 0
  readonly #options: EqOptions
  readonly #sampleRateHz: number
  readonly #chain: BiquadChain

  constructor(options: EqOptions, arena: Arena, sampleRateHz: number) {
    this.#options = options
    this.#sampleRateHz = sampleRateHz
    const most = options.bands.reduce((sum, band) => sum + analogSections(band).length + CORRECTION_SECTIONS, 0)
    this.#chain = new BiquadChain(arena, most)
  }

  reset(): void {
    this.#chain.reset(eqSections(this.#options, this.#sampleRateHz))
  }

  process(audio: Pointer, frames: number): void {
    this.#chain.process(audio, frames)
  }

  isAtRest(): boolean {
    return this.#chain.isAtRest()
  }
}

/** Gain of the equalizer at each of some frequencies, dB. */
export function responseCurveDb(options: EqOptions, sampleRateHz: number, freqsHz: readonly number[]): number[] {
  const sections = eqSections(options, sampleRateHz)
  return freqsHz.map((freqHz) => {
    const power = sections.reduce((product, section) => product * biquadPower(section, sampleRateHz, freqHz), 1)
    return gainToDb(Math.sqrt(power))
  })
}

/** Gain of the equalizer at one frequency, dB. Designs the filters at each call; a curve is cheaper whole. */
export function responseDb(options: EqOptions, sampleRateHz: number, freqHz: number): number {
  return responseCurveDb(options, sampleRateHz, [freqHz])[0]!
}

function eqSections({ bands }: EqOptions, sampleRateHz: number): Biquad[] {
  return bands.filter((band) => !isNeutralBand(band)).flatMap((band) => bandSections(band, sampleRateHz))
}

/** A cut is the boost of the same size upside down. */
function bandSections(band: EqBand, sampleRateHz: number): Biquad[] {
  if ('gainDb' in band && band.gainDb < 0) {
    return bandSections({ ...band, gainDb: -band.gainDb }, sampleRateHz).map(inverted)
  }
  const analog = analogSections({ ...band, freqHz: Math.min(band.freqHz, HIGHEST_FREQ * sampleRateHz) })
  if (band.type === 'allPass') return analog.map((section) => bilinear(section, sampleRateHz))
  return matchedSections(analog, sampleRateHz)
}

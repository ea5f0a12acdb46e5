import { type Arena, gainToDb, type Pointer } from '@mixwright/kernels'
import { bandSections } from './band-sections.ts'
import { biquadPower } from './biquad.ts'
import { type EqBand, type EqOptions, isFlat, type MovableBand } from './eq-band.ts'
import { LinearPhaseEq } from './linear-phase-eq.ts'
import { moves } from './may-move.ts'
import { MinimumPhaseEq } from './minimum-phase-eq.ts'
import { MovingLinearPhaseEq } from './moving-linear-phase-eq.ts'
import type { Processor } from './processor.ts'

/** Bands of which some may move over song time. */
export type EqPlan = Pick<EqOptions, 'phase'> & { bands: readonly MovableBand[] }

/**
 * Equalizer whose bands follow their analogue prototypes up to 20 kHz: within 0.05 dB at 44.1 kHz and above, as far
 * down as -24 dB. Equal boost and cut cancel.
 *
 * Shape    stereo → stereo, in place
 * Latency  0 frames; with linear phase as said at `LinearPhaseEq`
 * Neutral  bands of 0 dB are left out; without bands the audio is not touched
 */
export class Equalizer implements Processor {
  readonly latencyFrames: number
  readonly gapFrames: number
  readonly #filter: Processor

  constructor({ bands, phase }: EqPlan, arena: Arena, sampleRateHz: number) {
    if (phase !== 'linear') this.#filter = new MinimumPhaseEq(bands, arena, sampleRateHz)
    else if (moves(bands)) this.#filter = new MovingLinearPhaseEq(bands, arena, sampleRateHz)
    else this.#filter = new LinearPhaseEq(bands as readonly EqBand[], arena, sampleRateHz)
    this.latencyFrames = this.#filter.latencyFrames
    this.gapFrames = this.#filter.gapFrames
  }

  reset(): void {
    this.#filter.reset()
  }

  process(audio: Pointer, frames: number, _key?: Pointer, songFrame = 0): void {
    this.#filter.process(audio, frames, undefined, songFrame)
  }

  isAtRest(): boolean {
    return this.#filter.isAtRest()
  }
}

/** Gain of bands of minimum phase that stand still at each of some frequencies, as if all acted on the same side. dB. */
export function responseCurveDb(
  { bands }: Pick<EqOptions, 'bands'>,
  sampleRateHz: number,
  freqsHz: readonly number[],
): number[] {
  const sections = bands.filter((band) => !isFlat(band)).flatMap((band) => bandSections(band, sampleRateHz))
  return freqsHz.map((freqHz) => {
    const power = sections.reduce((product, section) => product * biquadPower(section, sampleRateHz, freqHz), 1)
    return gainToDb(Math.sqrt(power))
  })
}

/** The same at one frequency. Designs the filters at each call; a curve is cheaper whole. */
export function responseDb(options: Pick<EqOptions, 'bands'>, sampleRateHz: number, freqHz: number): number {
  return responseCurveDb(options, sampleRateHz, [freqHz])[0]!
}

import type { Arena, Pointer } from '@mixwright/kernels'
import { BANDS, BandMeter } from './band-meter.ts'
import { powerToDb } from './energy.ts'
import { correlation, LoudnessMeter, monoLossDb, rmsDbfs, width } from './loudness-meter.ts'
import type { Measurement } from './measurement.ts'

/** The figures of a signal that say how loud, bright and wide it is. */
export type StripReading = Pick<
  Measurement,
  | 'integratedLufs'
  | 'momentaryMaxLufs'
  | 'shortTermMaxLufs'
  | 'rmsDbfs'
  | 'correlation'
  | 'monoLossDb'
  | 'width'
  | 'bandsDb'
  | 'bandsWidth'
>

/**
 * Loudness, level, width and bands of a stereo signal. RMS level and bands are means over a given length, so that what
 * rings on adds its energy and silence at the end takes nothing away. Without true peaks, the most expensive figures of a `Meter`, so
 * that every strip of a desk can have one.
 *
 * Shape   interleaved stereo f64, any number of frames a call
 * Result  the same bits however the audio is cut
 */
export class StripMeter {
  readonly #loudness: LoudnessMeter
  readonly #bands: BandMeter
  #frames = 0

  constructor(arena: Arena, sampleRateHz: number) {
    this.#loudness = new LoudnessMeter(arena, sampleRateHz)
    this.#bands = new BandMeter(arena, sampleRateHz)
  }

  reset(): void {
    this.#frames = 0
    this.#loudness.reset()
    this.#bands.reset()
  }

  add(audio: Pointer, frames: number): void {
    this.#frames += frames
    this.#loudness.add(audio, frames)
    this.#bands.add(audio, frames)
  }

  /** Mean squares of the 400 ms from 0.0 s, 0.1 s, 0.2 s … on. */
  gatingBlocks(): Float64Array {
    return this.#loudness.history.gatingBlocks()
  }

  /** @param songFrames the length that levels are means over */
  read(songFrames: number): StripReading {
    const share = songFrames > 0 ? this.#frames / songFrames : 1
    const { history } = this.#loudness
    const averages = this.#loudness.averages()
    const bands = this.#bands.read()
    const byBand = <T>(figure: (band: number) => T) => {
      return Object.fromEntries(BANDS.map(({ name }, band) => [name, figure(band)]))
    }
    return {
      integratedLufs: history.integratedLufs(),
      momentaryMaxLufs: history.momentaryMaxLufs(),
      shortTermMaxLufs: history.shortTermMaxLufs(),
      rmsDbfs: rmsDbfs(averages) + powerToDb(share),
      correlation: correlation(averages),
      monoLossDb: monoLossDb(averages),
      width: width(averages),
      bandsDb: byBand((band) => powerToDb(bands[band]!.power * share)) as StripReading['bandsDb'],
      bandsWidth: byBand((band) => bands[band]!.width) as StripReading['bandsWidth'],
    }
  }
}

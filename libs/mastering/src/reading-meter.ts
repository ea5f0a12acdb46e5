import { type Arena, gainToDb, type Pointer } from '@mixwright/dsp'
import { LoudnessMeter, TruePeakMeter } from '@mixwright/metering'
import type { Reading } from './loudness-solve.ts'

const STEREO = [1, 1] as const

/** Loudness and true peak of one pass over a programme: the two figures that a master is steered by. */
export class ReadingMeter {
  readonly #loudness: LoudnessMeter
  readonly #peak: TruePeakMeter

  constructor(arena: Arena, sampleRateHz: number) {
    this.#loudness = new LoudnessMeter(arena, sampleRateHz, STEREO, { averages: false })
    this.#peak = new TruePeakMeter(arena)
  }

  reset(): void {
    this.#loudness.reset()
    this.#peak.reset()
  }

  add(audio: Pointer, frames: number): void {
    this.#loudness.add(audio, frames)
    this.#peak.add(audio, frames)
  }

  /** Loudest 400 ms, LUFS. */
  momentaryMaxLufs(): number {
    return this.#loudness.history.momentaryMaxLufs()
  }

  read(): Reading {
    return {
      integratedLufs: this.#loudness.history.integratedLufs(),
      truePeakDbtp: gainToDb(this.#peak.read().true),
    }
  }
}

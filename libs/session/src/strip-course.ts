import type { Pointer, Processor } from '@mixwright/dsp'
import type { Arena } from '@mixwright/kernels'
import { BandCourse, CourseMeter } from '@mixwright/metering'
import type { StripWatch } from '@mixwright/mixer'
import { BAND_SIZE, type CoursePlan, windowFrames } from './course-plan.ts'
import { powerDb } from './report-series.ts'

/** Ends of the octave bands from 44 Hz up, the lowest one down to 20 Hz. Hz */
export const OCTAVE_EDGES_HZ = [20, 88.4, 176.8, 353.6, 707.1, 1414, 2828, 5657, 11314, 20000]

/** How a strip went: what it gave, and what its inserts took away. */
export interface StripCourseReading {
  strip: number
  /** Largest sample. dBFS */
  peakDb: number
  /** RMS level of each step, the mean of both channels. dBFS to hundredths */
  levelDb: number[]
  /** Level by octave, a row for each step of `bandFrames`. dBFS to tenths */
  bandsDb: number[][]
  /** Largest gain reduction of each step, dB, by the place of the insert. */
  reductions: { insert: number; reductionDb: number[] }[]
}

/** Follows one strip of the desk. */
export class StripCourse implements StripWatch {
  readonly #strip: number
  readonly #stepFrames: number
  readonly #level: CourseMeter
  readonly #bands: BandCourse
  #riding: { insert: number; processor: Processor; reductionsDb: number[] }[] = []
  #takenFrames = 0

  constructor(strip: number, plan: CoursePlan, sampleRateHz: number, arena: Arena) {
    this.#strip = strip
    this.#stepFrames = plan.stepFrames
    this.#level = new CourseMeter(arena, plan.stepFrames)
    const size = windowFrames(BAND_SIZE, sampleRateHz)
    this.#bands = new BandCourse(arena, sampleRateHz, { size, stepFrames: plan.bandFrames, edgesHz: OCTAVE_EDGES_HZ })
  }

  reset(inserts: readonly Processor[]): void {
    this.#level.reset()
    this.#bands.reset()
    this.#takenFrames = 0
    this.#riding = [...inserts.entries()]
      .filter(([, processor]) => processor.takeReductionDb !== undefined)
      .map(([insert, processor]) => ({ insert, processor, reductionsDb: [] }))
  }

  take(audio: Pointer, frames: number, songFrame: number, isSilent: boolean): void {
    const early = Math.min(frames, Math.max(0, -songFrame))
    if (early === frames) return
    this.#level.add(audio + early * 16, frames - early, isSilent)
    this.#bands.add(audio + early * 16, frames - early, isSilent)
    const before = this.#takenFrames
    this.#takenFrames += frames - early
    if (Math.floor(before / this.#stepFrames) === Math.floor(this.#takenFrames / this.#stepFrames)) return
    for (const { processor, reductionsDb } of this.#riding) reductionsDb.push(processor.takeReductionDb!())
  }

  /** True for the worker that followed it. */
  get hasTaken(): boolean {
    return this.#takenFrames > 0
  }

  read(): StripCourseReading {
    const { peak, leftPower, rightPower } = this.#level.read()
    const highest = peak.reduce((most, one) => Math.max(most, one), 0)
    return {
      strip: this.#strip,
      peakDb: to(0.01, powerDb(highest * highest)),
      levelDb: Array.from(leftPower, (left, step) => to(0.01, powerDb((left + rightPower[step]!) / 2))),
      bandsDb: this.#bands.read().map((row) => Array.from(row, (power) => to(0.1, powerDb(power)))),
      reductions: this.#riding.map(({ insert, reductionsDb }) => ({
        insert,
        reductionDb: reductionsDb.map((reductionDb) => to(0.01, reductionDb)),
      })),
    }
  }
}

/** Pictures need no more digits than this, and readings are kept and sent as texts. */
function to(step: number, value: number): number {
  return Number.isFinite(value) ? Math.round(value / step) / Math.round(1 / step) : value
}

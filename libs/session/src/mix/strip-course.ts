import type { Pointer, Processor } from '@mixwright/dsp'
import type { Arena } from '@mixwright/kernels'
import { BandAnalysis, BandCourse, CourseMeter } from '@mixwright/metering'
import type { StripWatch } from '@mixwright/mixer'
import { BAND_SIZE, type CoursePlan, windowFrames } from '../plan/course-plan.ts'
import { powerDb } from '../report/report-series.ts'

/** Ends of the octave bands from 44 Hz up, the lowest one down to 20 Hz. Hz */
export const OCTAVE_EDGES_HZ = [20, 88.4, 176.8, 353.6, 707.1, 1414, 2828, 5657, 11314, 20000]
export const OCTAVES = OCTAVE_EDGES_HZ.length - 1

/** How a strip went: what it gave, and what its inserts took away. */
export interface StripCourseReading {
  strip: number
  /** Largest sample. dBFS */
  peakDb: number
  /** RMS level of each step, the mean of both channels. dBFS to hundredths */
  levelDb: Float64Array
  /** Level by octave, a row of `OCTAVES` for each step of `bandFrames`, one after the other. dBFS to tenths */
  bandsDb: Float64Array
  /** Largest gain reduction of each step, dB, by the place of the insert. */
  reductions: { insert: number; reductionDb: Float64Array }[]
}

/** What the strips of one worker share. */
export function stripAnalysis(arena: Arena, sampleRateHz: number): BandAnalysis {
  const size = windowFrames(BAND_SIZE, sampleRateHz)
  return new BandAnalysis(arena, sampleRateHz, { size, edgesHz: OCTAVE_EDGES_HZ })
}

/** Follows one strip of the desk. */
export class StripCourse implements StripWatch {
  readonly #strip: number
  readonly #stepFrames: number
  readonly #level: CourseMeter
  readonly #bands: BandCourse
  #riding: { insert: number; processor: Processor; reductionsDb: number[] }[] = []
  #takenFrames = 0

  constructor(strip: number, plan: CoursePlan, analysis: BandAnalysis, arena: Arena) {
    this.#strip = strip
    this.#stepFrames = plan.stepFrames
    this.#level = new CourseMeter(arena, plan.stepFrames)
    this.#bands = new BandCourse(arena, analysis, plan.bandFrames)
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
    const rows = this.#bands.read()
    const bandsDb = new Float64Array(rows.length * OCTAVES)
    for (const [step, row] of rows.entries())
      for (let octave = 0; octave < OCTAVES; octave++) bandsDb[step * OCTAVES + octave] = to(0.1, powerDb(row[octave]!))
    return {
      strip: this.#strip,
      peakDb: to(0.01, powerDb(highest * highest)),
      levelDb: leftPower.map((left, step) => to(0.01, powerDb((left + rightPower[step]!) / 2))),
      bandsDb,
      reductions: this.#riding.map(({ insert, reductionsDb }) => ({
        insert,
        reductionDb: Float64Array.from(reductionsDb, (reductionDb) => to(0.01, reductionDb)),
      })),
    }
  }
}

/** Pictures need no more digits than this, and readings are kept and sent as texts. */
function to(step: number, value: number): number {
  return Number.isFinite(value) ? Math.round(value / step) / Math.round(1 / step) : value
}

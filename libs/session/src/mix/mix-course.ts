import type { Arena, Pointer } from '@mixwright/kernels'
import { BandAnalysis, BandCourse, type Course, CourseMeter } from '@mixwright/metering'
import { type CoursePlan, SPECTRUM_SIZE, windowFrames } from '../plan/course-plan.ts'

/** Nominal centres of the thirds of an octave. Hz */
export const THIRD_CENTRES_HZ = [
  20, 25, 31.5, 40, 50, 63, 80, 100, 125, 160, 200, 250, 315, 400, 500, 630, 800, 1000, 1250, 1600, 2000, 2500, 3150,
  4000, 5000, 6300, 8000, 10000, 12500, 16000, 20000,
]

/** 10^0.1, the ratio of two exact centres, and its root. IEC 61260-1 */
const THIRD = 1.2589254117941673
const HALF_THIRD = 1.1220184543019633
const LOWEST_HZ = 19.952623149688797

/** Ends of the thirds of an octave. Hz */
export const THIRD_EDGES_HZ = [...THIRD_CENTRES_HZ, 0].reduce<number[]>(
  (edges) => [...edges, edges.length === 0 ? LOWEST_HZ / HALF_THIRD : edges[edges.length - 1]! * THIRD],
  [],
)

/** How the mix went. */
export interface MixCourseReading extends Course {
  /** Mean squares by third of an octave, a row for each step of `spectrumFrames`. */
  spectra: readonly Float64Array[]
}

/** Follows the mix as it is written. */
export class MixCourse {
  readonly #course: CourseMeter
  readonly #spectra: BandCourse

  constructor(plan: CoursePlan, sampleRateHz: number, arena: Arena) {
    this.#course = new CourseMeter(arena, plan.stepFrames, { likeness: true })
    const size = windowFrames(SPECTRUM_SIZE, sampleRateHz)
    const analysis = new BandAnalysis(arena, sampleRateHz, { size, edgesHz: THIRD_EDGES_HZ })
    this.#spectra = new BandCourse(arena, analysis, plan.spectrumFrames)
  }

  reset(): void {
    this.#course.reset()
    this.#spectra.reset()
  }

  add(audio: Pointer, frames: number): void {
    this.#course.add(audio, frames)
    this.#spectra.add(audio, frames)
  }

  read(): MixCourseReading {
    return { ...this.#course.read(), spectra: this.#spectra.read() }
  }
}

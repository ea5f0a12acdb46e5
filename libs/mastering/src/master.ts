import { QUANTUM_FRAMES } from '@mixwright/audio'
import type { Arena, Processor } from '@mixwright/dsp'
import { attempt, masterFrames } from './attempt.ts'
import type { AudioSource, MasterSink, Scratch } from './audio-source.ts'
import { LoudnessSolve, type Reading } from './loudness-solve.ts'
import type { MasterPlan } from './master-plan.ts'
import { type BeforeVinyl, prepare, type SourceReading } from './prepare.ts'
import type { ReductionCourse } from './reduction-log.ts'

export interface MasterJob {
  plan: MasterPlan
  /** The mix, at the session's rate. */
  source: AudioSource
  /** What the meters of this library read on the source, where that is known. */
  sourceReading?: SourceReading | undefined
  /** The shared master inserts and then the delivery's, built in this arena for the source's rate; not yet reset. */
  inserts: readonly Processor[]
  scratch: Scratch
  sink: MasterSink
  arena: Arena
  /** Frames worked on at a time, a multiple of QUANTUM_FRAMES; the result does not depend on it. Default 4096. */
  blockFrames?: number
  /** How far the work has come, 0 … 1. The number of attempts is not known beforehand, so steps shrink. */
  onProgress?: (done: number) => void
}

/** What became of a master. The sink holds the last attempt. */
export interface MasterResult extends Reading {
  frames: number
  /** Gain ahead of the limiter. dB */
  gainDb: number
  /** Level that the limiter held; null when no peak needed it. dBTP */
  limiterDbtp: number | null
  /** True when the ceiling, and the most limiting that the plan allows, kept the loudness below its target. */
  isHeldBack: boolean
  attempts: number
  /** Most that sibilance was turned down; null where it is not controlled. dB ≥ 0 */
  sibilanceReductionDb: number | null
  /** What vinyl was made from, and its true peak behind the vinyl filter; null for what is no record. */
  vinyl: (BeforeVinyl & { filteredPeakDbtp: number }) | null
  /** Gain reduction of the inserts, then of the limiter in the last attempt. */
  reductions: ReductionCourse[]
}

const BLOCK_FRAMES = 4096
/** Seven for loudness, the rest for peaks that rounding raised over the ceiling. */
const MAX_ATTEMPTS = 12

/**
 * Masters a mix for one delivery: inserts, vinyl filters, sample-rate conversion, gain, sibilance
 * control, true-peak limiter, dither.
 *
 * Gain and limiter are tried, measured on the samples that the file will hold, and corrected, until loudness is within
 * 0.05 LU of the target and no point of the long true-peak meter is above the ceiling. Silence keeps its gain.
 */
export function renderMaster(job: MasterJob): MasterResult {
  const { plan, source, sourceReading, inserts, scratch, sink, arena, blockFrames = BLOCK_FRAMES } = job
  if (blockFrames % QUANTUM_FRAMES !== 0)
    throw new RangeError(`blockFrames: got ${blockFrames}, needs a multiple of 64`)
  let left = 1
  const onFrames = (done: number, of: number) => {
    job.onProgress?.(1 - left * (1 - done / of / 2))
    if (done === of) left /= 2
  }
  const mark = arena.mark()
  const prepared = prepare({ plan, source, sourceReading, inserts, scratch, arena, blockFrames, onFrames })
  const solve = new LoudnessSolve(plan, prepared.reading)
  const { audio, momentaryMaxLufs, beforeVinyl } = prepared
  const attemptJob = { plan, audio, momentaryMaxLufs, sink, arena, blockFrames, onFrames }
  let aim = solve.first()
  for (let attempts = 1; ; attempts++) {
    const reading = attempt(aim, attemptJob)
    const better = solve.next(aim, reading)
    if (!better || attempts === MAX_ATTEMPTS) {
      arena.release(mark)
      const frames = masterFrames(plan, audio.frames)
      const vinyl = beforeVinyl && { ...beforeVinyl, filteredPeakDbtp: prepared.reading.truePeakDbtp }
      const reductions = [...prepared.reductions, ...reading.reductions]
      return { ...reading, ...aim, frames, isHeldBack: solve.isHeldBack(aim, reading), attempts, vinyl, reductions }
    }
    aim = better
  }
}

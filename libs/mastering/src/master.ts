import { QUANTUM_FRAMES } from '@mixwright/audio'
import { type Arena, dbToGain, type Processor } from '@mixwright/dsp'
import { type AttemptJob, attempt, masterFrames, rehearse } from './attempt.ts'
import type { AudioSource, MasterSink, Scratch } from './audio-source.ts'
import type { FinishedReading } from './finished-reading.ts'
import { LoudnessSolve, type Reading } from './loudness-solve.ts'
import type { MasterPlan } from './master-plan.ts'
import { PeakWatch } from './peak-watch.ts'
import { type BeforeVinyl, openProgramme, prepare, type SourceReading } from './prepare.ts'
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
  /** Reads every meter on what the sink is given. Default: only what the master is steered by. */
  isMeasured?: boolean
  arena: Arena
  /** Frames worked on at a time, a multiple of QUANTUM_FRAMES; the result does not depend on it. Default 4096. */
  blockFrames?: number
  /** How far the work has come, 0 … 1. The number of attempts is not known beforehand, so steps shrink. */
  onProgress?: (done: number) => void
}

/** What became of a master. The sink holds the last attempt. */
export interface MasterResult extends Reading {
  frames: number
  /** What every meter read on the samples that the sink holds; null where that was not asked for. */
  finished: FinishedReading | null
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
  const { arena, blockFrames = BLOCK_FRAMES } = job
  if (blockFrames % QUANTUM_FRAMES !== 0)
    throw new RangeError(`blockFrames: got ${blockFrames}, needs a multiple of 64`)
  let left = 1
  const onFrames = (done: number, of: number) => {
    job.onProgress?.(1 - left * (1 - done / of / 2))
    if (done === of) left /= 2
  }
  const mark = arena.mark()
  const result = straightOn({ ...job, blockFrames, onFrames }) ?? solved({ ...job, blockFrames, onFrames })
  arena.release(mark)
  return result
}

type Work = MasterJob & { blockFrames: number; onFrames: (done: number, of: number) => void }

/** A source with its peaks this far below the ceiling is expected to stay under it behind filters. dB */
const CLEAR_OF_CEILING_DB = 0.5
/** What comes nearer to the ceiling than this is measured ahead of rounding, to see whether it needs a limiter. dB */
const NEAR_CEILING_DB = 0.1

/**
 * The master of what keeps its level and is expected to need no limiter, computed in one go; null where a peak came near
 * the ceiling, or where the level is to be found first.
 */
function straightOn(work: Work): MasterResult | null {
  const { plan, inserts, sourceReading, arena } = work
  const { targetLufs, vinyl } = plan
  const ceilingDbtp = plan.ceilingDbtp ?? Number.POSITIVE_INFINITY
  const keepsLevel = targetLufs === null && (vinyl === null || vinyl.sibilance === 'off')
  if (!keepsLevel || inserts.length > 0 || !sourceReading) return null
  const { truePeakDbtp, momentaryMaxLufs } = sourceReading
  if (truePeakDbtp > ceilingDbtp) return null
  const programme = openProgramme(work)
  if (programme.isSource) return null
  const isClear = truePeakDbtp <= ceilingDbtp - CLEAR_OF_CEILING_DB
  const watch = isClear ? null : new PeakWatch(programme.audio, dbToGain(ceilingDbtp), arena)
  const aim = { gainDb: 0, limiterDbtp: null }
  const job = attemptJob(work, watch ?? programme.audio, momentaryMaxLufs)
  const reading = attempt(aim, { ...job, isHopeless: () => watch?.isOver === true })
  if (!reading.isWhole || reading.truePeakDbtp > ceilingDbtp - (watch ? 0 : NEAR_CEILING_DB)) return null
  const filteredPeakDbtp = watch ? watch.peakDbtp() : reading.truePeakDbtp
  if (filteredPeakDbtp > ceilingDbtp) return null
  const frames = masterFrames(plan, programme.audio.frames)
  const beforeVinyl = programme.beforeVinyl()
  const vinylReading = beforeVinyl && { ...beforeVinyl, filteredPeakDbtp }
  return { ...reading, ...aim, frames, isHeldBack: false, attempts: 1, vinyl: vinylReading }
}

/** The master whose gain and limiter are found by trying. */
function solved(work: Work): MasterResult {
  const { plan } = work
  const prepared = prepare(work)
  const solve = new LoudnessSolve(plan, prepared.reading)
  const { audio, momentaryMaxLufs, beforeVinyl } = prepared
  const job = attemptJob(work, audio, momentaryMaxLufs)
  let aim = solve.first()
  let attempts = 1
  if (solve.isGuess(aim)) {
    const integratedLufs = rehearse(aim, job)
    aim = solve.next(aim, { integratedLufs, truePeakDbtp: Number.NEGATIVE_INFINITY }) ?? aim
    attempts++
  }
  for (; ; attempts++) {
    const reading = attempt(aim, job)
    const better = solve.next(aim, reading)
    if (!better || attempts === MAX_ATTEMPTS) {
      const frames = masterFrames(plan, audio.frames)
      const vinyl = beforeVinyl && { ...beforeVinyl, filteredPeakDbtp: prepared.reading.truePeakDbtp }
      const reductions = [...prepared.reductions, ...reading.reductions]
      return { ...reading, ...aim, frames, isHeldBack: solve.isHeldBack(aim, reading), attempts, vinyl, reductions }
    }
    aim = better
  }
}

function attemptJob(work: Work, audio: AudioSource, momentaryMaxLufs: number): AttemptJob {
  const { plan, sink, isMeasured = false, arena, blockFrames, onFrames } = work
  return { plan, audio, momentaryMaxLufs, sink, isMeasured, arena, blockFrames, onFrames }
}

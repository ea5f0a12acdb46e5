import { LIMITER_STYLES, SECTOR_FRAMES, sectorRestFrames } from '@mixwright/audio'
import { type Arena, dbToGain, Limiter, type Pointer, type Processor, Quantizer } from '@mixwright/dsp'
import { LoudnessMeter, Meter } from '@mixwright/metering'
import type { AudioSource, MasterSink } from './audio-source.ts'
import { type FinishedReading, finishedReading } from './finished-reading.ts'
import { Float32Rounding } from './float32-rounding.ts'
import { InsertChain } from './insert-chain.ts'
import type { Aim, Reading } from './loudness-solve.ts'
import type { MasterPlan } from './master-plan.ts'
import { ReadingMeter } from './reading-meter.ts'
import { type ReductionCourse, ReductionLog } from './reduction-log.ts'
import { wallVelocity } from './vinyl/cut-level.ts'
import { sideLevelDb } from './vinyl/cutting-limits.ts'
import { discOf } from './vinyl/disc.ts'
import { SibilanceControl } from './vinyl/sibilance-control.ts'
import type { VinylPlan } from './vinyl/vinyl-settings.ts'

export interface AttemptJob {
  plan: MasterPlan
  audio: AudioSource
  /** Loudest 400 ms of the audio. LUFS */
  momentaryMaxLufs: number
  sink: MasterSink
  /** Reads every meter, not only those that the master is steered by. */
  isMeasured: boolean
  arena: Arena
  blockFrames: number
  onFrames: (done: number, of: number) => void
  /** Asked now and then, so that a try which has failed already is given up. Default: none is. */
  isHopeless?: () => boolean
}

/** What came of a try. */
export interface Attempt extends Reading {
  /** False where it was given up. */
  isWhole: boolean
  /** Of the samples that went to the sink, where all meters were asked for. */
  finished: FinishedReading | null
  /** Most that sibilance was turned down; null where it is not controlled. dB ≥ 0 */
  sibilanceReductionDb: number | null
  /** Of the limiter, where it was needed. */
  reductions: ReductionCourse[]
}

/** One try at the whole master: gain, sibilance, limiter, rounding to words, out to the sink, and what came of it. */
export function attempt(aim: Aim, job: AttemptJob): Attempt {
  const { plan, audio, sink, isMeasured, arena, blockFrames, onFrames } = job
  const mark = arena.mark()
  const { chain, log, sibilance } = openChain(aim, job)
  const rounding = roundingOf(plan, arena, blockFrames)
  const meter = isMeasured ? new Meter(arena, plan.sampleRateHz, 2) : new ReadingMeter(arena, plan.sampleRateHz)
  const block = arena.allocFrames(Math.max(blockFrames, SECTOR_FRAMES))
  rounding.reset()
  meter.reset()
  sink.restart()
  let isWhole = true
  for (let start = 0; start < audio.frames && isWhole; start += blockFrames) {
    const piece = Math.min(blockFrames, audio.frames - start)
    chain.read(start, piece, block)
    log.note()
    rounding.process(block, piece)
    meter.add(block, piece)
    sink.write(arena, block, piece)
    onFrames(start + piece, audio.frames)
    isWhole = !job.isHopeless?.()
  }
  const rest = masterFrames(plan, audio.frames) - audio.frames
  if (rest > 0) {
    arena.kernels.clear(block, rest)
    meter.add(block, rest)
    sink.write(arena, block, rest)
  }
  const finished = meter instanceof Meter ? finishedReading(meter) : null
  const { integratedLufs, truePeakDbtp } = finished?.measurement ?? meter.read()
  arena.release(mark)
  const sibilanceReductionDb = sibilance?.mostReductionDb ?? null
  return { isWhole, integratedLufs, truePeakDbtp, finished, sibilanceReductionDb, reductions: log.read() }
}

/** The loudness that a try would come to, ahead of rounding and without a file: for a gain that is hardly the last. */
export function rehearse(aim: Aim, job: AttemptJob): number {
  const { plan, audio, arena, blockFrames, onFrames } = job
  const mark = arena.mark()
  const { chain } = openChain(aim, job)
  const meter = new LoudnessMeter(arena, plan.sampleRateHz, [1, 1], { averages: false })
  const block = arena.allocFrames(blockFrames)
  meter.reset()
  for (let start = 0; start < audio.frames; start += blockFrames) {
    const piece = Math.min(blockFrames, audio.frames - start)
    chain.read(start, piece, block)
    meter.add(block, piece)
    onFrames(start + piece, audio.frames)
  }
  const lufs = meter.history.integratedLufs()
  arena.release(mark)
  return lufs
}

/** Gain, sibilance control and limiter, ready for the first frame. */
function openChain({ gainDb, limiterDbtp }: Aim, job: AttemptJob) {
  const { plan, audio, arena, blockFrames } = job
  const sibilance = plan.vinyl && sibilanceControl(plan.vinyl, gainDb, job)
  const processors: Processor[] = sibilance ? [sibilance] : []
  if (limiterDbtp !== null) {
    processors.push(new Limiter({ ceilingDbtp: limiterDbtp, ...LIMITER_STYLES.transparent }, arena, plan.sampleRateHz))
  }
  const limiters = processors.filter((processor) => processor instanceof Limiter)
  const log = new ReductionLog(
    limiters.map((limiter) => ['limiter', limiter] as const),
    blockFrames / plan.sampleRateHz,
  )
  const chain = new InsertChain(raised(audio, dbToGain(gainDb)), processors, arena, blockFrames)
  chain.reset()
  return { chain, log, sibilance }
}

/** Length of a master of `frames` frames of audio. */
export function masterFrames({ wholeSectors }: MasterPlan, frames: number): number {
  return wholeSectors ? frames + sectorRestFrames(frames) : frames
}

function sibilanceControl(vinyl: VinylPlan, gainDb: number, job: AttemptJob): SibilanceControl | null {
  const { sibilance, sideStartS, stylusUm, referenceCmPerS } = vinyl
  const { sampleRateHz } = job.plan
  if (sibilance === 'off') return null
  const disc = discOf(vinyl, job.audio.frames / sampleRateHz)
  const levelDb = vinyl.levelDb ?? sideLevelDb(disc)
  const wallCmPerS = wallVelocity(job.momentaryMaxLufs + gainDb, levelDb, referenceCmPerS)
  return new SibilanceControl({ firmness: sibilance, disc, sideStartS, stylusUm, wallCmPerS }, job.arena, sampleRateHz)
}

function raised(audio: AudioSource, gain: number): AudioSource {
  return {
    frames: audio.frames,
    sampleRateHz: audio.sampleRateHz,
    read(arena, at, start, frames) {
      audio.read(arena, at, start, frames)
      if (gain !== 1) arena.kernels.scale(at, frames, gain, gain)
    },
  }
}

/** Rounds samples to what the file will hold, in place. */
interface Rounding {
  reset(): void
  process(audio: Pointer, frames: number): void
}

function roundingOf(plan: MasterPlan, arena: Arena, blockFrames: number): Rounding {
  const { word, dither, autoBlackMs, seed, sampleRateHz } = plan
  if (word === 'float') return new Float32Rounding(arena, blockFrames)
  return new Quantizer({ bits: word, dither, autoBlackMs, seed }, arena, sampleRateHz)
}

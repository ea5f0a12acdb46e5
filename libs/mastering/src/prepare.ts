import { type Arena, type Processor, Resampler, resampledFrames } from '@mixwright/dsp'
import type { AudioSource, Scratch } from './audio-source.ts'
import { InsertChain } from './insert-chain.ts'
import type { Reading } from './loudness-solve.ts'
import type { MasterPlan } from './master-plan.ts'
import { ReadingMeter } from './reading-meter.ts'
import { type ReductionCourse, ReductionLog } from './reduction-log.ts'
import { ClipTap, type FlatTops } from './vinyl/clip-tap.ts'
import { type LowsHistory, LowsTap } from './vinyl/lows-meter.ts'
import { PeakTap } from './vinyl/peak-tap.ts'
import { VinylFilter } from './vinyl/vinyl-filter.ts'
import type { VinylPlan } from './vinyl/vinyl-settings.ts'

/** A programme after inserts, vinyl filters and sample-rate conversion: what gain and limiter begin from. */
export interface Prepared {
  audio: AudioSource
  reading: Reading
  /** Loudest 400 ms. LUFS */
  momentaryMaxLufs: number
  /** What was heard ahead of the vinyl filter; null for what is no record. */
  beforeVinyl: BeforeVinyl | null
  /** Of the inserts. */
  reductions: ReductionCourse[]
}

/** A programme ahead of the vinyl filter. */
export interface BeforeVinyl {
  truePeakDbtp: number
  /** null where lows are not made mono. */
  lows: LowsHistory | null
  /** Of the mix itself, ahead of the inserts. */
  flatTops: FlatTops
}

/** What a source measures, read before. */
export interface SourceReading extends Reading {
  /** Loudest 400 ms. LUFS */
  momentaryMaxLufs: number
}

export interface Preparation {
  plan: MasterPlan
  source: AudioSource
  /** What the source measures, where it is known: spares a pass where nothing changes it. */
  sourceReading?: SourceReading | undefined
  inserts: readonly Processor[]
  scratch: Scratch
  arena: Arena
  blockFrames: number
  onFrames: (done: number, of: number) => void
}

/** Computes it once into the scratch store; where nothing changes the source, that is read instead. */
export function prepare(preparation: Preparation): Prepared {
  const { plan, source, sourceReading, inserts, scratch, arena, blockFrames, onFrames } = preparation
  const vinyl = plan.vinyl && vinylChain(plan.vinyl, arena, source.sampleRateHz)
  const processors = vinyl ? [vinyl.clips, ...inserts, ...vinyl.processors] : inserts
  const rates = { fromHz: source.sampleRateHz, toHz: plan.sampleRateHz }
  const isSource = processors.length === 0 && rates.fromHz === rates.toHz
  if (isSource && sourceReading) {
    const { momentaryMaxLufs, ...reading } = sourceReading
    return { audio: source, reading, momentaryMaxLufs, reductions: [], beforeVinyl: null }
  }
  const chain = new InsertChain(source, processors, arena, blockFrames)
  const resampler = new Resampler(rates, arena)
  const log = new ReductionLog([...inserts.entries()], blockFrames / plan.sampleRateHz)
  const meter = new ReadingMeter(arena, plan.sampleRateHz)
  const block = arena.allocFrames(blockFrames)
  chain.reset()
  resampler.reset()
  meter.reset()
  const frames = resampledFrames(source.frames, rates)
  for (let start = 0; start < frames; start += blockFrames) {
    const piece = Math.min(blockFrames, frames - start)
    resampler.render((from, count, at) => chain.read(from, count, at), start, piece, block)
    log.note()
    meter.add(block, piece)
    if (!isSource) scratch.write(arena, block, start, piece)
    onFrames(start + piece, frames)
  }
  const stored: AudioSource = {
    frames,
    sampleRateHz: plan.sampleRateHz,
    read: (reader, at, start, count) => scratch.read(reader, at, start, count),
  }
  return {
    audio: isSource ? source : stored,
    reading: meter.read(),
    momentaryMaxLufs: meter.momentaryMaxLufs(),
    reductions: log.read(),
    beforeVinyl: vinyl && {
      truePeakDbtp: vinyl.peak.peakDbtp,
      lows: vinyl.lows?.history ?? null,
      flatTops: vinyl.clips.flatTops,
    },
  }
}

/** The vinyl filter, and what listens ahead of it. */
function vinylChain(plan: VinylPlan, arena: Arena, sampleRateHz: number) {
  const { lowMono } = plan
  const clips = new ClipTap(arena, sampleRateHz)
  const peak = new PeakTap(arena)
  const lows = lowMono && new LowsTap(lowMono.freqHz, arena, sampleRateHz)
  const processors = [peak, ...(lows ? [lows] : []), new VinylFilter(plan, arena, sampleRateHz)]
  return { clips, processors, peak, lows }
}

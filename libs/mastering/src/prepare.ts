import { type Arena, type Processor, Resampler, resampledFrames } from '@mixwright/dsp'
import type { AudioSource, Scratch } from './audio-source.ts'
import { Float32Rounding } from './float32-rounding.ts'
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
  const { plan, source, sourceReading, scratch, arena, blockFrames, onFrames } = preparation
  const programme = openProgramme(preparation)
  const { audio, isSource } = programme
  if (isSource && sourceReading) {
    const { momentaryMaxLufs, ...reading } = sourceReading
    return { audio, reading, momentaryMaxLufs, reductions: [], beforeVinyl: null }
  }
  const meter = new ReadingMeter(arena, plan.sampleRateHz)
  const block = arena.allocFrames(blockFrames)
  meter.reset()
  for (let start = 0; start < audio.frames; start += blockFrames) {
    const piece = Math.min(blockFrames, audio.frames - start)
    audio.read(arena, block, start, piece)
    meter.add(block, piece)
    if (!isSource) scratch.write(arena, block, start, piece)
    onFrames(start + piece, audio.frames)
  }
  const stored: AudioSource = {
    frames: audio.frames,
    sampleRateHz: plan.sampleRateHz,
    read: (reader, at, start, count) => scratch.read(reader, at, start, count),
  }
  return {
    audio: isSource ? source : stored,
    reading: meter.read(),
    momentaryMaxLufs: meter.momentaryMaxLufs(),
    reductions: programme.reductions(),
    beforeVinyl: programme.beforeVinyl(),
  }
}

/** A programme that is computed while it is read. */
export interface Programme {
  /** Read forwards, once, a block at a time: 32-bit floats. The source itself where nothing changes it. */
  audio: AudioSource
  isSource: boolean
  /** Of the inserts, once the audio has been read. */
  reductions(): ReductionCourse[]
  /** Likewise; null for what is no record. */
  beforeVinyl(): BeforeVinyl | null
}

/** Inserts, vinyl filters and sample-rate conversion, in this order. */
export function openProgramme({ plan, source, sourceReading, inserts, arena, blockFrames }: Preparation): Programme {
  const knownPeakDbtp = inserts.length === 0 ? sourceReading?.truePeakDbtp : undefined
  const vinyl = plan.vinyl && vinylChain(plan.vinyl, arena, source.sampleRateHz, knownPeakDbtp)
  const processors = vinyl ? [vinyl.clips, ...inserts, ...vinyl.processors] : inserts
  const rates = { fromHz: source.sampleRateHz, toHz: plan.sampleRateHz }
  if (processors.length === 0 && rates.fromHz === rates.toHz) {
    return { audio: source, isSource: true, reductions: () => [], beforeVinyl: () => null }
  }
  const chain = new InsertChain(source, processors, arena, blockFrames)
  const resampler = new Resampler(rates, arena)
  const log = new ReductionLog([...inserts.entries()], blockFrames / plan.sampleRateHz)
  const floats = new Float32Rounding(arena, blockFrames)
  chain.reset()
  resampler.reset()
  return {
    audio: {
      frames: resampledFrames(source.frames, rates),
      sampleRateHz: plan.sampleRateHz,
      read(_, at, start, frames) {
        resampler.render((from, count, to) => chain.read(from, count, to), start, frames, at)
        floats.process(at, frames)
        log.note()
      },
    },
    isSource: false,
    reductions: () => log.read(),
    beforeVinyl: () =>
      vinyl && {
        truePeakDbtp: vinyl.peakDbtp(),
        lows: vinyl.lows?.finish() ?? null,
        flatTops: vinyl.clips.flatTops,
      },
  }
}

/** The vinyl filter, and what listens ahead of it; a peak that is known is not measured again. */
function vinylChain(plan: VinylPlan, arena: Arena, sampleRateHz: number, knownPeakDbtp: number | undefined) {
  const { lowMono } = plan
  const clips = new ClipTap(arena, sampleRateHz)
  const peak = knownPeakDbtp === undefined ? new PeakTap(arena) : null
  const lows = lowMono && new LowsTap(lowMono.freqHz, arena, sampleRateHz)
  const taps = [peak, lows].filter((tap) => tap !== null)
  return {
    clips,
    processors: [...taps, new VinylFilter(plan, arena, sampleRateHz)],
    lows,
    peakDbtp: () => peak?.peakDbtp ?? knownPeakDbtp!,
  }
}

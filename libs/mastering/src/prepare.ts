import { type Arena, type Processor, Resampler, resampledFrames } from '@mixwright/dsp'
import type { AudioSource, Scratch } from './audio-source.ts'
import { InsertChain } from './insert-chain.ts'
import type { Reading } from './loudness-solve.ts'
import type { MasterPlan } from './master-plan.ts'
import { ReadingMeter } from './reading-meter.ts'
import { VinylFilter } from './vinyl-filter.ts'

/** A programme after inserts, vinyl filters and sample-rate conversion: what gain and limiter begin from. */
export interface Prepared {
  audio: AudioSource
  reading: Reading
}

export interface Preparation {
  plan: MasterPlan
  source: AudioSource
  inserts: readonly Processor[]
  scratch: Scratch
  arena: Arena
  blockFrames: number
  onFrames: (done: number, of: number) => void
}

/** Computes it once into the scratch store; where nothing changes the source, that is read instead. */
export function prepare({ plan, source, inserts, scratch, arena, blockFrames, onFrames }: Preparation): Prepared {
  const processors = [...inserts]
  if (plan.lowMonoHz !== null) {
    processors.push(new VinylFilter({ lowMonoHz: plan.lowMonoHz }, arena, source.sampleRateHz))
  }
  const rates = { fromHz: source.sampleRateHz, toHz: plan.sampleRateHz }
  const isSource = processors.length === 0 && rates.fromHz === rates.toHz
  const chain = new InsertChain(source, processors, arena, blockFrames)
  const resampler = new Resampler(rates, arena)
  const meter = new ReadingMeter(arena, plan.sampleRateHz)
  const block = arena.allocFrames(blockFrames)
  chain.reset()
  resampler.reset()
  meter.reset()
  const frames = resampledFrames(source.frames, rates)
  for (let start = 0; start < frames; start += blockFrames) {
    const piece = Math.min(blockFrames, frames - start)
    resampler.render((from, count, at) => chain.read(from, count, at), start, piece, block)
    meter.add(block, piece)
    if (!isSource) scratch.write(arena, block, start, piece)
    onFrames(start + piece, frames)
  }
  const stored: AudioSource = {
    frames,
    sampleRateHz: plan.sampleRateHz,
    read: (reader, at, start, count) => scratch.read(reader, at, start, count),
  }
  return { audio: isSource ? source : stored, reading: meter.read() }
}

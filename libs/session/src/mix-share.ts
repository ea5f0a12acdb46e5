import { Arena } from '@mixwright/kernels'
import { Desk, type StemSink } from '@mixwright/mixer'
import { Gate } from './gate.ts'
import type { JobResult, MixJob } from './job.ts'
import { MixFile } from './mix-file.ts'
import { SongStem } from './song-stem.ts'
import { StemFiles } from './stem-files.ts'
import { StripLevels } from './strip-levels.ts'
import { StripMeters } from './strip-meters.ts'

/** Blocks between two reports of progress. */
const REPORT_BLOCKS = 64

/** Computes one worker's share of a mix; the worker that owns the mix bus also writes and measures it. */
export function mixShare(job: MixJob, onProgress: (done: number) => void): JobResult<MixJob> {
  const { plan, worker, workers } = job
  const arena = new Arena(job.memory)
  const file = new MixFile(job.mixPath, plan.sampleRateHz, arena)
  const openStem = (stem: number) => new SongStem(job.stems[stem]!, plan.sampleRateHz, arena)
  const stemFiles = job.stemPaths && new StemFiles(job.stemPaths, plan.sampleRateHz, arena)
  const levels = new StripLevels(job.levels, arena, plan.sampleRateHz)
  const mixBus = plan.strips.length - 1
  const inputs = plan.strips[mixBus]!.inputs.length
  const meters = job.metersStrips ? new StripMeters(inputs, plan.sampleRateHz, arena) : undefined
  const tap = (bus: number) => bothOf(bus === mixBus ? (stemFiles ?? meters) : undefined, levels.sink(bus))
  const desk = new Desk(plan, { arena, workers, openStem, sink: file, tap })
  desk.reset(worker)
  new Gate(job.gate, workers).pass()
  let blocks = 0
  const songFrames = plan.lengthFrames ?? plan.stemsEndFrame
  const report = (songFrame: number) => {
    if (worker === 0 && blocks++ % REPORT_BLOCKS === 0) onProgress(Math.min(1, songFrame / songFrames))
  }
  try {
    const frames = desk.run(worker, report)
    if (frames === null) return { written: null, levels: levels.read() }
    stemFiles?.finish(frames)
    const strips = meters ? { strips: meters.read(songFrames) } : {}
    return { written: { frames, ...file.finish(), ...strips }, levels: levels.read() }
  } finally {
    file.abort()
    stemFiles?.abort()
  }
}

function bothOf(first: StemSink | undefined, second: StemSink | undefined): StemSink | undefined {
  if (!first || !second) return first ?? second
  return {
    write(input, audio, frames) {
      first.write(input, audio, frames)
      second.write(input, audio, frames)
    },
  }
}

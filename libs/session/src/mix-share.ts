import { Arena } from '@mixwright/kernels'
import { Desk, type StemSink } from '@mixwright/mixer'
import { Gate } from './gate.ts'
import type { JobResult, MixJob } from './job.ts'
import { MixFile } from './mix-file.ts'
import { SongStem } from './song-stem.ts'
import { StemFiles } from './stem-files.ts'
import { StripCourse } from './strip-course.ts'
import { StripMeters } from './strip-meters.ts'

/** Blocks between two reports of progress. */
const REPORT_BLOCKS = 64

/** Computes one worker's share of a mix; the worker that owns the mix bus also writes and measures it. */
export function mixShare(job: MixJob, onProgress: (done: number) => void): JobResult<MixJob> {
  const { plan, worker, workers } = job
  const arena = new Arena(job.memory)
  const file = new MixFile(job.mixPath, plan.sampleRateHz, arena, job.courses)
  const openStem = (stem: number) => new SongStem(job.stems[stem]!, plan.sampleRateHz, arena)
  const stemFiles = job.stemPaths && new StemFiles(job.stemPaths, plan.sampleRateHz, arena)
  const meters = new StripMeters(job.taps, arena, plan.sampleRateHz)
  const mixBus = plan.strips.length - 1
  const tap = (bus: number) => bothOf(bus === mixBus ? stemFiles : undefined, meters.sink(bus))
  const { courses } = job
  const watches = plan.strips.map((_, strip) => courses && new StripCourse(strip, courses, plan.sampleRateHz, arena))
  const watch = (strip: number) => watches[strip]
  const desk = new Desk(plan, { arena, workers, openStem, sink: file, tap, watch })
  desk.reset(worker)
  new Gate(job.gate, workers).pass()
  let blocks = 0
  const songFrames = plan.lengthFrames ?? plan.stemsEndFrame
  const report = (songFrame: number) => {
    if (worker === 0 && blocks++ % REPORT_BLOCKS === 0) onProgress(Math.min(1, songFrame / songFrames))
  }
  try {
    const frames = desk.run(worker, report)
    const strips = meters.read(songFrames)
    const followed = watches.flatMap((one) => (one?.hasTaken ? [one.read()] : []))
    if (frames === null) return { written: null, strips, courses: followed }
    stemFiles?.finish(frames)
    return { written: { frames, ...file.finish() }, strips, courses: followed }
  } finally {
    file.abort()
    stemFiles?.abort()
  }
}

function bothOf(first: StemSink | undefined, second: StemSink | undefined): StemSink | undefined {
  if (!first || !second) return first ?? second
  return {
    hears: (input) => first.hears(input) || second.hears(input),
    write(input, audio, frames) {
      for (const sink of [first, second]) if (sink.hears(input)) sink.write(input, audio, frames)
    },
  }
}

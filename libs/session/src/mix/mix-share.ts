import { Arena } from '@mixwright/kernels'
import { Desk, type StemSink } from '@mixwright/mixer'
import type { JobResult, MixJob } from '../job.ts'
import { Gate } from '../song/gate.ts'
import { SongStem } from '../song/song-stem.ts'
import { StemFiles } from '../song/stem-files.ts'
import { MixFile } from './mix-file.ts'
import { StripCourse, stripAnalysis } from './strip-course.ts'
import { StripMeters } from './strip-meters.ts'
import { type SumRecording, SumSource, SumWriter } from './sum-recording.ts'

/** Blocks between two reports of progress. */
const REPORT_BLOCKS = 64

/** Computes one worker's share of a mix; the worker that owns the mix bus also writes and measures it. */
export function mixShare(job: MixJob, onProgress: (done: number) => void): JobResult<MixJob> {
  const { plan, worker, workers } = job
  const arena = new Arena(job.memory)
  const file = new MixFile(job.mixPath, plan.sampleRateHz, arena, job.courses)
  const recordings = job.recordings.map((recording) => new SumSource(recording, arena))
  const openStem = (stem: number) => {
    return recordings[stem - job.stems.length] ?? new SongStem(job.stems[stem]!, plan.sampleRateHz, arena)
  }
  const writers = new Map(
    [...job.sumPaths].map(([sum, path]) => [sum, new SumWriter(path, plan.stemsEndFrame, arena)] as const),
  )
  const stemFiles = job.stemPaths && new StemFiles(job.stemPaths, plan.sampleRateHz, arena)
  const meters = new StripMeters(job.taps, arena, plan.sampleRateHz, plan.lengthFrames)
  const mixBus = plan.strips.length - 1
  const tap = (bus: number) => bothOf(bus === mixBus ? stemFiles : undefined, meters.sink(bus))
  const { courses } = job
  // Workers compute at the same time in one memory: each has its own.
  const analyses = Array.from({ length: courses ? workers : 0 }, () => stripAnalysis(arena, plan.sampleRateHz))
  const watches = Array.from(
    { length: job.stripCount },
    (_, strip) => courses && new StripCourse(strip, courses, analyses[worker]!, arena),
  )
  const watch = (strip: number) => watches[strip]
  const keep = (sum: number) => writers.get(sum)
  const desk = new Desk(plan, { arena, workers, openStem, sink: file, tap, watch, keep })
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
    const recorded = [...writers].flatMap(([sum, writer]): [number, SumRecording][] => {
      const recording = writer.finish()
      return recording ? [[sum, recording]] : []
    })
    const missed = recordings.flatMap(({ missedFrame }) => missedFrame ?? [])
    const missedFrame = missed.length > 0 ? Math.min(...missed) : null
    const share = { strips, courses: followed, sums: desk.sums(worker), recorded: new Map(recorded), missedFrame }
    if (frames === null) return { written: null, ...share }
    stemFiles?.finish(frames)
    return { written: { frames, latencyFrames: desk.latencyFrames, ...file.finish() }, ...share }
  } finally {
    file.abort()
    stemFiles?.abort()
    for (const one of [...writers.values()]) one.abort()
    for (const one of recordings) one.close()
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

import { encodePcm, openPcm, type PcmFile, WavWriter } from '@mixwright/audio-files'
import { Resampler, resampledFrames } from '@mixwright/dsp'
import { Arena, dbToGain, type Pointer } from '@mixwright/kernels'
import { type Measurement, Meter } from '@mixwright/metering'
import type { CompareJob, CompareOutputs } from '../job.ts'

const PIECE_FRAMES = 8192
const REPORT_FRAMES = 1 << 18

/** Measures, and writes when asked to, the difference of two files; the shorter one is followed by silence. */
export function compareShare({ from, to, write }: CompareJob, onProgress: (done: number) => void): Measurement {
  const { sampleRateHz } = to
  const arena = new Arena()
  const readers = [from, to].map((file) => new RatedReader(file, sampleRateHz, arena)) as [RatedReader, RatedReader]
  const meter = new Meter(arena, sampleRateHz, 2)
  const outputs = write && new CompareFiles(write, sampleRateHz, arena)
  const [a, b, difference] = [0, 1, 2].map(() => arena.allocFrames(PIECE_FRAMES)) as [Pointer, Pointer, Pointer]
  const frames = Math.max(readers[0].frames, readers[1].frames)
  meter.reset()
  try {
    for (let frame = 0; frame < frames; frame += PIECE_FRAMES) {
      const piece = Math.min(PIECE_FRAMES, frames - frame)
      readers[0].read(a, frame, piece)
      readers[1].read(b, frame, piece)
      subtract(arena, a, b, difference, piece)
      meter.add(difference, piece)
      outputs?.write(a, b, difference, piece)
      if (frame % REPORT_FRAMES === 0) onProgress(frame / frames)
    }
    outputs?.finish(readers[0].frames, readers[1].frames)
    return meter.read()
  } finally {
    outputs?.abort()
    for (const reader of readers) reader.close()
  }
}

/** A file from its first frame on, at another sample rate if need be. */
class RatedReader {
  readonly frames: number
  readonly #reader: ReturnType<typeof openPcm>
  readonly #resampler: Resampler | undefined

  constructor(file: PcmFile, sampleRateHz: number, arena: Arena) {
    const rates = { fromHz: file.sampleRateHz, toHz: sampleRateHz }
    this.frames = resampledFrames(file.frames, rates)
    this.#reader = openPcm(file, arena)
    this.#resampler = rates.fromHz === rates.toHz ? undefined : new Resampler(rates, arena)
    this.#resampler?.reset()
  }

  read(at: Pointer, startFrame: number, frames: number): void {
    const readFile = (start: number, count: number, to: Pointer) => void this.#reader.readInto(to, start, count)
    if (this.#resampler) this.#resampler.render(readFile, startFrame, frames, at)
    else readFile(startFrame, frames, at)
  }

  close(): void {
    this.#reader.close()
  }
}

function subtract(arena: Arena, a: Pointer, b: Pointer, difference: Pointer, frames: number): void {
  const [from, to, rest] = [a, b, difference].map((at) => arena.f64(at, frames * 2)) as [
    Float64Array,
    Float64Array,
    Float64Array,
  ]
  for (let i = 0; i < rest.length; i++) rest[i] = from[i]! - to[i]!
}

/** Both files at their gains, and the difference. */
class CompareFiles {
  readonly #arena: Arena
  readonly #gains: readonly [number, number]
  readonly #bytes: Pointer
  readonly #writers: WavWriter[] = []

  constructor(outputs: CompareOutputs, sampleRateHz: number, arena: Arena) {
    this.#arena = arena
    this.#gains = [dbToGain(outputs.fromGainDb), dbToGain(outputs.toGainDb)]
    this.#bytes = arena.alloc(PIECE_FRAMES * 8)
    try {
      for (const path of [outputs.fromPath, outputs.toPath, outputs.differencePath]) {
        this.#writers.push(new WavWriter(path, { format: '32f', channels: 2, sampleRateHz }))
      }
    } catch (error) {
      this.abort()
      throw error
    }
  }

  write(a: Pointer, b: Pointer, difference: Pointer, frames: number): void {
    const signals = [a, b].map((at, which) => this.#scaled(at, frames, this.#gains[which]!))
    for (const [index, at] of [...signals, difference].entries()) {
      encodePcm(this.#arena, '32f', at, this.#bytes, frames * 2)
      this.#writers[index]!.write(this.#arena, this.#bytes, frames)
    }
  }

  /** Both files get their own lengths back. */
  finish(fromFrames: number, toFrames: number): void {
    const [from, to, difference] = this.#writers
    from!.finish(fromFrames)
    to!.finish(toFrames)
    difference!.finish()
  }

  abort(): void {
    for (const writer of this.#writers) writer.abort()
  }

  #scaled(at: Pointer, frames: number, gain: number): Pointer {
    const samples = this.#arena.f64(at, frames * 2)
    for (let i = 0; i < samples.length; i++) samples[i] = samples[i]! * gain
    return at
  }
}

import { Arena, type Pointer, type Processor } from '@mixwright/dsp'
import {
  type AudioSource,
  type DeliverySettings,
  type MasterPlan,
  type MasterResult,
  type MasterSink,
  MemoryScratch,
  renderMaster,
  resolveDelivery,
} from '@mixwright/mastering'
import { type Measurement, Meter } from '@mixwright/metering'

/** Left and right. */
export type Stereo = readonly [Float64Array, Float64Array]

export const RATE_HZ = 48000

export function filled(frames: number, value: (n: number) => number): Float64Array {
  const samples = new Float64Array(frames)
  for (let n = 0; n < frames; n++) samples[n] = value(n)
  return samples
}

export function sine(freqHz: number, seconds: number, peak = 1, rateHz = RATE_HZ): Float64Array {
  return filled(Math.round(seconds * rateHz), (n) => peak * Math.sin((2 * Math.PI * freqHz * n) / rateHz))
}

export function sourceOf([left, right]: Stereo, sampleRateHz = RATE_HZ): AudioSource {
  return {
    frames: left.length,
    sampleRateHz,
    read(arena, at, startFrame, frames) {
      const view = arena.f64(at, 2 * frames)
      for (let n = 0; n < frames; n++) {
        view[2 * n] = left[startFrame + n]!
        view[2 * n + 1] = right[startFrame + n]!
      }
    },
  }
}

/** Largest absolute difference of two channels. */
export function largestDifference(a: Float64Array, b: Float64Array): number {
  let most = a.length === b.length ? 0 : Number.NaN
  for (let n = 0; n < a.length; n++) most = Math.max(most, Math.abs(a[n]! - b[n]!))
  return most
}

/** Keeps what the last attempt wrote. */
export class KeptMaster implements MasterSink {
  readonly #blocks: Float64Array[] = []

  restart(): void {
    this.#blocks.length = 0
  }

  write(arena: Arena, at: Pointer, frames: number): void {
    this.#blocks.push(arena.f64(at, 2 * frames).slice())
  }

  /** One channel of all frames. */
  channel(lane: 0 | 1): Float64Array {
    const samples = new Float64Array(this.#blocks.reduce((frames, block) => frames + block.length / 2, 0))
    let frame = 0
    for (const block of this.#blocks) {
      for (let at: number = lane; at < block.length; at += 2) samples[frame++] = block[at]!
    }
    return samples
  }
}

export function planOf(settings: Partial<DeliverySettings>, sessionRateHz = RATE_HZ): MasterPlan {
  const resolved = resolveDelivery({ name: 'test', ...settings }, sessionRateHz)
  if ('problems' in resolved) throw new Error(resolved.problems.map(({ message }) => message).join('; '))
  return resolved.plan
}

export interface Mastered {
  plan: MasterPlan
  result: MasterResult
  left: Float64Array
  right: Float64Array
  measured: Measurement
}

export interface MasterCall {
  sampleRateHz?: number
  inserts?: (arena: Arena) => Processor[]
  blockFrames?: number
  onProgress?: (done: number) => void
  /** The reading of the source is handed over, as for a mix that has been measured. */
  knowsSource?: boolean
  /** All meters are read on the way. */
  isMeasured?: boolean
}

export function master(audio: Stereo, plan: MasterPlan, call: MasterCall = {}): Mastered {
  const { sampleRateHz = RATE_HZ, inserts = () => [], blockFrames = 4096, onProgress = () => {} } = call
  const { knowsSource = false, isMeasured = false } = call
  const arena = new Arena()
  const sink = new KeptMaster()
  const result = renderMaster({
    plan,
    source: sourceOf(audio, sampleRateHz),
    ...(knowsSource ? { sourceReading: measure(audio, sampleRateHz) } : {}),
    inserts: inserts(arena),
    scratch: new MemoryScratch(),
    sink,
    isMeasured,
    arena,
    blockFrames,
    onProgress,
  })
  const [left, right] = [sink.channel(0), sink.channel(1)]
  return { plan, result, left, right, measured: measure([left, right], plan.sampleRateHz) }
}

export function measure(audio: Stereo, sampleRateHz = RATE_HZ): Measurement {
  const arena = new Arena()
  const meter = new Meter(arena, sampleRateHz, 2)
  meter.reset()
  inBlocks(arena, audio, (at, frames) => meter.add(at, frames))
  return meter.read()
}

export function inBlocks(arena: Arena, audio: Stereo, add: (at: Pointer, frames: number) => void, most = 4096): void {
  const at = arena.allocFrames(most)
  const source = sourceOf(audio)
  for (let start = 0; start < source.frames; start += most) {
    const frames = Math.min(most, source.frames - start)
    source.read(arena, at, start, frames)
    add(at, frames)
  }
}

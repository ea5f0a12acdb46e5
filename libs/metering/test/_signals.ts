import { Arena } from '@mixwright/kernels'
import { type ChannelWeights, type LoudnessHistory, LoudnessMeter, Meter, type MeterOptions } from '@mixwright/metering'

export const RATES_HZ = [44100, 48000, 96000] as const

export interface Segment {
  s: number
  /** Peak of the sine; absent for silence. */
  dbfs?: number
}

/** A 1 kHz sine through all segments without a gap, one channel. */
export function toneSegments(sampleRateHz: number, segments: readonly Segment[]): Float64Array {
  const period = Float64Array.from({ length: sampleRateHz / 100 }, (_, n) =>
    Math.sin((2000 * Math.PI * n) / sampleRateHz),
  )
  const lengths = segments.map(({ s }) => Math.round(s * sampleRateHz))
  const samples = new Float64Array(lengths.reduce((sum, length) => sum + length, 0))
  let at = 0
  segments.forEach(({ dbfs }, i) => {
    const gain = dbfs === undefined ? 0 : 10 ** (dbfs / 20)
    const end = at + lengths[i]!
    for (; at < end; at++) samples[at] = gain * period[at % period.length]!
  })
  return samples
}

export function sine(frames: number, cyclesPerFrame: number, peak = 1, phase = 0): Float64Array {
  return Float64Array.from({ length: frames }, (_, n) => peak * Math.sin(2 * Math.PI * cyclesPerFrame * n + phase))
}

/** Linear fades in and out over `frames`, in place. */
export function faded(samples: Float64Array, frames: number): Float64Array {
  for (let n = 0; n < frames; n++) {
    samples[n]! *= n / frames
    samples[samples.length - 1 - n]! *= n / frames
  }
  return samples
}

const PIECE_FRAMES = 8192

/** Hands left and right to `add` through the arena, `pieceFrames` at a time. */
export function feed(
  arena: Arena,
  left: Float64Array,
  right: Float64Array,
  add: (audio: number, frames: number) => void,
  pieceFrames = PIECE_FRAMES,
): void {
  const audio = arena.allocFrames(pieceFrames)
  for (let start = 0; start < left.length; start += pieceFrames) {
    const frames = Math.min(pieceFrames, left.length - start)
    const view = arena.f64(audio, 2 * frames)
    for (let n = 0; n < frames; n++) {
      view[2 * n] = left[start + n]!
      view[2 * n + 1] = right[start + n]!
    }
    add(audio, frames)
  }
}

export interface MeterCall extends MeterOptions {
  sampleRateHz?: number
  channels?: 1 | 2
  pieceFrames?: number
}

/** A meter that has heard left and right (default: the same). */
export function meterOf(left: Float64Array, right = left, call: MeterCall = {}): Meter {
  const { sampleRateHz = 48000, channels = 2, pieceFrames, ...options } = call
  const arena = new Arena()
  const meter = new Meter(arena, sampleRateHz, channels, options)
  meter.reset()
  feed(arena, left, right, (audio, frames) => meter.add(audio, frames), pieceFrames)
  return meter
}

/** Loudness over time of left and right (default: the same). */
export function historyOf(
  sampleRateHz: number,
  left: Float64Array,
  right = left,
  weights: ChannelWeights = [1, 1],
): LoudnessHistory {
  const arena = new Arena()
  const meter = new LoudnessMeter(arena, sampleRateHz, weights)
  meter.reset()
  feed(arena, left, right, (audio, frames) => meter.add(audio, frames))
  return meter.history
}

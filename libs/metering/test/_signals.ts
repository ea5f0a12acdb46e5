import { Arena } from '@mixwright/kernels'
import { type ChannelWeights, type LoudnessHistory, LoudnessMeter, Meter, type MeterOptions } from '@mixwright/metering'

export const RATES_HZ = [44100, 48000, 96000] as const

export interface Segment {
  s: number
  /** Peak of the sine; absent for silence. */
  dbfs?: number
}

/** Words that samples are rounded to. */
export type Word = 16 | 24 | '32f'

/** A loudness meter that hears a 1 kHz sine in both channels, without a gap from one segment to the next. */
export class ToneListener {
  readonly #arena = new Arena()
  readonly #meter: LoudnessMeter
  readonly #period: Float64Array
  readonly #audio: number
  readonly #word: Word
  #frame = 0

  constructor(sampleRateHz: number, word: Word = '32f', weights: ChannelWeights = [1, 1]) {
    this.#word = word
    this.#period = sine(sampleRateHz / 100, 1000 / sampleRateHz)
    this.#audio = this.#arena.allocFrames(PIECE_FRAMES + this.#period.length)
    this.#meter = new LoudnessMeter(this.#arena, sampleRateHz, weights)
    this.#meter.reset()
  }

  hear(...segments: Segment[]): LoudnessHistory {
    for (const { s, dbfs } of segments) {
      const length = this.#period.length
      const view = this.#arena.f64(this.#audio, 2 * (PIECE_FRAMES + length))
      const gain = dbfs === undefined ? 0 : 10 ** (dbfs / 20)
      const period = this.#period.map((x) => rounded(gain * x, this.#word))
      for (let i = 0; i < view.length; i++) view[i] = period[(i >> 1) % length]!
      const end = this.#frame + Math.round(s * 100 * length)
      while (this.#frame < end) {
        const frames = Math.min(PIECE_FRAMES, end - this.#frame)
        this.#meter.add(this.#audio + (this.#frame % length) * 16, frames)
        this.#frame += frames
      }
    }
    return this.#meter.history
  }
}

export function rounded(x: number, word: Word): number {
  return word === '32f' ? Math.fround(x) : Math.round(x * 2 ** (word - 1)) / 2 ** (word - 1)
}

/** Samples of a 1 kHz sine through all segments. */
export function toneSegments(sampleRateHz: number, segments: readonly Segment[]): Float64Array {
  const ends: number[] = []
  for (const { s } of segments) ends.push((ends.at(-1) ?? 0) + Math.round(s * sampleRateHz))
  const samples = sine(ends.at(-1)!, 1000 / sampleRateHz)
  segments.forEach(({ dbfs }, i) => {
    const gain = dbfs === undefined ? 0 : 10 ** (dbfs / 20)
    for (let n = ends[i - 1] ?? 0; n < ends[i]!; n++) samples[n]! *= gain
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
  channels?: number
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

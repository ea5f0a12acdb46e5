import { Arena } from '@mixwright/kernels'
import type { ReadFrames } from './read-frames.ts'
import { Resampler } from './resampler.ts'

/** What a space answers to an impulse. */
export interface ImpulseResponse {
  /** Hz. */
  sampleRateHz: number
  /** Mono: one; stereo: left, right; true stereo: left to left, left to right, right to left, right to right. */
  channels: readonly Float64Array[]
}

/** Responses of the ways through a stereo processor, as pairs: from the left side, from the right side. */
export interface StereoPaths {
  /** Frames by which the paths begin before the response's own frame 0. */
  leadFrames: number
  /** Left to left, right to right. */
  straight: readonly [Float64Array, Float64Array]
  /** Left to right, right to left; undefined where the sides do not mix. */
  crossing: readonly [Float64Array, Float64Array] | undefined
}

/** Filter ringing ahead of a resampled response that is kept, in frames of the lower rate. */
const RINGING_FRAMES = 128

/** A rate at which the energy of a response is its gain for noise; others are brought to it. */
const ENERGY_RATE_HZ = 48000

/** Frames of lead that `stereoPaths` gives. */
export function leadFrames(impulse: ImpulseResponse, sampleRateHz: number): number {
  if (impulse.sampleRateHz === sampleRateHz) return 0
  return RINGING_FRAMES * Math.ceil(sampleRateHz / Math.min(sampleRateHz, impulse.sampleRateHz))
}

/** The response at a session's rate, of the same gain at every frequency that both rates hold. */
export function stereoPaths(impulse: ImpulseResponse, sampleRateHz: number): StereoPaths {
  const lead = leadFrames(impulse, sampleRateHz)
  const pair = (left: Float64Array, right: Float64Array): readonly [Float64Array, Float64Array] =>
    lead === 0 ? [left, right] : resample(left, right, impulse.sampleRateHz, sampleRateHz, lead)
  const [first, second, third, fourth] = impulse.channels
  if (first && second && third && fourth) {
    return { leadFrames: lead, straight: pair(first, fourth), crossing: pair(second, third) }
  }
  if (!first) throw new RangeError('impulse response: got 0 channels, allowed 1, 2 or 4')
  return { leadFrames: lead, straight: pair(first, second ?? first), crossing: undefined }
}

/** Gain that gives noise of independent channels the same power after the response as before it. */
export function unitEnergyGain({ channels, sampleRateHz }: ImpulseResponse): number {
  let energy = 0
  for (const channel of channels) for (const sample of channel) energy += sample * sample
  const outputs = channels.length === 1 ? 1 : 2
  return energy === 0 ? 1 : Math.sqrt((outputs * ENERGY_RATE_HZ) / (energy * sampleRateHz))
}

function resample(
  left: Float64Array,
  right: Float64Array,
  fromHz: number,
  toHz: number,
  lead: number,
): [Float64Array, Float64Array] {
  const arena = new Arena()
  const resampler = new Resampler({ fromHz, toHz }, arena)
  const frames = lead + resampler.outputFrames(left.length)
  const at = arena.allocFrames(frames)
  resampler.reset()
  const read: ReadFrames = (start, count, to) => {
    const view = arena.f64(to, 2 * count).fill(0)
    for (let n = 0; n < Math.min(count, left.length - start); n++) {
      view[2 * n] = left[start + n]!
      view[2 * n + 1] = right[start + n]!
    }
  }
  resampler.render(read, -lead, frames, at)
  const audio = arena.f64(at, 2 * frames)
  const gain = fromHz / toHz // as many samples more as the rate is higher
  return [
    Float64Array.from({ length: frames }, (_, n) => audio[2 * n]! * gain),
    Float64Array.from({ length: frames }, (_, n) => audio[2 * n + 1]! * gain),
  ]
}

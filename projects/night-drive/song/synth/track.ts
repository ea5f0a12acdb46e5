import { secondsToFrames } from '@mixwright/audio'
import { dbToGain, maths } from '@mixwright/kernels'
import { SONG_S } from '../score/tempo.ts'
import { sine } from './sine.ts'

/** What lies below is not music but offset. Hz. */
const OFFSET_CORNER_HZ = 9
/** Fade at the very end. s. */
const FADE_S = 0.25

/** The tape of one stem: instruments add to it, `finish` makes it ready for its file. */
export class Track {
  readonly sampleRateHz: number
  readonly frames: number
  readonly left: Float64Array
  /** The same array as `left` on a mono track. */
  readonly right: Float64Array

  constructor(channels: 1 | 2, sampleRateHz: number, lengthS = SONG_S) {
    this.sampleRateHz = sampleRateHz
    this.frames = secondsToFrames(lengthS, sampleRateHz)
    this.left = new Float64Array(this.frames)
    this.right = channels === 1 ? this.left : new Float64Array(this.frames)
  }

  get channels(): Float64Array[] {
    return this.left === this.right ? [this.left] : [this.left, this.right]
  }

  frameAt(seconds: number): number {
    return secondsToFrames(seconds, this.sampleRateHz)
  }

  /** Takes away offset, fades the last moment, and sets the highest peak. dBFS. */
  finish(peakDbfs: number): this {
    for (const channel of this.channels) {
      removeOffset(channel, this.sampleRateHz)
      fadeOut(channel, this.frameAt(FADE_S))
    }
    let peak = 0
    for (const channel of this.channels) {
      for (let i = 0; i < channel.length; i++) peak = Math.max(peak, Math.abs(channel[i]!))
    }
    const gain = dbToGain(peakDbfs) / peak
    for (const channel of this.channels) for (let i = 0; i < channel.length; i++) channel[i] = channel[i]! * gain
    return this
  }
}

/** Gains of both sides for a place from -1 (left) to 1 (right), of equal power everywhere. */
export function panGains(pan: number): { left: number; right: number } {
  const turn = (pan + 1) / 8
  return { left: sine(turn + 0.25), right: sine(turn) }
}

/** High-pass of the first order. */
function removeOffset(channel: Float64Array, sampleRateHz: number): void {
  const keep = maths.exp((-2 * Math.PI * OFFSET_CORNER_HZ) / sampleRateHz)
  let lastInput = 0
  let output = 0
  for (let i = 0; i < channel.length; i++) {
    const input = channel[i]!
    output = input - lastInput + keep * output
    if (Math.abs(output) < 1e-24) output = 0
    lastInput = input
    channel[i] = output
  }
}

function fadeOut(channel: Float64Array, frames: number): void {
  const first = channel.length - frames
  for (let i = 0; i < frames; i++) channel[first + i] = channel[first + i]! * (1 - (i + 1) / frames)
}

import { noise } from './_render.ts'

const SAMPLE_RATE_HZ = 48000
const PERIOD_FRAMES = SAMPLE_RATE_HZ / 2
/** Settled gain is awaited for this long. */
const LEAD_FRAMES = SAMPLE_RATE_HZ
/** Ceiling under which the signals below are limited, by 9 dB. */
export const ARTEFACT_CEILING_DBTP = -9
const CLICK_FRAMES = 96
const TONE_HZ = 3000
const TONE_PEAK = 0.01
const WINDOW_FRAMES = 96
const GUARD_FRAMES = 480

export type Limit = (samples: Float64Array) => Float64Array

export interface Events {
  samples: Float64Array
  /** First frames of the events. */
  onsets: number[]
  eventFrames: number
}

function eventsOf(count: number, eventFrames: number, background: (n: number) => number, at: (k: number) => number) {
  const onsets = Array.from({ length: count }, (_, i) => LEAD_FRAMES + i * PERIOD_FRAMES)
  const samples = Float64Array.from({ length: LEAD_FRAMES + count * PERIOD_FRAMES }, (_, n) => background(n))
  for (const onset of onsets) for (let k = 0; k < eventFrames; k++) samples[onset + k]! += at(k)
  return { samples, onsets, eventFrames }
}

/** Quiet noise with a full-scale click each half second: 2 ms of 2 kHz under a squared sine. */
export function clicks(count: number): Events {
  const quiet = noise(LEAD_FRAMES + count * PERIOD_FRAMES).left
  const click = (k: number) =>
    Math.sin((Math.PI * k) / CLICK_FRAMES) ** 2 * Math.sin((2 * Math.PI * 2000 * k) / SAMPLE_RATE_HZ)
  return eventsOf(count, CLICK_FRAMES, (n) => 0.012 * quiet[n]!, click)
}

/** A quiet 3 kHz tone with a full-scale burst of whole cycles of 200 Hz each half second. */
export function bursts(burstMs: number, count: number): Events {
  const tone = (n: number) => TONE_PEAK * Math.sin((2 * Math.PI * TONE_HZ * n) / SAMPLE_RATE_HZ)
  const burst = (k: number) => Math.sin((2 * Math.PI * 200 * k) / SAMPLE_RATE_HZ)
  return eventsOf(count, (burstMs * SAMPLE_RATE_HZ) / 1000, tone, burst)
}

/**
 * What a limiter does ahead of clicks: energy of the output less the scaled input in the 5 ms before each onset, over the
 * energy of the click that comes out. The scale is the gain, by least squares, from 200 to 30 ms before the onset, so that
 * only what moves with the click counts.
 */
export function preEchoDb({ samples, onsets }: Events, limit: Limit): number {
  const out = limit(samples)
  let [before, click] = [0, 0]
  for (const onset of onsets) {
    let [product, square] = [0, 0]
    for (let n = onset - 9600; n < onset - 1440; n++) {
      product += samples[n]! * out[n]!
      square += samples[n]! ** 2
    }
    const gain = product / square
    for (let n = onset - 240; n < onset; n++) before += (out[n]! - gain * samples[n]!) ** 2
    for (let n = onset; n < onset + CLICK_FRAMES; n++) click += out[n]! ** 2
  }
  return 10 * Math.log10(before / click)
}

/**
 * How bursts move the tone under them: its gain in dB, demodulated over Hann windows of 2 ms from 10 ms after each burst
 * to 10 ms before the next, as mean and as RMS around that mean.
 */
export function pumping({ samples, onsets, eventFrames }: Events, limit: Limit): { rmsDb: number; meanDb: number } {
  const out = limit(samples)
  const gainsDb = onsets.flatMap((onset) => {
    const from = onset + eventFrames + GUARD_FRAMES
    const windows = Math.floor((onset + PERIOD_FRAMES - GUARD_FRAMES - from) / WINDOW_FRAMES)
    return Array.from({ length: windows }, (_, i) => toneGainDb(out, from + i * WINDOW_FRAMES))
  })
  const meanDb = gainsDb.reduce((sum, gainDb) => sum + gainDb, 0) / gainsDb.length
  const square = gainsDb.reduce((sum, gainDb) => sum + (gainDb - meanDb) ** 2, 0) / gainsDb.length
  return { rmsDb: Math.sqrt(square), meanDb }
}

function toneGainDb(out: Float64Array, from: number): number {
  let [c, s] = [0, 0]
  for (let k = 0; k < WINDOW_FRAMES; k++) {
    const weighed = (1 - Math.cos((2 * Math.PI * (k + 0.5)) / WINDOW_FRAMES)) * out[from + k]!
    const phase = (2 * Math.PI * TONE_HZ * k) / SAMPLE_RATE_HZ
    c += weighed * Math.cos(phase)
    s += weighed * Math.sin(phase)
  }
  return 20 * Math.log10((2 * Math.hypot(c, s)) / WINDOW_FRAMES / TONE_PEAK)
}

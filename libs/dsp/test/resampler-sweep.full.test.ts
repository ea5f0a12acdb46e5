import { spawnSync } from 'node:child_process'
import { Resampler } from '@mixwright/dsp'
import { Arena } from '@mixwright/kernels'
import { describe, expect, test } from 'vitest'
import { missing } from '../../../test/_tools.ts'
import { fitTone, toDb } from './_tone.ts'

const RATES_HZ = [44100, 48000, 88200, 96000, 192000]
const PAIRS = RATES_HZ.flatMap((from) => RATES_HZ.filter((to) => to !== from).map((to) => [from, to] as const))
const PASS_HZ = [20, 60, 250, 997, 3001, 7001, 10007, 13007, 16001, 18013, 19001, 19501, 20000]
const PASS_BAND_DB = 0.01
const STOP_BAND_DB = -140
const SECONDS = 0.12
/** Of the lower rate: what a start and an end leave in the filters. */
const EDGE_FRAMES = 500
const without = missing('sox')

/** What a converter does to tones. */
interface Figures {
  /** Furthest that a tone up to 20 kHz is from its level. dB */
  rippleDb: number
  /** Highest of what comes out beside such a tone, and of what is left of tones that cannot come out. dB */
  spurDb: number
}

/** Between the edge of the pass band and half the input rate: images on the way up, aliases on the way down. */
function stopTones(from: number, to: number): number[] {
  const low = from > to ? to / 2 : 20_000
  return Array.from({ length: 11 }, (_, step) => low + (0.998 * (from / 2) - low) * (step / 10) ** 2)
}

type Convert = (tones: readonly Float64Array[], from: number, to: number) => Float64Array[]

function measured(from: number, to: number, convert: Convert): Figures {
  const stopHz = stopTones(from, to)
  const freqsHz = [...PASS_HZ, ...stopHz]
  const frames = Math.ceil(SECONDS * from)
  const tones = freqsHz.map((freqHz) => {
    return Float64Array.from({ length: frames }, (_, n) => 0.5 * Math.sin((2 * Math.PI * freqHz * n) / from))
  })
  const edge = Math.ceil((EDGE_FRAMES * to) / Math.min(from, to))
  let [rippleDb, spurDb] = [0, Number.NEGATIVE_INFINITY]
  convert(tones, from, to).forEach((out, index) => {
    const freqHz = freqsHz[index]!
    const { amplitude, rest } = fitTone(out.subarray(edge, out.length - edge), freqHz, to)
    const isAlias = freqHz > to / 2
    if (freqHz <= 20_000 && !isAlias) rippleDb = Math.max(rippleDb, Math.abs(toDb(amplitude / 0.5)))
    spurDb = Math.max(spurDb, toDb((isAlias ? Math.hypot(rest, amplitude) : rest) / 0.5))
  })
  return { rippleDb, spurDb }
}

/** Two tones at a time, as left and right. */
function ours(tones: readonly Float64Array[], from: number, to: number): Float64Array[] {
  return tones.flatMap((left, index) => (index % 2 === 0 ? convertPair(left, tones[index + 1] ?? left, from, to) : []))
}

function convertPair(left: Float64Array, right: Float64Array, fromHz: number, toHz: number): Float64Array[] {
  const arena = new Arena()
  const resampler = new Resampler({ fromHz, toHz }, arena)
  resampler.reset()
  const frames = resampler.outputFrames(left.length)
  const at = arena.allocFrames(frames)
  resampler.render(
    (start, count, to) => {
      const view = arena.f64(to, 2 * count)
      for (let n = 0; n < count; n++) view.set([left[start + n] ?? 0, right[start + n] ?? 0], 2 * n)
    },
    0,
    frames,
    at,
  )
  const out = arena.f64(at, 2 * frames)
  return [0, 1].map((channel) => Float64Array.from({ length: frames }, (_, n) => out[2 * n + channel]!))
}

/** Every tone a channel of its own. */
function sox(tones: readonly Float64Array[], from: number, to: number): Float64Array[] {
  const channels = tones.length
  const frames = tones[0]!.length
  const input = new Float64Array(channels * frames)
  tones.forEach((tone, channel) => {
    for (let n = 0; n < frames; n++) input[n * channels + channel] = tone[n]!
  })
  const raw = ['-t', 'raw', '-e', 'floating-point', '-b', '64', '-c', String(channels)]
  const args = ['-D', ...raw, '-r', String(from), '-', ...raw, '-', 'rate', '-v', String(to)]
  const { stdout } = spawnSync('sox', args, { input: Buffer.from(input.buffer), maxBuffer: 1 << 28 })
  const out = new Float64Array(Uint8Array.from(stdout).buffer)
  return tones.map((_, channel) =>
    Float64Array.from({ length: out.length / channels }, (_, n) => out[n * channels + channel]!),
  )
}

describe.each(PAIRS)('%i → %i Hz', (from, to) => {
  const figures = measured(from, to, ours)

  test('is flat within 0.01 dB to 20 kHz, aliases and images are under -140 dB', () => {
    expect(figures.rippleDb).toBeLessThan(PASS_BAND_DB)
    expect(figures.spurDb).toBeLessThan(STOP_BAND_DB)
  })

  test.skipIf(without)('is no less flat than `sox rate -v`, which keeps the same limit of spurs', () => {
    const beside = measured(from, to, sox)
    expect(figures.rippleDb, JSON.stringify({ figures, beside })).toBeLessThanOrEqual(beside.rippleDb + 1e-4)
    expect(beside.spurDb, JSON.stringify({ figures, beside })).toBeLessThan(STOP_BAND_DB)
  })
})

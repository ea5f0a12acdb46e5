import { Random } from '@mixwright/audio'
import { Arena } from '@mixwright/kernels'
import { type Peaks, TruePeakMeter } from '@mixwright/metering'
import { describe, expect, test } from 'vitest'
import { faded, feed, meterOf, RATES_HZ, sine } from './_signals.ts'
import { everyPointPeak, ituTaps, kaiserSinc } from './reference/interpolation.ts'

const EBU_ABOVE_DB = 0.2
const EBU_BELOW_DB = 0.4
/** Worst reading of a steady sine up to 0.45 of the rate: what the grid of eight misses. */
const GRID_BELOW_DB = 0.11
const GRID_ABOVE_DB = 0.01
const REGRESSION_DB = 0.01
/** The twin adds in another order. */
const ROUNDING = 1e-12
const FADE_S = 0.01

function peaksOf(left: Float64Array, right = left, pieceFrames?: number): Peaks {
  const arena = new Arena()
  const meter = new TruePeakMeter(arena)
  meter.reset()
  feed(arena, left, right, (audio, frames) => meter.add(audio, frames), pieceFrames)
  return meter.read()
}

const db = (gain: number) => 20 * Math.log10(gain)
const degrees = (angle: number) => (angle * Math.PI) / 180

/** What the whole meter reads at a rate, in dB. */
function readingsOf(sampleRateHz: number, samples: Float64Array): Record<'sample' | 'true' | 'itu', number> {
  const { samplePeakDbfs, truePeakDbtp, truePeakItuDbtp } = meterOf(samples, samples, { sampleRateHz }).read()
  return { sample: samplePeakDbfs, true: truePeakDbtp, itu: truePeakItuDbtp }
}

function expectEbu(readingDbtp: number, expectedDbtp: number): void {
  expect(readingDbtp).toBeLessThanOrEqual(expectedDbtp + EBU_ABOVE_DB)
  expect(readingDbtp).toBeGreaterThanOrEqual(expectedDbtp - EBU_BELOW_DB)
}

describe.each(RATES_HZ)('true peak on EBU Tech 3341 at %d Hz', (rateHz) => {
  test.each([
    [15, 4, 0.5, 0, -6, -6.217, -6.02],
    [16, 4, 0.5, 45, -6, -5.976, -6.02],
    [17, 6, 0.5, 60, -6, -6.313, -6.02],
    [18, 8, 0.5, 67.5, -6, -6.026, -6.02],
    [19, 4, 1.41, 45, 3, 3.029, 2.985],
  ])('case %d: fs/%d at %d of full scale, phase %d°, reads %d dBTP', (_, period, peak, phase, dbtp, itu, long) => {
    const tone = sine(rateHz, 1 / period, peak, degrees(phase))
    const readings = readingsOf(rateHz, faded(tone, FADE_S * rateHz))
    expectEbu(readings.true, dbtp)
    expectEbu(readings.itu, dbtp)
    expect(Math.abs(readings.true - long)).toBeLessThanOrEqual(REGRESSION_DB)
    expect(Math.abs(readings.itu - itu)).toBeLessThanOrEqual(REGRESSION_DB)
  })

  test.each([
    [20, 0, -0.13, -0.146],
    [21, 1, -0.46, -0.08],
    [22, 2, -2.51, -0.204],
    [23, 3, -0.46, -0.08],
  ])('case %d: one loud period between samples, offset %d, reads 0 dBTP', (_, offset, sampleDbfs, itu) => {
    const readings = readingsOf(rateHz, loudPeriod(offset, FADE_S * rateHz))
    expectEbu(readings.true, 0)
    expectEbu(readings.itu, 0)
    expect(Math.abs(readings.sample - sampleDbfs)).toBeLessThanOrEqual(REGRESSION_DB)
    expect(Math.abs(readings.true - -0.115)).toBeLessThanOrEqual(REGRESSION_DB)
    expect(Math.abs(readings.itu - itu)).toBeLessThanOrEqual(REGRESSION_DB)
  })
})

describe('true peak', () => {
  test('reads steady sines up to 0.45 of the sample rate within -0.11 … +0.01 dB at any phase', () => {
    for (const cycles of [0.01, 0.05, 0.1, 0.2, 0.25, 0.3, 0.35, 0.4, 0.45]) {
      for (let phase = 0; phase < 180; phase += 9) {
        const reading = db(peaksOf(faded(sine(2400, cycles, 1, degrees(phase)), 1000)).true)
        expect(reading, `${cycles} fs at ${phase}°`).toBeLessThanOrEqual(GRID_ABOVE_DB)
        expect(reading, `${cycles} fs at ${phase}°`).toBeGreaterThanOrEqual(-GRID_BELOW_DB)
      }
    }
  })

  const random = Random.named('true peak')
  const noise = (frames: number) => Float64Array.from({ length: frames }, () => random.bipolar())
  const programmes: Record<string, Float64Array> = {
    'white noise': noise(9000),
    'noise that swells': noise(9000).map((x, n) => (x * n) / 9000),
    'noise that dies away': noise(9000).map((x, n) => x * 0.999 ** n),
    'a bass note under quiet hiss': sine(9000, 0.002, 0.8).map((x) => x + 0.01 * random.bipolar()),
    'a square wave': sine(9000, 0.0301).map((x) => Math.sign(x)),
    'alternating full scale': noise(6000).map((_, n) => (n % 2 ? 1 : -1)),
    'sparse impulses': noise(9000).map((x, n) => (n % 997 === 0 ? x : 0)),
    'one frame': Float64Array.of(-1),
    'an offset that starts and stops': new Float64Array(5000).fill(0.7),
  }

  test.each(Object.keys(programmes))('finds on %s what computing every point finds', (name) => {
    const samples = programmes[name]!
    const peaks = peaksOf(samples)
    const every = everyPointPeak(samples, kaiserSinc())
    expect(Math.abs(peaks.true / every - 1)).toBeLessThanOrEqual(ROUNDING)
    expect(Math.abs(peaks.itu / everyPointPeak(samples, ituTaps()) - 1)).toBeLessThanOrEqual(ROUNDING)
    expect(peaks.sample).toBe(Math.max(...samples.map(Math.abs)))
  })

  test('is found in either channel, also in the ring before the first and after the last sample', () => {
    const quiet = noise(204).map((x) => 0.1 * x)
    const edge = Float64Array.of(1, -1, 1, -1)
    const expected = peaksOf(edge).true
    expect(expected).toBeGreaterThan(1.2)
    expect(peaksOf(quiet, Float64Array.from([...edge, ...new Float64Array(200)])).true).toBe(expected)
    for (let silence = 4000; silence < 4200; silence += 3) {
      const late = new Float64Array(silence + edge.length)
      late.set(edge, silence)
      expect(peaksOf(late, new Float64Array(late.length)).true, `after ${silence} frames`).toBe(expected)
    }
  })

  test('of silence is 0', () => {
    expect(peaksOf(new Float64Array(10000))).toEqual({ sample: 0, true: 0, itu: 0 })
    expect(peaksOf(new Float64Array(0))).toEqual({ sample: 0, true: 0, itu: 0 })
  })
})

/**
 * EBU cases 20 to 23: fs/6 at half scale around one period of fs/4 at full scale, built at four times the rate,
 * low-passed at fs/2 and decimated from `offset` on.
 */
function loudPeriod(offset: number, fadeFrames: number): Float64Array {
  const before = 24 * 400
  const curve = new Float64Array(2 * before + 16)
  for (let n = 0; n < curve.length; n++) {
    const late = n - before - 16
    if (n < before) curve[n] = 0.5 * Math.sin((2 * Math.PI * n) / 24)
    else if (late < 0) curve[n] = Math.sin((2 * Math.PI * (n - before)) / 16)
    else curve[n] = 0.5 * Math.sin((2 * Math.PI * late) / 24)
  }
  faded(curve, 4 * fadeFrames)
  const taps = kaiserSinc({ points: 4, half: 32, beta: 10 })
  const samples = new Float64Array(Math.floor((curve.length - offset) / 4))
  for (let n = 0; n < samples.length; n++) {
    for (let k = -128; k <= 128; k++) samples[n]! += (curve[offset + 4 * n + k] ?? 0) * taps.at(k) * 0.25
  }
  return samples
}

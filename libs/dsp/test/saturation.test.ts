import { Arena, Saturation, type SaturationCurve, type SaturationOptions } from '@mixwright/dsp'
import { describe, expect, test } from 'vitest'
import { scaled, testProcessorRules } from './_processor-rules.ts'
import { noise, render, type Stereo, sameBits } from './_render.ts'
import { transform } from './_spectrum.ts'
import { fitTone, toDb } from './_tone.ts'

const RATE_HZ = 48000
const CURVES: readonly SaturationCurve[] = ['tape', 'tube', 'soft', 'hard']
const OPTIONS: SaturationOptions = { curve: 'tape', driveDb: 12, toneDb: 0, mix: 1 }
const ALIAS_LIMIT_DB = -80
const CURVE_TOLERANCE_DB = 0.01
/** Part of the signal; a hundredth of a frame would be 8e-3 at 6 kHz. */
const ALIGNED_TOLERANCE = 2e-3

function run(options: Partial<SaturationOptions>, input: Stereo, rateHz = RATE_HZ): Stereo {
  const arena = new Arena()
  const saturation = new Saturation({ ...OPTIONS, ...options }, arena, rateHz)
  saturation.reset()
  return render(saturation, arena, input, 4096)
}

function sine(frames: number, freqHz: number, peak: number, rateHz = RATE_HZ): Stereo {
  const left = Float64Array.from({ length: frames }, (_, n) => peak * Math.sin((2 * Math.PI * freqHz * n) / rateHz))
  return { left, right: left.slice() }
}

/** Peak of each bin after 32768 frames of a full-scale sine of about 5 kHz, on an odd bin, and that bin. */
function harmonics(curve: SaturationCurve, rateHz: number, driveDb = 12): { peaks: Float64Array; bin: number } {
  const size = 16384
  const bin = 2 * Math.floor((2500 / rateHz) * size) + 1
  const out = run({ curve, driveDb }, sine(3 * size, (bin * rateHz) / size, 1, rateHz), rateHz)
  const re = out.left.slice(2 * size)
  const im = new Float64Array(size)
  transform(re, im)
  return { bin, peaks: Float64Array.from({ length: size / 2 }, (_, k) => (2 * Math.hypot(re[k]!, im[k]!)) / size) }
}

/** First harmonic of f(peak * sin), by the middle of 4096 steps. */
function firstHarmonic(f: (x: number) => number, peak: number): number {
  let sum = 0
  for (let i = 0; i < 4096; i++) {
    const s = Math.sin((2 * Math.PI * (i + 0.5)) / 4096)
    sum += f(peak * s) * s
  }
  return sum / 2048
}

const FORMULAS = {
  tube: (x: number) => (Math.tanh(x + 0.4) - Math.tanh(0.4)) / (1 - Math.tanh(0.4) ** 2),
  soft: (x: number) => Math.tanh(x + x ** 3 / 6),
  hard: (x: number) => Math.min(1, Math.max(-1, x)),
}

describe('Saturation', () => {
  test.each(
    CURVES.flatMap((curve) => [
      [curve, 48000],
      [curve, 44100],
    ]) as [SaturationCurve, number][],
  )('%s keeps aliases of a 5 kHz sine at +12 dB drive 80 dB under it at %i Hz', (curve, rateHz) => {
    const { peaks, bin } = harmonics(curve, rateHz)
    const between = peaks.filter((_, k) => k % bin !== 0 && k > 4)
    expect(toDb(Math.max(...between) / peaks[bin]!)).toBeLessThan(ALIAS_LIMIT_DB)
    expect(toDb(peaks[3 * bin]! / peaks[bin]!)).toBeGreaterThan(-15)
  })

  test('tube has even harmonics, and no offset 0.7 s on; soft and hard have no even harmonics', () => {
    const tube = harmonics('tube', RATE_HZ)
    expect(toDb(tube.peaks[2 * tube.bin]! / tube.peaks[tube.bin]!)).toBeGreaterThan(-25)
    expect(toDb(tube.peaks[0]! / 2)).toBeLessThan(-100)
    for (const curve of ['soft', 'hard'] as const) {
      const { peaks, bin } = harmonics(curve, RATE_HZ)
      expect(toDb(peaks[2 * bin]! / peaks[bin]!)).toBeLessThan(-160)
    }
  })

  test.each(['tube', 'soft', 'hard'] as const)('%s takes the level of its curve, drive taken off again', (curve) => {
    for (const [inputDb, driveDb] of [
      [-20, 6],
      [-6, 12],
      [0, 30],
    ] as const) {
      const drive = 10 ** (driveDb / 20)
      const peak = 10 ** (inputDb / 20)
      const out = run({ curve, driveDb }, sine(48000, 997, peak))
      const gotDb = toDb(fitTone(out.left.subarray(24000), 997, RATE_HZ).amplitude)
      const wantedDb = toDb(firstHarmonic(FORMULAS[curve], drive * peak) / drive)
      expect(Math.abs(gotDb - wantedDb)).toBeLessThan(CURVE_TOLERANCE_DB)
    }
  })

  test('tape drives 10 kHz harder than 200 Hz, by up to 3 dB', () => {
    const lossDb = (freqHz: number) =>
      -toDb(fitTone(run({}, sine(48000, freqHz, 0.3)).left.subarray(24000), freqHz, RATE_HZ).amplitude / 0.3)
    const [low, high] = [lossDb(200), lossDb(10000)]
    expect(high).toBeGreaterThan(low + 1)
    expect(high).toBeLessThan(low + 3)
  })

  test.each([
    ['tape', 0.01],
    ['tube', 0.05],
    ['soft', 0.01],
    ['hard', 0.13],
  ] as const)('%s keeps the level of a sine at -80 dB within %f dB from 20 Hz to 20 kHz', (curve, toleranceDb) => {
    for (const freqHz of [20, 200, 2000, 10000, 15000, 20000]) {
      const out = run({ curve }, sine(72000, freqHz, 1e-4))
      const gainDb = toDb(fitTone(out.left.subarray(48000), freqHz, RATE_HZ).amplitude / 1e-4)
      expect(Math.abs(gainDb)).toBeLessThan(toleranceDb)
    }
  })

  test('is flat to 20 kHz at 44.1 kHz within 0.01 dB', () => {
    const out = run({ curve: 'soft' }, sine(48000, 20000, 1e-4, 44100), 44100)
    const gainDb = toDb(fitTone(out.left.subarray(24000), 20000, 44100).amplitude / 1e-4)
    expect(Math.abs(gainDb)).toBeLessThan(0.01)
  })

  test('hard never passes 0 dBFS less the drive by more than the ringing of its filters', () => {
    const out = run({ curve: 'hard', driveDb: 6 }, sine(9600, 100, 1))
    expect(toDb(Math.max(...out.left.map(Math.abs)))).toBeLessThan(-6 + 0.5)
  })

  test('tone 6 dB lifts 15 kHz by 6 dB, lowers 30 Hz by 6 dB and leaves 1 kHz', () => {
    const gainDb = (freqHz: number) => {
      const out = run({ curve: 'soft', toneDb: 6 }, sine(96000, freqHz, 1e-4))
      return toDb(fitTone(out.left.subarray(48000), freqHz, RATE_HZ).amplitude / 1e-4)
    }
    expect(gainDb(15000)).toBeCloseTo(6, 1)
    expect(gainDb(30)).toBeCloseTo(-6, 1)
    expect(gainDb(1000)).toBeCloseTo(0, 3)
  })

  test.each(CURVES)('%s blends the dry signal in aligned to the sample', (curve) => {
    const quiet = sine(9600, 6000, 1e-4)
    const [wet, half] = [run({ curve }, quiet), run({ curve, mix: 0.5 }, quiet)]
    const latency = new Saturation({ ...OPTIONS, curve }, new Arena(), RATE_HZ).latencyFrames
    for (let n = 4800; n < 9600; n++) {
      expect(Math.abs(half.left[n]! - 0.5 * wet.left[n]! - 0.5 * quiet.left[n - latency]!)).toBeLessThan(1e-19)
      expect(Math.abs(wet.left[n]! - quiet.left[n - latency]!)).toBeLessThan(1e-4 * ALIGNED_TOLERANCE)
    }
  })

  test('does not mix the channels', () => {
    const input = noise(4096)
    input.right.fill(0)
    expect(run({}, input).right.every((x) => x === 0)).toBe(true)
  })

  test('mix 0 returns the input bit for bit and without delay', () => {
    const input = scaled(noise(4096), 4)
    expect(sameBits(run({ mix: 0, toneDb: 6 }, input), input)).toBe(true)
    expect(new Saturation({ ...OPTIONS, mix: 0 }, new Arena(), RATE_HZ).latencyFrames).toBe(0)
  })
})

describe.each(CURVES)('Saturation with the curve %s', (curve) => {
  testProcessorRules({
    make: (arena, sampleRateHz) =>
      new Saturation({ ...OPTIONS, curve, mix: 0.9, toneDb: curve === 'tape' ? 3 : 0 }, arena, sampleRateHz),
    restS: 6,
    ringsBefore: true,
  })
})

import { Arena, Exciter, type ExciterOptions } from '@mixwright/dsp'
import { describe, expect, test } from 'vitest'
import { scaled, testProcessorRules } from './_processor-rules.ts'
import { noise, render, type Stereo, sameBits } from './_render.ts'
import { transform } from './_spectrum.ts'
import { fitTone, toDb } from './_tone.ts'

const RATE_HZ = 48000
const LATENCY_FRAMES = 106
const OPTIONS: ExciterOptions = { freqHz: 3000, driveDb: 12, curve: 'tube', amount: 1 }
const SIZE = 16384

function run(options: Partial<ExciterOptions>, input: Stereo): Stereo {
  const arena = new Arena()
  const exciter = new Exciter({ ...OPTIONS, ...options }, arena, RATE_HZ)
  exciter.reset()
  return render(exciter, arena, input, 4096)
}

function sine(frames: number, freqHz: number, peak: number): Stereo {
  const left = Float64Array.from({ length: frames }, (_, n) => peak * Math.sin((2 * Math.PI * freqHz * n) / RATE_HZ))
  return { left, right: left.slice() }
}

/** Peaks of the bins after a sine on one of them. */
function spectrum(options: Partial<ExciterOptions>, bin: number): Float64Array {
  const re = run(options, sine(3 * SIZE, (bin * RATE_HZ) / SIZE, 0.5)).left.slice(2 * SIZE)
  const im = new Float64Array(SIZE)
  transform(re, im)
  return Float64Array.from({ length: SIZE / 2 }, (_, k) => (2 * Math.hypot(re[k]!, im[k]!)) / SIZE)
}

describe('Exciter', () => {
  test('at amount 0 returns the input bit for bit, with no latency', () => {
    const input = noise(4096)
    expect(sameBits(run({ amount: 0 }, input), input)).toBe(true)
    expect(new Exciter({ ...OPTIONS, amount: 0 }, new Arena(), RATE_HZ).latencyFrames).toBe(0)
  })

  test('adds even and odd harmonics with tube, odd ones with tape', () => {
    const bin = 1707
    const [tube, tape] = [spectrum({}, bin), spectrum({ curve: 'tape' }, bin)]
    expect(toDb(tube[2 * bin]! / tube[bin]!)).toBeGreaterThan(-30)
    expect(toDb(tube[3 * bin]! / tube[bin]!)).toBeGreaterThan(-30)
    expect(toDb(tape[2 * bin]! / tape[bin]!)).toBeLessThan(-120)
    expect(toDb(tape[3 * bin]! / tape[bin]!)).toBeGreaterThan(-30)
  })

  test('aliases stay 80 dB under a sine of 5 kHz', () => {
    const bin = 1707
    const peaks = spectrum({}, bin)
    const between = peaks.filter((_, k) => k % bin !== 0)
    expect(toDb(Math.max(...between) / peaks[bin]!)).toBeLessThan(-80)
  })

  test('adds twice as much at twice the amount', () => {
    const input = scaled(noise(4096), 0.5)
    const added = (amount: number) =>
      run({ amount }, input).left.map((x, n) => x - (input.left[n - LATENCY_FRAMES] ?? 0))
    const [half, whole] = [added(0.5), added(1)]
    for (let n = 0; n < whole.length; n++) expect(half[n]! * 2).toBeCloseTo(whole[n]!, 9)
    expect(Math.max(...whole)).toBeGreaterThan(0.05)
  })

  test('leaves a tone two octaves below its frequency within 0.001 dB, and adds no offset', () => {
    const { left } = run({ freqHz: 4000 }, sine(48000, 1000, 0.5))
    const { amplitude } = fitTone(left.subarray(24000), 1000, RATE_HZ)
    expect(Math.abs(toDb(amplitude / 0.5))).toBeLessThan(0.001)
    expect(Math.abs(left.subarray(24000).reduce((sum, x) => sum + x, 0) / 24000)).toBeLessThan(1e-9)
  })
})

describe('Exciter at work', () => {
  testProcessorRules({ make: (arena, rateHz) => new Exciter(OPTIONS, arena, rateHz), restS: 0.5, ringsBefore: true })
})

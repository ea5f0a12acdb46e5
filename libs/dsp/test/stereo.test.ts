import { Arena, StereoImage, type StereoOptions } from '@mixwright/dsp'
import { describe, expect, test } from 'vitest'
import { testProcessorRules } from './_processor-rules.ts'
import { impulse, noise, render, type Stereo, sameBits } from './_render.ts'
import { toDb } from './_tone.ts'

const FRAMES = 1 << 16

function run(options: StereoOptions, input: Stereo, sampleRateHz = 48000): Stereo {
  const arena = new Arena()
  const image = new StereoImage(options, arena, sampleRateHz)
  image.reset()
  return render(image, arena, input)
}

/** Complex response of a signal at a frequency. */
function responseAt(signal: Float64Array, freqHz: number, sampleRateHz: number): { levelDb: number; phase: number } {
  let [re, im] = [0, 0]
  signal.forEach((sample, n) => {
    re += sample * Math.cos((2 * Math.PI * freqHz * n) / sampleRateHz)
    im -= sample * Math.sin((2 * Math.PI * freqHz * n) / sampleRateHz)
  })
  return { levelDb: toDb(Math.hypot(re, im)), phase: Math.atan2(im, re) }
}

/** Responses of mid and side to a pure side and a pure mid impulse. */
function monoBelow(monoBelowHz: number, sampleRateHz: number, freqHz: number) {
  const side = run({ width: 1, monoBelowHz }, impulse(FRAMES, 1, -1), sampleRateHz)
  const mid = run({ width: 1, monoBelowHz }, impulse(FRAMES, 1, 1), sampleRateHz)
  return { side: responseAt(side.left, freqHz, sampleRateHz), mid: responseAt(mid.left, freqHz, sampleRateHz) }
}

describe('StereoImage', () => {
  test('width 0 is mono, width 2 doubles the side and keeps the mid', () => {
    const input = noise(1024)
    const narrow = run({ width: 0 }, input)
    const wide = run({ width: 2 }, input)
    for (let n = 0; n < 1024; n++) {
      const [left, right] = [input.left[n]!, input.right[n]!]
      expect(narrow.left[n]).toBeCloseTo((left + right) / 2, 14)
      expect(narrow.right[n]).toBe(narrow.left[n])
      expect(wide.left[n]! - wide.right[n]!).toBeCloseTo(2 * (left - right), 13)
      expect(wide.left[n]! + wide.right[n]!).toBeCloseTo(left + right, 13)
    }
  })

  test('width 1 returns the input bit for bit', () => {
    const input = noise(1024)
    expect(sameBits(run({ width: 1 }, input), input)).toBe(true)
  })

  test.each([
    [150, 44100],
    [80, 48000],
    [300, 96000],
  ])('mono below %i Hz at %i Hz: the side is 46 dB down at and below it', (monoBelowHz, sampleRateHz) => {
    for (const part of [1, 0.98, 0.9, 0.78, 0.7, 0.5, 0.32, 0.15]) {
      expect(monoBelow(monoBelowHz, sampleRateHz, part * monoBelowHz).side.levelDb).toBeLessThan(-46)
    }
  })

  test('mono below 150 Hz: the side is 6 dB down at 235 Hz, whole within 0.6 dB from 300 and 0.1 dB from 360 Hz', () => {
    expect(monoBelow(150, 48000, 235.5).side.levelDb).toBeCloseTo(-6.02, 1)
    for (const freqHz of [300, 360, 500, 2000, 15000]) {
      const levelDb = monoBelow(150, 48000, freqHz).side.levelDb
      expect(Math.abs(levelDb)).toBeLessThan(freqHz < 360 ? 0.6 : 0.1)
    }
  })

  test('mono below 150 Hz: the mid keeps its level, and the side its phase against the mid', () => {
    for (const freqHz of [30, 180, 235, 300, 1000, 9000]) {
      const { mid, side } = monoBelow(150, 48000, freqHz)
      expect(Math.abs(mid.levelDb)).toBeLessThan(1e-6)
      expect(Math.cos(mid.phase - side.phase)).toBeGreaterThan(1 - 1e-9)
    }
  })
})

describe('StereoImage with a mono low end', () => {
  testProcessorRules({
    make: (arena, sampleRateHz) => new StereoImage({ width: 1.2, monoBelowHz: 120 }, arena, sampleRateHz),
    restS: 2,
  })
})

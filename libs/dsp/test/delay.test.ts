import { Delay, type DelayOptions } from '@mixwright/dsp'
import { Arena } from '@mixwright/kernels'
import { describe, expect, test } from 'vitest'
import { testProcessorRules } from './_processor-rules.ts'
import { impulse, noise, render, type Stereo, sameBits, soundEnd } from './_render.ts'
import { toDb } from './_tone.ts'

const RATE_HZ = 48000
const LEVEL_TOLERANCE_DB = 0.01
const ROUNDING = 1e-15

const DEFAULTS: DelayOptions = { timeMs: 375, feedback: 0, pingPong: false, mix: 1 }

function echo(input: Stereo, options: Partial<DelayOptions>, blockFrames = 512, rateHz = RATE_HZ): Stereo {
  const arena = new Arena()
  const delay = new Delay({ ...DEFAULTS, ...options }, arena, rateHz)
  delay.reset()
  return render(delay, arena, input, blockFrames)
}

/** Frames that are not silent. */
function sounding(samples: Float64Array): number[] {
  return [...samples.keys()].filter((n) => samples[n] !== 0)
}

/** Level of a stretch at a frequency. */
function levelDb(samples: Float64Array, from: number, to: number, freqHz: number): number {
  let [re, im] = [0, 0]
  for (let n = from; n < to; n++) {
    re += samples[n]! * Math.cos((2 * Math.PI * freqHz * n) / RATE_HZ)
    im += samples[n]! * Math.sin((2 * Math.PI * freqHz * n) / RATE_HZ)
  }
  return toDb(Math.hypot(re, im))
}

/** Second-order Butterworth low-pass under the bilinear transform; a high-pass with the frequencies exchanged. */
function butterworthDb(freqHz: number, cornerHz: number): number {
  const ratio = Math.tan((Math.PI * freqHz) / RATE_HZ) / Math.tan((Math.PI * cornerHz) / RATE_HZ)
  return -10 * Math.log10(1 + ratio ** 4)
}

describe('delay', () => {
  test.each([
    [375, 48000, 18000],
    [428.571, 48000, 20571],
    [321.429, 44100, 14175],
    [142.857, 96000, 13714],
    [1, 48000, 48],
    [0.01, 48000, 1],
  ])('the first echo of %f ms at %i Hz comes after exactly %i frames', (timeMs, rateHz, frames) => {
    const out = echo(impulse(64 * 400, 1, -0.5), { timeMs }, 512, rateHz)
    expect(sounding(out.left)).toEqual([frames])
    expect(out.left[frames]).toBe(1)
    expect(out.right[frames]).toBe(-0.5)
  })

  test('each echo is `feedback` times the one before', () => {
    const out = echo(impulse(64 * 200, 1, 0.5), { timeMs: 50, feedback: 0.7 })
    expect(sounding(out.left)).toEqual([2400, 4800, 7200, 9600, 12000])
    for (let k = 1; k <= 5; k++) {
      expect(Math.abs(out.left[2400 * k]! - 0.7 ** (k - 1))).toBeLessThan(ROUNDING)
      expect(Math.abs(out.right[2400 * k]! - 0.5 * 0.7 ** (k - 1))).toBeLessThan(ROUNDING)
    }
  })

  test('ping-pong sends the mono sum left first, then from side to side', () => {
    const out = echo(impulse(64 * 200, 1, 0.5), { timeMs: 50, feedback: 0.5, pingPong: true })
    expect(sounding(out.left)).toEqual([2400, 7200, 12000])
    expect(sounding(out.right)).toEqual([4800, 9600])
    expect(out.left[2400]).toBe(0.75)
    expect(out.right[4800]).toBe(0.375)
    expect(out.left[7200]).toBe(0.1875)
  })

  test('the first echo passes the filters once, the second twice', () => {
    const out = echo(impulse(64 * 1500, 1, 0), { timeMs: 500, feedback: 0.5, lowPassHz: 4000, highPassHz: 200 })
    for (const freqHz of [100, 200, 1000, 4000, 8000]) {
      const onceDb = butterworthDb(freqHz, 4000) + butterworthDb(200, freqHz)
      const first = levelDb(out.left, 24000, 48000, freqHz)
      const second = levelDb(out.left, 48000, 72000, freqHz)
      expect(Math.abs(first - onceDb)).toBeLessThan(LEVEL_TOLERANCE_DB)
      expect(Math.abs(second - 2 * onceDb - toDb(0.5))).toBeLessThan(LEVEL_TOLERANCE_DB)
    }
    expect(out.left.subarray(0, 24000).every((x) => x === 0)).toBe(true)
    expect(out.left[24000]).not.toBe(0)
  })

  test('mix 0.25 leaves three quarters dry; mix 0 returns the input bit for bit', () => {
    const out = echo(impulse(64 * 10, 1, 1), { timeMs: 5, mix: 0.25 })
    expect(out.left[0]).toBe(0.75)
    expect(out.left[240]).toBe(0.25)
    const input = noise(640)
    expect(sameBits(echo(input, { mix: 0 }), input)).toBe(true)
  })

  test('comes to rest when the last echo has gone, with filters too, and stays finite', () => {
    const arena = new Arena()
    const options = { ...DEFAULTS, timeMs: 10, feedback: 0.95, lowPassHz: 300, highPassHz: 20 }
    const delay = new Delay(options, arena, RATE_HZ)
    delay.reset()
    expect(delay.isAtRest()).toBe(true)
    const loud = render(delay, arena, noise(4800 * 4))
    expect(loud.left.every(Number.isFinite)).toBe(true)
    expect(delay.isAtRest()).toBe(false)
    const silence = { left: new Float64Array(48000 * 20), right: new Float64Array(48000 * 20) }
    const tail = render(delay, arena, silence, 4096)
    expect(delay.isAtRest()).toBe(true)
    expect(soundEnd(tail)).toBeLessThan(48000 * 20 - delay.gapFrames)
  })

  describe('rules', () => {
    const options = { timeMs: 1.1, feedback: 0.6, pingPong: true, lowPassHz: 5000, highPassHz: 100, mix: 0.5 }
    testProcessorRules({ make: (arena, rateHz) => new Delay(options, arena, rateHz), restS: 1 })
  })
})

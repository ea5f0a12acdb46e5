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

  describe('that ducks', () => {
    const duck = { amountDb: 9, thresholdDb: -40, attackMs: 5, releaseMs: 50 }
    const options = { timeMs: 100, mix: 0.5, duck }
    /** Dry noise up to 150 ms, then nothing: an echo alone from 150 to 250 ms. */
    const burst = (peak: number) => {
      const input = noise(64 * 300)
      for (const side of [input.left, input.right]) {
        for (let n = 0; n < side.length; n++) side[n] = n < 7200 ? side[n]! * peak : 0
      }
      return input
    }
    const rms = (samples: Float64Array, from: number, to: number) => {
      return Math.sqrt(samples.subarray(from, to).reduce((sum, x) => sum + x * x, 0) / (to - from))
    }

    test('holds echoes 9 dB down while the dry signal sounds, and lets them up after it', () => {
      const input = burst(0.5)
      const out = echo(input, options)
      const wet = out.left.map((x, n) => x - 0.5 * input.left[n]!)
      const echoed = 0.5 * rms(input.left, 0, 2400)
      expect(toDb(rms(wet, 4800 + 600, 7200) / echoed)).toBeCloseTo(-9, 0)
      // 9 dB less 63 % after 50 ms: 3.3 dB at 200 ms, 1.2 dB at 250 ms.
      expect(toDb(rms(wet, 9400, 9800) / (0.5 * rms(input.left, 4600, 5000)))).toBeCloseTo(-9 / Math.E, 0)
    })

    test('does nothing under its threshold, and an amount of 0 dB nothing at all', () => {
      const quiet = burst(0.005)
      expect(sameBits(echo(quiet, options), echo(quiet, { ...options, duck: { ...duck, amountDb: 0 } }))).toBe(true)
      const plain = echo(burst(0.5), { ...options, duck: undefined })
      const unducked = echo(burst(0.5), { ...options, duck: { ...duck, amountDb: 0 } })
      expect(Math.max(...plain.left.map((x, n) => Math.abs(x - unducked.left[n]!)))).toBeLessThan(ROUNDING)
    })

    test('leaves the feedback alone: the second echo is as if nothing had been ducked', () => {
      const fed = { ...options, feedback: 0.5, timeMs: 160 }
      const input = burst(0.5)
      const ducked = echo(input, { ...fed, duck: { ...duck, releaseMs: 5 } })
      const plain = echo(input, { ...fed, duck: undefined })
      const loud = rms(plain.left, 16000, 19200)
      const apart = rms(
        ducked.left.map((x, n) => x - plain.left[n]!),
        16000,
        19200,
      )
      expect(toDb(apart / loud)).toBeLessThan(-60)
    })

    testProcessorRules({
      make: (arena, rateHz) => new Delay({ ...DEFAULTS, timeMs: 5, feedback: 0.3, mix: 0.5, duck }, arena, rateHz),
      restS: 3,
    })
  })

  describe('that moves', () => {
    const modulation = { rateHz: 2, depthMs: 4 }
    const SECOND = 64 * 750

    /** Phase of a tone against the tone itself over a stretch, as a time. ms. */
    const lateness = (out: Float64Array, freqHz: number, from: number, count: number) => {
      let [re, im] = [0, 0]
      for (let n = from; n < from + count; n++) {
        re += out[n]! * Math.cos((2 * Math.PI * freqHz * n) / RATE_HZ)
        im += out[n]! * Math.sin((2 * Math.PI * freqHz * n) / RATE_HZ)
      }
      return (-Math.atan2(re, im) / (2 * Math.PI * freqHz)) * 1000
    }

    test('goes from the time less half the depth to the time and half the depth, twice a second', () => {
      const freqHz = 100
      const tone = Float64Array.from({ length: SECOND }, (_, n) => Math.sin((2 * Math.PI * freqHz * n) / RATE_HZ))
      const out = echo({ left: tone, right: tone }, { timeMs: 50, modulation })
      for (let n = 9600; n < SECOND - 960; n += 480) {
        const wanted = 50 + 2 * Math.sin((2 * Math.PI * 2 * (n + 480)) / RATE_HZ)
        // The tone repeats every 10 ms.
        const away = lateness(out.left, freqHz, n, 960) - wanted
        expect(Math.abs(away - 10 * Math.round(away / 10))).toBeLessThan(0.05)
      }
      expect(out.left).toEqual(out.right)
    })

    test.each([1000, 5000, 15000])('is a clean phase modulation of %i Hz: the rest is 80 dB down', (freqHz) => {
      const omega = (2 * Math.PI * freqHz) / RATE_HZ
      const tone = Float64Array.from({ length: SECOND / 2 }, (_, n) => Math.sin(omega * n))
      const out = echo({ left: tone, right: tone }, { timeMs: 50, modulation: { rateHz: 0.4, depthMs: 3 } })
      let [rest, all] = [0, 0]
      for (let n = 4800; n < out.left.length; n++) {
        const delay = 2400 + 72 * Math.sin((2 * Math.PI * 0.4 * n) / RATE_HZ)
        rest += (out.left[n]! - Math.sin(omega * (n - delay))) ** 2
        all += out.left[n]! ** 2
      }
      // The sine that moves the time errs by 6e-7 of 72 frames, which is a phase error of its own.
      expect(10 * Math.log10(rest / all)).toBeLessThan(-80)
    })

    test('at a depth of next to nothing is the delay that stands still', () => {
      const input = noise(6400)
      const still = echo(input, { timeMs: 20, feedback: 0.5 })
      const moving = echo(input, { timeMs: 20, feedback: 0.5, modulation: { rateHz: 1, depthMs: 1e-9 } })
      for (let n = 0; n < 6400; n += 7) expect(moving.left[n]).toBeCloseTo(still.left[n]!, 6)
    })

    test('calls left out at rest make no difference to what follows', () => {
      const options = { timeMs: 5, modulation, mix: 0.5 }
      const input = noise(SECOND / 2)
      input.left.fill(0, 3200, 16000)
      input.right.fill(0, 3200, 16000)
      const arena = new Arena()
      const delay = new Delay({ ...DEFAULTS, ...options }, arena, RATE_HZ)
      delay.reset()
      const process = delay.process.bind(delay)
      let skipped = 0
      delay.process = (audio, count) => {
        if (delay.isAtRest() && arena.kernels.isZero(audio, count * 16)) skipped += count
        else process(audio, count)
      }
      expect(sameBits(render(delay, arena, input, 64), echo(input, options))).toBe(true)
      expect(skipped).toBeGreaterThan(6400)
    })

    testProcessorRules({
      make: (arena, rateHz) => {
        const options = { timeMs: 3, feedback: 0.6, modulation, lowPassHz: 5000, mix: 0.5 }
        return new Delay({ ...DEFAULTS, ...options }, arena, rateHz)
      },
      restS: 2,
    })
  })

  describe('rules', () => {
    const options = { timeMs: 1.1, feedback: 0.6, pingPong: true, lowPassHz: 5000, highPassHz: 100, mix: 0.5 }
    testProcessorRules({ make: (arena, rateHz) => new Delay(options, arena, rateHz), restS: 1 })
  })
})

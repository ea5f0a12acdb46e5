import { type ReadFrames, Resampler } from '@mixwright/dsp'
import { Arena } from '@mixwright/kernels'
import { describe, expect, test } from 'vitest'
import { fitTone, toDb } from './_tone.ts'

/** Pass-band promise of design.md section 7. */
const PASS_BAND_DB = 0.01
/** Alias and image promise of design.md section 7. */
const STOP_BAND_DB = -140
/** 44.1 → 96 → 44.1 kHz, standards.md 6.10. */
const NULL_DB = -120
/** Pass-band ripple of -134 dB: a delay wrong by a ten-millionth of a cycle would exceed it. */
const RIPPLE = 2e-7
const ROUNDING = 1e-14

/** Converts `inputFrames` frames of a function of the frame; every call of `cuts` frames. */
function convert(
  fromHz: number,
  toHz: number,
  inputFrames: number,
  input: (frame: number) => [number, number],
  cut = 4096,
): { left: Float64Array; right: Float64Array } {
  const arena = new Arena()
  const resampler = new Resampler({ fromHz, toHz }, arena)
  const at = arena.allocFrames(cut)
  resampler.reset()
  const frames = resampler.outputFrames(inputFrames)
  const left = new Float64Array(frames)
  const right = new Float64Array(frames)
  for (let start = 0; start < frames; start += cut) {
    const count = Math.min(cut, frames - start)
    resampler.render(reader(arena, inputFrames, input), start, count, at)
    const out = arena.f64(at, 2 * count)
    for (let n = 0; n < count; n++) {
      left[start + n] = out[2 * n]!
      right[start + n] = out[2 * n + 1]!
    }
  }
  return { left, right }
}

function reader(arena: Arena, inputFrames: number, input: (frame: number) => [number, number]): ReadFrames {
  return (start, frames, at) => {
    const view = arena.f64(at, 2 * frames)
    for (let n = 0; n < frames; n++) view.set(start + n < inputFrames ? input(start + n) : [0, 0], 2 * n)
  }
}

/** A tone on the left, its quadrature on the right. */
const tone = (freqHz: number, rateHz: number) => (frame: number) =>
  [Math.sin((2 * Math.PI * freqHz * frame) / rateHz), Math.cos((2 * Math.PI * freqHz * frame) / rateHz)] as [
    number,
    number,
  ]

const PAIRS: [number, number][] = [
  [44100, 48000],
  [48000, 44100],
  [44100, 96000],
  [96000, 44100],
  [44100, 88200],
  [88200, 44100],
  [48000, 192000],
  [192000, 48000],
  [192000, 44100],
  [44100, 384000],
  [44100, 48001],
  [47952, 48000],
]

describe('resampler', () => {
  test.each(PAIRS)(
    '%i → %i Hz: tones to 20 kHz keep level and time within 0.01 dB, all else under -140 dB',
    (from, to) => {
      const frames = Math.ceil(from / 8)
      for (const freqHz of [20, 997, 10007, 19000, 20000]) {
        const { left, right } = convert(from, to, frames, tone(freqHz, from))
        const edge = Math.ceil((to / Math.min(from, to)) * 300)
        const fit = fitTone(left.subarray(edge, left.length - edge), freqHz, to)
        expect(Math.abs(toDb(fit.amplitude))).toBeLessThan(PASS_BAND_DB)
        expect(toDb(fit.rest / fit.amplitude)).toBeLessThan(STOP_BAND_DB)
        for (let n = edge; n < right.length - edge; n += 37) {
          expect(Math.abs(right[n]! - Math.cos((2 * Math.PI * freqHz * n) / to))).toBeLessThan(RIPPLE)
        }
      }
    },
  )

  test.each([
    [96000, 48000],
    [96000, 44100],
    [192000, 44100],
    [48000, 44100],
    [384000, 8000],
  ])('%i → %i Hz: tones above the new Nyquist frequency leave less than -140 dB', (from, to) => {
    const edge = 300
    for (let step = 0; step <= 12; step++) {
      const freqHz = to / 2 + ((from - to) / 2) * (step / 12) ** 2
      const { left } = convert(from, to, Math.ceil((from / to) * 1500), tone(freqHz, from))
      const body = left.subarray(edge, left.length - edge)
      const rms = Math.sqrt(body.reduce((sum, x) => sum + x * x, 0) / body.length)
      expect(toDb(rms * Math.SQRT2)).toBeLessThan(STOP_BAND_DB)
    }
  })

  test.each([
    [44100, 48000],
    [44100, 48001],
    [8000, 384000],
    [48000, 192000],
  ])('%i → %i Hz: tones up to the old Nyquist frequency have images under -140 dB', (from, to) => {
    for (const part of [0.5, 0.9, 0.93, 0.96, 0.99, 0.999]) {
      const freqHz = (from / 2) * part
      const { left } = convert(from, to, 3000, tone(freqHz, from))
      const edge = Math.ceil((to / from) * 300)
      expect(toDb(fitTone(left.subarray(edge, left.length - edge), freqHz, to).rest)).toBeLessThan(STOP_BAND_DB)
    }
  })

  test('an impulse comes out at its own time and symmetric', () => {
    const { left, right } = convert(44100, 48000, 3000, (frame) => (frame === 147 * 10 ? [1, -0.5] : [0, 0]))
    const centre = 160 * 10
    for (let n = 1; n < 400; n++) {
      expect(Math.abs(left[centre + n]! - left[centre - n]!)).toBeLessThan(ROUNDING)
      expect(Math.abs(left[centre + n]!)).toBeLessThan(left[centre]!)
      expect(Math.abs(right[centre + n]! + 0.5 * left[centre + n]!)).toBeLessThan(ROUNDING)
    }
  })

  test('44.1 → 96 → 44.1 kHz nulls below -120 dB for a comb of tones to 20 kHz', () => {
    const comb = (frame: number): [number, number] => {
      let sum = 0
      for (let freqHz = 250; freqHz <= 20000; freqHz += 395) sum += Math.sin((2 * Math.PI * freqHz * frame) / 44100)
      return [sum, -sum]
    }
    const up = convert(44100, 96000, 8000, comb)
    const back = convert(96000, 44100, up.left.length, (n) => [up.left[n]!, up.right[n]!])
    let [error, signal] = [0, 0]
    for (let n = 600; n < 7400; n++) {
      error += (back.left[n]! - comb(n)[0]) ** 2 + (back.right[n]! - comb(n)[1]) ** 2
      signal += 2 * comb(n)[0] ** 2
    }
    expect(10 * Math.log10(error / signal)).toBeLessThan(NULL_DB)
  })

  test('the output is ceil(frames to / from) long', () => {
    const arena = new Arena()
    expect(new Resampler({ fromHz: 44100, toHz: 48000 }, arena).outputFrames(44100)).toBe(48000)
    expect(new Resampler({ fromHz: 44100, toHz: 48000 }, arena).outputFrames(44101)).toBe(48002)
    expect(new Resampler({ fromHz: 48000, toHz: 44100 }, arena).outputFrames(1)).toBe(1)
    expect(new Resampler({ fromHz: 48000, toHz: 44100 }, arena).outputFrames(5_585_455)).toBe(5_131_637)
    expect(new Resampler({ fromHz: 48000, toHz: 48000 }, arena).outputFrames(7)).toBe(7)
  })

  test.each([
    [44100, 48000],
    [96000, 44100],
    [44100, 48001],
    [96000, 48000],
    [64000, 44100],
  ])('%i → %i Hz: any cut in calls gives the same bits', (from, to) => {
    const noise = (frame: number): [number, number] => [Math.sin(frame * frame), Math.cos(frame * frame * 1.1)]
    const whole = convert(from, to, 9000, noise, 20000)
    for (const cut of [64, 1000]) {
      const pieces = convert(from, to, 9000, noise, cut)
      expect(Buffer.compare(bytes(pieces.left), bytes(whole.left))).toBe(0)
      expect(Buffer.compare(bytes(pieces.right), bytes(whole.right))).toBe(0)
    }
  })

  test('frames rendered backwards are the same frames', () => {
    const arena = new Arena()
    const resampler = new Resampler({ fromHz: 44100, toHz: 48000 }, arena)
    const at = arena.allocFrames(500)
    resampler.reset()
    const noise = (frame: number): [number, number] => [Math.sin(frame * frame), Math.cos(frame * frame * 1.1)]
    const whole = convert(44100, 48000, 9000, noise)
    for (let start = 9500; start >= 0; start -= 500) {
      const count = Math.min(500, whole.left.length - start)
      resampler.render(reader(arena, 9000, noise), start, count, at)
      const out = arena.f64(at, 2 * count)
      for (let n = 0; n < count; n++) expect(out[2 * n]).toBe(whole.left[start + n])
    }
  })

  test('consecutive calls read the input in order, each frame once, from frame 0', () => {
    const arena = new Arena()
    const resampler = new Resampler({ fromHz: 44100, toHz: 48000 }, arena)
    const at = arena.allocFrames(777)
    resampler.reset()
    let next = 0
    const read: ReadFrames = (start, frames, to) => {
      expect(start).toBe(next)
      next += frames
      arena.f64(to, 2 * frames).fill(0.25)
    }
    for (let start = 0; start < 20000; start += 777) resampler.render(read, start, 777, at)
    expect(next).toBeGreaterThan((20000 * 44100) / 48000)
  })

  test('equal rates pass bit for bit, silence stays silence', () => {
    const values = [-0, 1e-300, 0.1, -1]
    const same = convert(48000, 48000, 4, (n) => [values[n]!, values[3 - n]!])
    expect([...same.left]).toEqual(values)
    expect(convert(44100, 48000, 5000, () => [0, 0]).left.every((x) => x === 0)).toBe(true)
  })

  test('refuses rates that are not whole or outside 8 to 384 kHz', () => {
    expect(() => new Resampler({ fromHz: 44100.5, toHz: 48000 }, new Arena())).toThrow(RangeError)
    expect(() => new Resampler({ fromHz: 44100, toHz: 400000 }, new Arena())).toThrow(RangeError)
  })
})

function bytes(samples: Float64Array): Uint8Array {
  return new Uint8Array(samples.buffer)
}

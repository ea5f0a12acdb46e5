import { Arena } from '@mixwright/kernels'
import { describe, expect, test } from 'vitest'

const FRAMES = 4096
const BEND_TOLERANCE = 2e-9
const SLOPE_TOLERANCE = 1e-6

/** Frames whose two channels run from -span to span, after `work`. */
function shaped(span: number, work: (arena: Arena, at: number) => void): { x: Float64Array; y: Float64Array } {
  const arena = new Arena()
  const at = arena.allocFrames(FRAMES)
  const x = Float64Array.from({ length: 2 * FRAMES }, (_, i) => span * (i / FRAMES - 1))
  arena.f64(at, 2 * FRAMES).set(x)
  work(arena, at)
  return { x, y: arena.f64(at, 2 * FRAMES).slice() }
}

describe('bend', () => {
  test.each([
    [1, 0, 0],
    [4, 1 / 6, 0],
    [63, 0, 0.4],
  ])('with drive %f, cubic %f and bias %f is its formula within 2e-9 of the curve’s end', (drive, cubic, bias) => {
    const { x, y } = shaped(3, (arena, at) => arena.kernels.bend(at, FRAMES, drive, cubic, bias))
    const rest = Math.tanh(bias)
    x.forEach((sample, i) => {
      const u = drive * sample
      const wanted = (Math.tanh(u + cubic * u ** 3 + bias) - rest) / (1 - rest * rest) / drive
      expect(Math.abs(y[i]! - wanted)).toBeLessThan(BEND_TOLERANCE / drive)
    })
  })

  test('turns 0 into exactly 0 and keeps the level of -120 dB within 1e-6', () => {
    const silent = shaped(0, (arena, at) => arena.kernels.bend(at, FRAMES, 4, 0, 0.4))
    expect(silent.y.every((sample) => sample === 0)).toBe(true)
    const { x, y } = shaped(1e-6, (arena, at) => arena.kernels.bend(at, FRAMES, 1, 0, 0))
    for (let i = 0; i < 2 * FRAMES; i += 100) expect(Math.abs(y[i]! / x[i]! - 1)).toBeLessThan(SLOPE_TOLERANCE)
  })
})

describe('clip', () => {
  test('is the input one frame late inside -1 … 1, and ±1 outside, over the drive', () => {
    const { x, y } = shaped(2, (arena, at) => {
      const past = arena.allocFrames(2)
      arena.kernels.clear(past, 2)
      arena.kernels.clip(past, at, FRAMES, 2)
    })
    for (let i = 200; i < 2 * FRAMES; i++) {
      const wanted = Math.min(1, Math.max(-1, 2 * x[i - 2]!)) / 2
      // At the corners the mean over the path of a frame, 1e-3 long, is rounder than the curve by an eighth of that.
      expect(Math.abs(y[i]! - wanted)).toBeLessThan(2e-4)
      if (Math.abs(2 * x[i - 2]!) < 0.99) expect(Math.abs(y[i]! - wanted)).toBeLessThan(1e-10)
    }
  })
})

import { type Curve, curveValue, curveValueBefore } from '@mixwright/dsp'
import { describe, expect, test } from 'vitest'

const between = (from: number, to: number, shape: 'line' | 'smooth' | 'exponential' | 'step'): Curve => [
  { atFrame: 100, value: from, shape: 'line' },
  { atFrame: 200, value: to, shape },
]

describe('curve', () => {
  test('a smooth join is 3t² - 2t³ of the way, exactly, and level at both ends', () => {
    const curve = between(-8, 8, 'smooth')
    expect([100, 125, 150, 175, 200].map((frame) => curveValue(curve, frame))).toEqual([-8, -5.5, 0, 5.5, 8])
    expect(curveValue(curve, 101) + 8).toBeLessThan(0.005)
    expect(8 - curveValue(curve, 199)).toBeLessThan(0.005)
  })

  test('a smooth join never turns back', () => {
    const values = Array.from({ length: 101 }, (_, i) => curveValue(between(3, -7, 'smooth'), 100 + i))
    expect(values.every((value, i) => i === 0 || value < values[i - 1]!)).toBe(true)
  })

  test('an exponential join passes the geometric mean halfway', () => {
    expect(curveValue(between(100, 6400, 'exponential'), 150)).toBeCloseTo(800, 9)
    expect(curveValueBefore(between(100, 6400, 'exponential'), 200)).toBe(6400)
  })

  test('a step keeps the old value up to its frame and has the new one at it', () => {
    const curve = between(1, 2, 'step')
    expect([199, 200].map((frame) => curveValue(curve, frame))).toEqual([1, 2])
    expect(curveValueBefore(curve, 200)).toBe(1)
  })
})

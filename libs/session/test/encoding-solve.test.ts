import { type MasterPlan, resolveDelivery } from '@mixwright/mastering'
import { describe, expect, test } from 'vitest'
import { EncodingSolve } from '../src/master/encoding-solve.ts'

function planOf(format: MasterPlan['format'], loudnessLufs: number | 'as mixed' = -14): MasterPlan {
  const resolved = resolveDelivery({ name: 'promo', format, loudnessLufs, ceilingDbtp: -1 }, 48_000)
  if ('problems' in resolved) throw new Error(resolved.problems[0]!.message)
  return resolved.plan
}

const mp3 = planOf({ codec: 'mp3', kbps: 320 })

describe('EncodingSolve', () => {
  test('a file that keeps its promises is made once, from the plan as it is', () => {
    const solve = new EncodingSolve(mp3)
    expect(solve.plan).toEqual(mp3)
    expect(solve.learn({ truePeakDbtp: -1, integratedLufs: -14.09 }, false)).toBe(false)
    expect(solve).toMatchObject({ encodings: 1, loweredDb: 0 })
  })

  test('what decoding added to peaks is taken off the ceiling, again until it holds', () => {
    const solve = new EncodingSolve(mp3)
    expect(solve.learn({ truePeakDbtp: -0.6, integratedLufs: -14 }, false)).toBe(true)
    expect(solve.plan.ceilingDbtp).toBeCloseTo(-1.45, 9)
    expect(solve.learn({ truePeakDbtp: -0.9, integratedLufs: -14 }, false)).toBe(true)
    expect(solve.loweredDb).toBeCloseTo(0.6, 9)
    expect(solve.learn({ truePeakDbtp: -1.01, integratedLufs: -14 }, false)).toBe(false)
    expect(solve.encodings).toBe(3)
  })

  test('loudness that coding changed by more than is promised is made up for, unless the ceiling forbids it', () => {
    const solve = new EncodingSolve(mp3)
    expect(solve.learn({ truePeakDbtp: -3, integratedLufs: -14.2 }, true)).toBe(false)
    expect(solve.learn({ truePeakDbtp: -3, integratedLufs: -14.2 }, false)).toBe(true)
    expect(solve.plan.targetLufs).toBeCloseTo(-13.8, 9)
    expect(solve.plan.ceilingDbtp).toBe(-1)
  })

  test('gives up after eight files, and never repeats a lossless one', () => {
    const solve = new EncodingSolve(mp3)
    const isWorthIt = () => solve.learn({ truePeakDbtp: 0, integratedLufs: -14 }, false)
    expect(Array.from({ length: 8 }, isWorthIt)).toEqual([true, true, true, true, true, true, true, false])
    expect(solve.encodings).toBe(8)
    const lossless = new EncodingSolve(planOf({ codec: 'flac', bits: 24 }))
    expect(lossless.learn({ truePeakDbtp: 0, integratedLufs: -20 }, false)).toBe(false)
  })

  test('silence and a master as mixed have no loudness to make up for', () => {
    expect(new EncodingSolve(mp3).learn({ truePeakDbtp: -90, integratedLufs: Number.NEGATIVE_INFINITY }, false)).toBe(
      false,
    )
    const asMixed = new EncodingSolve(planOf({ codec: 'opus', kbps: 160 }, 'as mixed'))
    expect(asMixed.learn({ truePeakDbtp: -2, integratedLufs: -30 }, false)).toBe(false)
    expect(asMixed.plan.targetLufs).toBe(null)
  })
})

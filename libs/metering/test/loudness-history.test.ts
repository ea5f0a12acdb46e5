import fc from 'fast-check'
import { expect, test } from 'vitest'
import { powerToLufs } from '../src/energy.ts'
import { hopStartFrame, LoudnessHistory } from '../src/loudness-history.ts'

/** Sum of hops `from` to `to` - 1, 100 ms after 100 ms. */
function energyOf(hops: readonly number[], from: number, to: number): number {
  let energy = 0
  for (let step = from; step < to; step += 10) energy += hops.slice(step, step + 10).reduce((sum, hop) => sum + hop, 0)
  return energy
}

/** Mean squares of all windows of `length` hops, one every `every` hops. */
function windows(hops: readonly number[], rateHz: number, length: number, every: number): number[] {
  const powers: number[] = []
  for (let start = 0; start + length <= hops.length; start += every) {
    const frames = hopStartFrame(start + length, rateHz) - hopStartFrame(start, rateHz)
    powers.push(energyOf(hops, start, start + length) / frames)
  }
  return powers
}

test('windows and maxima are those of the plain formula, however often they are read', () => {
  const programme = fc.record({
    rateHz: fc.constantFrom(48_000, 44_100, 11_025),
    parts: fc.array(fc.integer({ min: 0, max: 1700 }), { minLength: 1, maxLength: 4 }),
    seed: fc.integer({ min: 1, max: 1 << 30 }),
  })
  const holds = ({ rateHz, parts, seed }: { rateHz: number; parts: number[]; seed: number }) => {
    const history = new LoudnessHistory(rateHz)
    const hops: number[] = []
    let random = seed
    for (const part of parts) {
      for (let hop = 0; hop < part; hop++) {
        random = (Math.imul(random, 1664525) + 1013904223) >>> 0
        hops.push(random / 2 ** 32)
        history.push(hops.at(-1)!)
      }
      expect(history.momentaryMaxLufs()).toBe(powerToLufs(Math.max(0, ...windows(hops, rateHz, 40, 1))))
    }
    expect(history.shortTermMaxLufs()).toBe(powerToLufs(Math.max(0, ...windows(hops, rateHz, 300, 1))))
    expect([...history.gatingBlocks()]).toEqual(windows(hops, rateHz, 40, 10))
    expect([...history.shortTermSeriesLufs()]).toEqual(windows(hops, rateHz, 300, 10).map(powerToLufs))
  }
  fc.assert(fc.property(programme, holds), { numRuns: 6 })
})

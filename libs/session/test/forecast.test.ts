import { describe, expect, test } from 'vitest'
import type { ExpectedStages } from '../src/progress/forecast.ts'
import { type StageProgress, StageTimer } from '../src/progress/stage-timer.ts'

/** What a render tells each tenth of a second on a clock of our own, and how much time was left when it did. */
async function told(
  expected: ExpectedStages,
  real: Record<string, number>,
): Promise<(StageProgress & { trueS: number })[]> {
  let nowMs = 5000
  const seen: StageProgress[] = []
  const timer = new StageTimer(
    (progress) => seen.push(progress),
    () => nowMs,
  )
  await timer.stage('checking', async () => {
    nowMs += 300
  })
  timer.expect(expected, 60)
  for (const [stage, seconds] of Object.entries(real)) {
    await timer.stage(stage, async (onProgress) => {
      const steps = Math.max(1, Math.round(seconds * 10))
      for (let step = 1; step <= steps; step++) {
        nowMs += (seconds * 1000) / steps
        onProgress(step / steps)
      }
    })
  }
  const endS = 0.3 + Object.values(real).reduce((sum, seconds) => sum + seconds, 0)
  return seen.filter(({ whole }) => whole).map((one) => ({ ...one, trueS: endS - one.whole!.elapsedS }))
}

const lefts = (all: readonly StageProgress[]) => all.map(({ whole }) => whole!.leftS)
const rises = (values: readonly number[]) => values.filter((value, at) => at > 0 && value > values[at - 1]!).length
const SHARES = { hashing: 1, mixing: 6, mastering: 12, drawing: 1 }

describe('time left of all stages', () => {
  test.each([0.25, 1, 4])(
    'is true where stages have their measured shares, on a machine that takes %d times as long',
    async (slow) => {
      const real = Object.fromEntries(Object.entries(SHARES).map(([name, s]) => [name, s * slow]))
      const all = await told(SHARES, real)
      for (const { whole, trueS } of all.filter(({ whole }) => whole!.elapsedS > 10 * slow)) {
        expect(Math.abs(whole!.leftS - trueS)).toBeLessThan(0.2 * trueS + 0.5)
      }
      expect(all.at(-1)!.whole).toMatchObject({ done: 1, leftS: 0, songS: 60 })
      expect(all.at(-1)!.whole!.elapsedS).toBeCloseTo(0.3 + 20 * slow, 6)
    },
  )

  test.each([
    ['faster', { hashing: 0.5, mixing: 3, mastering: 6, drawing: 0.5 }],
    ['from the cache', { hashing: 0.1, mixing: 0.2, mastering: 12, drawing: 1 }],
    ['as measured', SHARES],
  ])('does not rise when work is %s', async (_, real) => {
    expect(rises(lefts(await told(SHARES, real)))).toBe(0)
  })

  test('rises where a stage turns out to be slow, in few steps, and is true before the stage is over', async () => {
    const real = { hashing: 1, mixing: 6, mastering: 60, drawing: 1 }
    const all = await told(SHARES, real)
    expect(rises(lefts(all))).toBeLessThan(20)
    const late = all.filter(({ stage, done }) => stage === 'mastering' && done > 0.5 && done < 0.9)
    for (const { whole, trueS } of late) expect(Math.abs(whole!.leftS - trueS)).toBeLessThan(0.35 * trueS)
  })

  test('the part that is done never falls, and is that of the time', async () => {
    const all = await told(SHARES, { hashing: 4, mixing: 2, mastering: 30, drawing: 0 })
    const parts = all.map(({ whole }) => whole!.done)
    expect(parts.every((part, at) => part >= (parts[at - 1] ?? 0) && part <= 1)).toBe(true)
  })

  test('is not told of work whose stages are not known', async () => {
    const seen: StageProgress[] = []
    await new StageTimer((progress) => seen.push(progress)).stage('nulling', async () => {})
    expect(seen.map(({ whole }) => whole)).toEqual([undefined, undefined])
  })
})

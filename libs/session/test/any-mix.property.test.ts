import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { temporaryFolder, writeSong } from '../../../test/_song.ts'
import { TestDesk } from './_desk.ts'
import { RECORDINGS, randomMix, textOf, turnedRound } from './_random-mix.ts'

const isFull = process.env.MIXWRIGHT_FULL !== undefined
const RUNS = isFull ? 30 : 6
/** Smallest number that is no denormal. */
const SMALLEST_NORMAL = 2 ** -1022

describe('any mix', () => {
  test('has finite samples and no denormals, and the same bits for any size of blocks and order of keys', () => {
    const desk = new TestDesk(writeSong('', RECORDINGS, temporaryFolder()), Object.keys(RECORDINGS))
    let heard = 0
    fc.assert(
      fc.property(randomMix, fc.constantFrom(512, 1536, 4608), (mix, blockFrames) => {
        // Keys of one processor may contradict each other in ways that its schema cannot say.
        fc.pre(desk.accepts(textOf(mix)))
        const whole = desk.mix(textOf(mix))
        expect(whole.every((sample) => Number.isFinite(sample))).toBe(true)
        expect(whole.every((sample) => sample === 0 || Math.abs(sample) >= SMALLEST_NORMAL)).toBe(true)
        if (whole.some((sample) => Math.abs(sample) > 1e-9)) heard++
        expect(same(desk.mix(textOf(mix), blockFrames), whole)).toBe(true)
        expect(same(desk.mix(textOf(turnedRound(mix))), whole)).toBe(true)
      }),
      { numRuns: RUNS },
    )
    if (isFull) expect(heard).toBeGreaterThan(RUNS / 4)
  })
})

function same(a: Float64Array, b: Float64Array): boolean {
  return a.length === b.length && a.every((sample, i) => Object.is(sample, b[i]))
}

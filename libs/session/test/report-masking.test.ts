import { expect, test } from 'vitest'
import { maskingOf } from '../src/report/report-masking.ts'

const OCTAVES = 9

/** Levels by octave for each step, silent but for what is given. dBFS */
function heard(name: string, steps: readonly Readonly<Record<number, number>>[]) {
  const bandsDb = new Float64Array(steps.length * OCTAVES).fill(Number.NEGATIVE_INFINITY)
  for (const [step, octaves] of steps.entries()) {
    for (const [octave, levelDb] of Object.entries(octaves)) bandsDb[step * OCTAVES + Number(octave)] = levelDb
  }
  return { name, bandsDb }
}

test('a stem is covered where another lies 10 dB above it, and the octaves are told step by step', () => {
  const quiet = heard('quiet', [{ 0: -30, 4: -30 }, { 0: -30, 4: -30 }, { 0: -30 }, { 8: -55 }])
  const loud = heard('loud', [{ 0: -20, 4: -21 }, { 0: -20, 4: -20 }, { 0: -20.1 }, { 8: -10 }])
  const { pairs, bands, covered } = maskingOf([quiet, loud], 0.5)
  expect(bands).toHaveLength(OCTAVES)
  // The last octave is 25 dB under the strongest of the stem and does not matter to it.
  expect(pairs).toEqual([
    {
      stem: 'quiet',
      by: 'loud',
      share: 3 / 5,
      band: bands[0],
      startS: 0,
      endS: 1,
      coveredOctaves: [0b1, 0b10001, 0, 0],
    },
  ])
  expect(covered[0]).toMatchObject({ stem: 'quiet', share: 3 / 5, overTime: [0.5, 1, 0, null] })
  expect(covered[1]).toMatchObject({ stem: 'loud', share: 0 })
})

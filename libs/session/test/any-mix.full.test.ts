import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { renderMix } from '@mixwright/session'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { temporaryFolder, writeSong } from '../../../test/_song.ts'
import { TestDesk } from './_desk.ts'
import { RECORDINGS, randomMix, textOf, turnedRound } from './_random-mix.ts'

const RUNS = 12

test('any mix gives the same bytes with one, two and five workers and any order of keys', async () => {
  const folder = writeSong('', RECORDINGS, temporaryFolder())
  const desk = new TestDesk(folder, Object.keys(RECORDINGS))
  const bytesOf = async (text: string, jobs: number) => {
    writeFileSync(join(folder, 'mix.yaml'), text)
    const { result } = await renderMix(folder, { mixOnly: true, jobs })
    expect(result.diagnostics.filter(({ severity }) => severity === 'error')).toEqual([])
    return readFileSync(join(folder, 'out', 'mix.wav'))
  }
  await fc.assert(
    fc.asyncProperty(randomMix, async (mix) => {
      fc.pre(desk.accepts(textOf(mix)))
      const one = await bytesOf(textOf(mix), 1)
      expect((await bytesOf(textOf(mix), 2)).equals(one)).toBe(true)
      expect((await bytesOf(textOf(turnedRound(mix)), 5)).equals(one)).toBe(true)
    }),
    { numRuns: RUNS },
  )
})

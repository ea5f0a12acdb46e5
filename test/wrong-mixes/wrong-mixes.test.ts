import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { formatDiagnostic } from '@mixwright/project'
import { checkMix } from '@mixwright/session'
import { describe, expect, test } from 'vitest'
import { sine, temporaryFolder, writeSong } from '../_song.ts'
import { WRONG_MIXES } from './_table.ts'

/** A text in which `«…»` marks a place, without the marks, and the place counted from 1. */
function marked(source: string): { text: string; line: number; column: number } {
  const before = source.slice(0, source.indexOf('«'))
  const lines = before.split('\n')
  return { text: source.replace('«', '').replace('»', ''), line: lines.length, column: lines.at(-1)!.length + 1 }
}

describe('a mix file with', () => {
  test.each(WRONG_MIXES)('%s: %s', async (_area, _what, source, code, fix) => {
    const { text, line, column } = marked(source)
    const folder = writeSong(
      text,
      { 'kick.wav': sine(60, 0.5, 0.1), 'stems/kick.wav': sine(60, 0.5, 0.1) },
      temporaryFolder(),
    )
    writeFileSync(join(folder, 'notes.txt'), 'no sound')
    const { diagnostics } = await checkMix(folder)
    const said = diagnostics.map((one) => formatDiagnostic(one, text)).join('\n')
    expect(diagnostics, said).toHaveLength(1)
    expect(diagnostics[0], said).toMatchObject({ code, line, column })
    if (fix === null) expect(diagnostics[0]!.fix, said).toBeUndefined()
    else expect(diagnostics[0]!.fix, said).toContain(fix)
    // What has no way out of its own says that of its code.
    expect(said).toMatch(/\n {2}fix: \S.*$/)
  })
})

test('the table holds more than fifty kinds, of every area', () => {
  const kinds = new Set(WRONG_MIXES.map(([area, what]) => `${area}: ${what}`))
  expect(kinds.size).toBe(WRONG_MIXES.length)
  expect(kinds.size).toBeGreaterThanOrEqual(50)
  const areas = new Set(WRONG_MIXES.map(([area]) => area))
  expect([...areas]).toEqual([
    'yaml',
    'schema',
    'names',
    'units',
    'routes',
    'files',
    'automation',
    'release',
    'deliveries',
    'variants',
    'expect',
    'advice',
  ])
  const suggested = WRONG_MIXES.filter(([, , , , fix]) => fix !== null)
  expect(suggested.length).toBeGreaterThan(0.9 * WRONG_MIXES.length)
})

import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { crc32 } from 'node:zlib'
import { expect, test } from 'vitest'
import { KeptFiles } from '../src/cache/kept-files.ts'

function keeping() {
  const folder = mkdtempSync(join(tmpdir(), 'mixwright-kept-'))
  const path = join(folder, 'sound')
  writeFileSync(path, 'sound')
  return { folder, path, kept: new KeptFiles(join(folder, 'kept')), entry: join(folder, 'kept/key.json') }
}

const FIGURES = {
  level: -Infinity,
  peak: Infinity,
  rows: [Float64Array.of(0.1, -0, Infinity, -Infinity, Number.MIN_VALUE, 1 / 3), new Float64Array()],
  part: Float64Array.of(1, 2, 3, 4).subarray(1, 3),
  text: 'ö',
}

test('figures come back as they were, to the last bit', () => {
  const { folder, path, kept } = keeping()
  kept.keep('key', path, FIGURES)
  const recalled = kept.recall<typeof FIGURES>('key', join(folder, 'again'))
  expect(recalled).toEqual(FIGURES)
  expect(Object.is(recalled!.rows[0]![1], -0)).toBe(true)
  expect(kept.list('k')).toEqual([{ key: 'key', figures: FIGURES }])
  kept.keepNote('note', FIGURES)
  expect(kept.recallNote('note')).toEqual(FIGURES)
})

test('of figures that cannot be read, nothing is given', () => {
  const { folder, path, kept, entry } = keeping()
  kept.keep('key', path, FIGURES)
  const whole = JSON.parse(readFileSync(entry, 'utf8'))
  const figures = whole.figures.replace(/"\$doubles":"/, '"$doubles":"QQ')
  writeFileSync(entry, JSON.stringify({ ...whole, figures, figuresCrc32: crc32(figures) }))
  expect(kept.list('k')).toEqual([])
  expect(kept.recall('key', join(folder, 'again'))).toBeUndefined()
  expect(kept.recallFile('key', join(folder, 'once more'))).toBe(false)
})

test('a file that has lost a byte is not given, with figures or without', () => {
  const { folder, path, kept } = keeping()
  for (const recall of ['recall', 'recallFile'] as const) {
    kept.keep('key', path, FIGURES)
    expect(kept[recall]('key', join(folder, recall))).toBeTruthy()
    writeFileSync(join(folder, 'kept/key.audio'), 'soun')
    expect(kept[recall]('key', join(folder, `no ${recall}`))).toBeFalsy()
    writeFileSync(path, 'sound')
  }
})

import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { mixSchema } from '@mixwright/project'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { copyMatrixSong, MATRIX_MIX, type MatrixRender, renderMatrix, writeMatrixSong } from './_matrix-song.ts'

/** Far from one another: the hour and the day, the letters of the alphabet, the marks in numbers. */
const HERE = { TZ: 'UTC', LC_ALL: 'C' }
const ELSEWHERE = { TZ: 'Pacific/Kiritimati', LC_ALL: 'tr_TR.UTF-8', LANG: 'ar_EG.UTF-8' }

const UNCODED = ['--deliver', 'archive,cd']

describe('the song with every processor', () => {
  let folder: string
  let reference: MatrixRender

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'mixwright-test-'))
    await writeMatrixSong(folder)
    reference = renderMatrix(folder, [...UNCODED, '--jobs', '2'], { env: HERE })
  })

  afterAll(() => rmSync(folder, { recursive: true, force: true }))

  test('has every processor of the language', () => {
    const { definitions } = JSON.parse(JSON.stringify(mixSchema()))
    const kinds: string[] = definitions.insert.anyOf.map(({ required }: { required: string[] }) => required[0])
    expect(kinds.length).toBeGreaterThan(15)
    expect(kinds.filter((kind) => !new RegExp(`- ${kind}:|inserts: .*{ ${kind}:`).test(MATRIX_MIX))).toEqual([])
  })

  test('gives the same bytes with another clock, locale, folder, number of workers, and with nothing cached', () => {
    expect(Object.keys(reference.files)).toEqual(['archive.wav', 'cd.wav', 'mix.lock', 'mix.wav'])
    expect(renderMatrix(copyMatrixSong(folder), [...UNCODED, '--jobs', '4'], { env: ELSEWHERE })).toEqual(reference)
  })

  test('gives the same bytes with one worker and a warm cache', () => {
    expect(renderMatrix(folder, [...UNCODED, '--jobs', '1'], { env: ELSEWHERE })).toEqual(reference)
  })
})

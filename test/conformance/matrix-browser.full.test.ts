import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { missing } from '../_tools.ts'
import { renderInChromium } from '../browser/_chromium.ts'
import { type MatrixRender, readMatrixRender, renderMatrix, writeMatrixSong } from './_matrix-song.ts'

describe.skipIf(missing('chromium'))('the song with every processor', () => {
  let folder: string
  let reference: MatrixRender

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'mixwright-test-'))
    await writeMatrixSong(folder)
    reference = renderMatrix(folder, [])
  })

  afterAll(() => rmSync(folder, { recursive: true, force: true }))

  test.each([1, 3])(
    'has the bytes and figures of Node in Chromium with %d workers',
    { timeout: 300_000 },
    async (jobs) => {
      expect(readMatrixRender(await renderInChromium(folder, jobs))).toEqual(reference)
    },
  )
})

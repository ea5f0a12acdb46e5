import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { NODE_VERSIONS, nodeBinary } from '../_nodes.ts'
import { missing } from '../_tools.ts'
import { copyMatrixSong, type MatrixRender, renderMatrix, writeMatrixSong } from './_matrix-song.ts'

describe.skipIf(missing('nodes'))('the song with every processor, in PCM, FLAC, MP3, AAC and Opus', () => {
  let folder: string
  let reference: MatrixRender

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'mixwright-test-'))
    await writeMatrixSong(folder)
    reference = renderMatrix(folder, [])
  })

  afterAll(() => rmSync(folder, { recursive: true, force: true }))

  test.each(NODE_VERSIONS)('has the same bytes and figures on Node %s', (version) => {
    expect(Object.keys(reference.files)).toHaveLength(9)
    expect(renderMatrix(copyMatrixSong(folder), [], { node: nodeBinary(version) })).toEqual(reference)
  })
})

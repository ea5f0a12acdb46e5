import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type DeliveryCodec, encodeAudio, FfmpegCore, writeTags } from '@mixwright/audio-files'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { missing } from '../_tools.ts'
import { encodeInChromium } from '../browser/_encoder-page.ts'
import { renderInChromium } from '../browser/_engine-page.ts'
import { type MatrixRender, readMatrixRender, renderMatrix, writeMatrixSong } from './_matrix-song.ts'

/** All but Opus: the core as the package for pages runs it has too small a stack for it. */
const CODECS: readonly DeliveryCodec[] = ['flac', 'alac', 'mp3', 'aac', 'ogg']

describe.skipIf(missing('chromium'))('the song with every processor', { timeout: 300_000 }, () => {
  let folder: string
  let reference: MatrixRender

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'mixwright-test-'))
    await writeMatrixSong(folder)
    reference = renderMatrix(folder, [])
  })

  afterAll(() => rmSync(folder, { recursive: true, force: true }))

  test.each([1, 3])('has the bytes and figures of Node in Chromium with %d workers', async (jobs) => {
    expect(readMatrixRender(await renderInChromium(folder, jobs))).toEqual(reference)
  })

  test('is encoded to the same bytes by @ffmpeg/ffmpeg in Chromium', async () => {
    const loaded = FfmpegCore.load()
    if ('problem' in loaded) throw new Error(loaded.problem.message)
    const wav = join(folder, 'out', 'vinyl.wav')
    const encoded = await encodeInChromium(wav, CODECS)
    expect([...encoded.keys()]).toEqual(CODECS)
    for (const codec of CODECS) {
      const [here, there] = [join(folder, `here.${codec}`), join(folder, `there.${codec}`)]
      await encodeAudio(loaded.core, wav, here, { codec })
      writeFileSync(there, encoded.get(codec)!)
      writeTags(there, codec, {})
      expect([codec, readFileSync(there).equals(readFileSync(here))]).toEqual([codec, true])
    }
  })
})

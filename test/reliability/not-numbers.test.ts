import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Diagnostic } from '@mixwright/project'
import { checkMix, initMix, masterFile, measureFiles, renderAlbum, renderMix } from '@mixwright/session'
import { describe, expect, test } from 'vitest'
import { floatWav, temporaryFolder } from '../_song.ts'
import { printTried } from '../_tried.ts'

printTried('commands that read what is no number')

const FRAMES = 48_000
const FIRST = 12_000

/** NaN and infinities every 9000 frames from a quarter of a second on, in the right channel, beside a quiet square. */
const isBad = (frame: number, channel: number) => channel === 1 && frame >= FIRST && (frame - FIRST) % 9000 === 0
const badWav = floatWav({
  frames: FRAMES,
  channels: 2,
  at: (frame, channel) => {
    if (isBad(frame, channel)) return [Number.NaN, Infinity, -Infinity][frame % 3]!
    return frame % 200 < 100 ? 0.1 : -0.1
  },
})
const SAID = '4 samples that are no numbers (NaN, infinity), the first at 0:00.25, are read as 0'
const MIX = 'mixwright: 1\nstems: { a: { file: a.wav } }\ndeliver: { archive: {} }\n'

/** A folder with a recording that holds what is no number, a mix of it, and an album. */
function hostileFolder(): string {
  const folder = temporaryFolder()
  writeFileSync(join(folder, 'a.wav'), badWav)
  writeFileSync(join(folder, 'mix.yaml'), MIX)
  return folder
}

const repairs = (diagnostics: readonly Diagnostic[]) => {
  return diagnostics.filter(({ code }) => code === 'AUDIO_REPAIRED').map(({ message, severity }) => [severity, message])
}

describe('NaN and infinities of a float file are said, with their number and when the first comes, by', () => {
  test('check, before and after a render', async () => {
    const folder = hostileFolder()
    const checked = async () => (await checkMix(folder, { samples: true })).diagnostics
    expect(repairs(await checked())).toEqual([['warning', `stem 'a' file: 'a.wav' ${SAID}`]])
    expect((await checked())[0]).toMatchObject({ file: expect.stringMatching(/mix\.yaml$/), line: 2 })
    await renderMix(folder, { mixOnly: true })
    expect(repairs(await checked())).toEqual([['warning', `stem 'a' file: 'a.wav' ${SAID}`]])
  })

  test('render, which reads them as 0', async () => {
    const { result } = await renderMix(hostileFolder(), {})
    expect(repairs(result.diagnostics)).toEqual([['warning', `stem 'a' file: 'a.wav' ${SAID}`]])
    expect(result.mix?.samplePeakDbfs).toBeCloseTo(-20, 3)
  })

  test('measure', async () => {
    const path = join(hostileFolder(), 'a.wav')
    const { files, diagnostics } = await measureFiles([path])
    expect(repairs(diagnostics)).toEqual([['warning', `'${path}' ${SAID}`]])
    expect(files[0]!.samplePeakDbfs).toBeCloseTo(-20, 3)
  })

  test('master', async () => {
    const path = join(hostileFolder(), 'a.wav')
    const { deliveries, diagnostics } = await masterFile(path, { targets: ['archive'] })
    expect(repairs(diagnostics)).toEqual([['warning', `'${path}' ${SAID}`]])
    expect(deliveries).toHaveLength(1)
  })

  test('init', async () => {
    const { document } = await initMix(hostileFolder(), { dryRun: true })
    expect(repairs(document.diagnostics)).toEqual([['warning', expect.stringContaining(SAID)]])
  })

  test('album', async () => {
    const folder = hostileFolder()
    writeFileSync(join(folder, 'album.yaml'), 'mixwrightAlbum: 1\ntracks: [ { file: a.wav } ]\n')
    const { document } = await renderAlbum(folder)
    expect(repairs(document.diagnostics)).toEqual([['warning', `track 1 file: ${SAID}`]])
  })
})

test('a master that nobody hears is told to have -inf LUFS', async () => {
  const folder = temporaryFolder()
  writeFileSync(join(folder, 'a.wav'), floatWav({ frames: 48_000, at: (frame) => (frame % 200 < 100 ? 0.1 : -0.1) }))
  const text = 'mixwright: 1\nstems: { a: { file: a.wav, gain: -120 dB } }\ndeliver: { spotify: {} }\n'
  writeFileSync(join(folder, 'mix.yaml'), text)
  const { result } = await renderMix(folder, {})
  const missed = result.diagnostics.filter(({ code }) => code === 'DELIVERY_PROMISE_MISSED')
  expect(missed.map(({ message }) => message)).toEqual([
    "delivery 'spotify' loudness: got -inf LUFS, promised -14 LUFS",
  ])
})

import {
  copyFileSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { type RenderOptions, renderMix } from '@mixwright/session'
import { describe, expect, test } from 'vitest'
import { png } from '../_picture.ts'
import { noise, sine, writeSong } from '../_song.ts'

const MIX = `mixwright: 1
title: Unchanged
stems:
  bass: { file: bass.wav, use: low.yaml, gain: -3 dB }
  hiss: { file: hiss.wav }
deliver: { small: { format: wav 16 } }
`
const PRESET = 'inserts: [ { eq: [ { highPass: 40 Hz } ] } ]\n'
/** A cover of 640 x 640. */

function song(mix = MIX): string {
  const folder = writeSong(mix, { 'bass.wav': sine(110, 0.3, 0.2), 'hiss.wav': noise(3, 0.2, 0.2) })
  writeFileSync(join(folder, 'low.yaml'), PRESET)
  return folder
}

/** A render, and whether it did more than look. */
async function render(folder: string, options: RenderOptions = {}) {
  const { result, texts } = await renderMix(folder, { jobs: 1, keepUnchanged: true, ...options })
  const { timings, ...document } = result
  return { document, texts, isMade: 'mixingS' in timings }
}

/** Everything that tells whether outputs were touched. */
function outputs(folder: string) {
  const names = ['out/mix.wav', 'out/small.wav', 'out/report.json', 'mix.lock']
  return names.map((name) => {
    const { ino, mtimeNs, ctimeNs } = statSync(join(folder, name), { bigint: true })
    return [name, ino, mtimeNs, ctimeNs]
  })
}

const recordings = (folder: string) => join(folder, '.mixwright/renders')
const records = (folder: string) =>
  readdirSync(recordings(folder))
    .filter((name) => name.startsWith('render-'))
    .map((name) => join(recordings(folder), name))

describe('a render of what has not changed', () => {
  test('tells the same and touches nothing', async () => {
    const folder = song()
    const first = await render(folder)
    expect(first.isMade).toBe(true)
    const before = outputs(folder)
    const again = await render(folder)
    expect(again).toEqual({ ...first, isMade: false })
    expect(outputs(folder)).toEqual(before)
    expect((await render(folder, { cache: false })).document).toEqual(first.document)
    expect((await render(folder, { keepUnchanged: false })).isMade).toBe(true)
  })

  test('a mix file that was saved again as it is is the same', async () => {
    const folder = song()
    const first = await render(folder)
    writeFileSync(join(folder, 'mix.yaml'), MIX)
    expect(await render(folder)).toEqual({ ...first, isMade: false })
  })

  test('what was changed, damaged or taken away is made again', async () => {
    const folder = song()
    const [mix, bass] = [join(folder, 'mix.yaml'), join(folder, 'bass.wav')]
    const output = join(folder, 'out/mix.wav')
    const [report, lock] = [join(folder, 'out/report.json'), join(folder, 'mix.lock')]
    const mixed = (options: RenderOptions = {}) => render(folder, { mixOnly: true, ...options })
    const changes: Record<string, () => void> = {
      'another mix file': () => writeFileSync(mix, MIX.replace('-3 dB', '-4 dB')),
      'the former mix file': () => writeFileSync(mix, MIX),
      'another preset': () => writeFileSync(join(folder, 'low.yaml'), PRESET.replace('40', '60')),
      'a recording of another time': () => utimesSync(bass, 1e9, 1e9),
      'another recording': () => copyFileSync(join(folder, 'hiss.wav'), bass),
      'a mix that was altered': () => flip(output, 3000),
      'a mix in another place': () => renameSync(output, join(folder, 'out/mine.wav')),
      'a report that is gone': () => rmSync(report),
      'no lock': () => rmSync(lock),
      'an empty lock': () => writeFileSync(lock, ''),
      'a record that tells another peak': () => {
        const record = readFileSync(records(folder)[0]!, 'utf8')
        writeFileSync(
          records(folder)[0]!,
          record.replace(/(samplePeakDbfs\\":-)\d/, (_, key) => `${key}0`),
        )
      },
      'a record that is cut off': () => truncateSync(records(folder)[0]!, 300),
      'an empty record': () => truncateSync(records(folder)[0]!, 0),
      'no cache': () => rmSync(join(folder, '.mixwright'), { recursive: true }),
    }
    for (const [what, change] of Object.entries({ 'a first render': () => {}, ...changes })) {
      change()
      expect(await mixed(), what).toMatchObject({ isMade: true, document: { diagnostics: [] } })
      const made = readFileSync(output)
      expect(await mixed(), what).toMatchObject({ isMade: false, document: { diagnostics: [] } })
      expect(readFileSync(output).equals(made), what).toBe(true)
    }
    const { document } = await mixed({ cache: false, lock: 'ignore', out: join(folder, 'fresh') })
    expect((await mixed()).document.mix!.pcmSha256).toBe(document.mix!.pcmSha256)
  })

  test('what is asked for in other words is made', async () => {
    const folder = song()
    await render(folder)
    expect((await render(folder, { mixOnly: true })).isMade).toBe(true)
    expect((await render(folder, { out: join(folder, 'other') })).isMade).toBe(true)
    expect((await render(folder, { lock: 'frozen' })).isMade).toBe(true)
    expect((await render(folder, { drawReport: () => 'page' })).isMade).toBe(true)
    expect((await render(folder, { drawReport: () => 'page' })).isMade).toBe(false)
    expect((await render(folder)).isMade).toBe(true)
  })

  test('another picture is noticed', async () => {
    const folder = song(`${MIX}artwork: cover.png\n`)
    const cover = join(folder, 'cover.png')
    writeFileSync(cover, png(640, 640))
    expect((await render(folder)).document.diagnostics).toEqual([])
    expect((await render(folder)).isMade).toBe(false)
    writeFileSync(cover, png(640, 640, 'another'))
    expect(await render(folder)).toMatchObject({ isMade: true, document: { diagnostics: [] } })
    expect((await render(folder)).isMade).toBe(false)
  })

  test('a promise that was missed is said each time', async () => {
    const folder = song(MIX.replace('wav 16', 'wav 16, loudness: -5 LUFS, maxLimiting: 0 dB'))
    const first = await render(folder)
    expect(first.document.diagnostics.map(({ code }) => code)).toContain('DELIVERY_PROMISE_MISSED')
    expect(await render(folder)).toEqual({ ...first, isMade: false })
  })
})

function flip(path: string, at: number): void {
  const bytes = readFileSync(path)
  bytes[at]! ^= 1
  writeFileSync(path, bytes)
}

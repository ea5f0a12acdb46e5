import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { hashFile } from '@mixwright/audio-files'
import { presetSchema } from '@mixwright/project'
import { checkMix, renderMix } from '@mixwright/session'
import { describe, expect, test } from 'vitest'
import { noise, temporaryFolder, writeSong } from '../_song.ts'
import { mixwright, ROOT } from '../_tools.ts'

const RECORDINGS = { 'a.wav': noise(3, 0.5, 0.2), 'b.wav': noise(4, 0.5, 0.2) }

/** Writes a song into `songs/one` of a folder, beside files that songs share. */
function writeShared(mixFile: string, shared: Record<string, string>): string {
  const folder = temporaryFolder()
  mkdirSync(join(folder, '.git')) // all of it is one project
  for (const [name, text] of Object.entries(shared)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true })
    writeFileSync(join(folder, name), text)
  }
  mkdirSync(join(folder, 'songs', 'one'), { recursive: true })
  return writeSong(mixFile, RECORDINGS, join(folder, 'songs', 'one'))
}

const CHAIN = `inserts:
  - eq: [ { highPass: 90 Hz } ]
  - compressor: { threshold: -30 dB, ratio: 3 }
sends: { room: -12 dB }
`
const mixFile = (strip: string) => `mixwright: 1
length: 0.2 s
stems:
  a: { file: a.wav, ${strip} }
  b: { file: b.wav, bus: drums }
buses: { drums: {} }
returns: { room: { inserts: [ { delay: { time: 30 ms } } ] } }
groups: { all: { strips: [ a, drums, room ], gain: -1 dB } }
`

async function hashOf(folder: string): Promise<string> {
  const { result } = await renderMix(folder, { mixOnly: true })
  expect(result.diagnostics.filter(({ code }) => !code.startsWith('ADVICE_'))).toEqual([])
  return hashFile(join(folder, 'out', 'mix.wav'))
}

describe('a preset', () => {
  test('outside the folder of the song gives the bytes of its keys written out', async () => {
    const used = mixFile(
      'use: ../../presets/warm.yaml, inserts: [ { preset: { compressor: { ratio: 4 } } } ], gain: -2 dB',
    )
    const eq = '{ eq: [ { highPass: 90 Hz } ] }'
    const written = `inserts: [ ${eq}, { compressor: { threshold: -30 dB, ratio: 4 } } ], sends: { room: -12 dB }`
    const presets = { 'presets/warm.yaml': 'use: base/chain.yaml\n', 'presets/base/chain.yaml': CHAIN }
    expect(await hashOf(writeShared(used, presets))).toBe(
      await hashOf(writeShared(mixFile(`${written}, gain: -2 dB`), {})),
    )
  })

  test('reads an impulse response beside it', async () => {
    const folder = writeShared(mixFile('use: ../../presets/hall.yaml'), {
      'presets/hall.yaml': 'inserts: [ { convolution: { file: ../songs/one/b.wav, gain: -20 dB } } ]\n',
    })
    expect((await checkMix(folder)).diagnostics.filter(({ code }) => !code.startsWith('ADVICE_'))).toEqual([])
    await hashOf(folder)
  })

  test.each([
    ['is missing', {}, 'PRESET_NOT_FOUND', 'mix.yaml'],
    ['is a folder', { 'p.yaml/x': '' }, 'PRESET_NOT_FOUND', 'mix.yaml'],
    [
      'names a missing file',
      { 'p.yaml': 'inserts: [ { convolution: { file: no.wav } } ]\n' },
      'AUDIO_FILE_MISSING',
      'p.yaml',
    ],
  ])('that %s is a diagnostic', async (_, shared, code, file) => {
    const { diagnostics } = await checkMix(writeShared(mixFile('use: ../../p.yaml'), shared))
    expect(diagnostics).toMatchObject([{ code }])
    expect(diagnostics[0]?.file?.endsWith(file)).toBe(true)
  })

  test('with a mistake is shown by its own line', () => {
    const folder = writeShared(mixFile('use: ../../p.yaml'), { 'p.yaml': '# one\ngain: 40 dB\n' })
    const { status, stderr } = mixwright(['check', folder])
    expect(status).toBe(1)
    expect(stderr).toContain('p.yaml:2:7: error PROJECT_OUT_OF_RANGE')
    expect(stderr).toContain('  2 | gain: 40 dB\n    |       ^^^^^')
  })
})

test('schema preset prints the schema that is committed', () => {
  const committed = readFileSync(join(ROOT, 'schemas', 'preset.schema.json'), 'utf8')
  expect(mixwright(['schema', 'preset']).stdout).toBe(committed)
  expect(JSON.parse(committed)).toEqual(presetSchema())
})

import { execFileSync } from 'node:child_process'
import { chmodSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { editMix } from '@mixwright/session'
import { describe, expect, test } from 'vitest'
import { temporaryFolder } from '../_song.ts'
import { mixwright, ROOT } from '../_tools.ts'

const ROUGH = `mixwright:   1
stems:
    kick :  {file: k.wav,gain: -2 dB}   # low

    # the voice
    vocal:
        file: v.wav
        inserts:
        - compressor: {threshold: -20 dB}
deliver: { spotify: {} }
`

const SMOOTH = `mixwright: 1
stems:
  kick: { file: k.wav, gain: -2 dB } # low

  # the voice
  vocal:
    file: v.wav
    inserts:
      - compressor: { threshold: -20 dB }
deliver: { spotify: {} }
`

function folderWith(text: string): { folder: string; file: string; read: () => string } {
  const folder = temporaryFolder()
  const file = join(folder, 'mix.yaml')
  writeFileSync(file, text)
  return { folder, file, read: () => readFileSync(file, 'utf8') }
}

describe('mixwright fmt', () => {
  test('lays out a file in place, and then has nothing to do', () => {
    const { folder, file, read } = folderWith(ROUGH)
    chmodSync(file, 0o640)
    expect(mixwright(['fmt', '--check', folder])).toMatchObject({ status: 1 })
    expect(read()).toBe(ROUGH)
    expect(mixwright(['fmt', folder])).toMatchObject({ status: 0, stdout: '' })
    expect(read()).toBe(SMOOTH)
    expect(statSync(file).mode & 0o777).toBe(0o640)
    expect(mixwright(['fmt', '--check', file])).toMatchObject({ status: 0 })
    expect(readdirSync(folder)).toEqual(['mix.yaml'])
  })

  test('reads stdin and writes stdout for `-`', () => {
    const cli = join(ROOT, 'node_modules/.bin/mixwright')
    expect(execFileSync(cli, ['fmt', '-'], { input: ROUGH, encoding: 'utf8', stdio: 'pipe' })).toBe(SMOOTH)
  })

  test('leaves a file that is no YAML alone, and says where', () => {
    const { folder, read } = folderWith('mixwright: 1\nstems: { a: [ }\n')
    const { status, stdout } = mixwright(['fmt', folder, '--json'])
    expect(status).toBe(1)
    expect(JSON.parse(stdout)).toMatchObject({ changed: [], diagnostics: [{ code: 'YAML_SYNTAX', line: 2 }] })
    expect(read()).toBe('mixwright: 1\nstems: { a: [ }\n')
  })

  test('has nothing to do for the demo song', () => {
    expect(mixwright(['fmt', '--check', join(ROOT, 'projects/night-drive')])).toMatchObject({ status: 0 })
  })
})

describe('mixwright edit', () => {
  test.each([
    [['stems.kick.gain', '-3 dB'], SMOOTH.replace('-2 dB', '-3 dB')],
    [['stems.vocal.inserts.compressor.ratio', '3'], SMOOTH.replace('-20 dB }', '-20 dB, ratio: 3 }')],
    [
      ['stems.vocal.inserts[+]', '{ deesser: { freq: 6 kHz, threshold: -28 dB } }'],
      SMOOTH.replace('-20 dB }\n', '-20 dB }\n      - { deesser: { freq: 6 kHz, threshold: -28 dB } }\n'),
    ],
    [['deliver.cd.dither', 'shaped'], SMOOTH.replace('{} }', '{}, cd: { dither: shaped } }')],
    [['title', 'A: B'], SMOOTH.replace('stems:', 'title: "A: B"\nstems:')],
  ])('%j writes just that', (args, text) => {
    const { folder, read } = folderWith(SMOOTH)
    expect(mixwright(['edit', ...args, folder])).toMatchObject({ status: 0, stdout: '' })
    expect(read()).toBe(text)
  })

  test('--unset removes, --dry-run only shows', () => {
    const { folder, read } = folderWith(SMOOTH)
    const dry = mixwright(['edit', '--unset', '--dry-run', 'stems.kick.gain', folder])
    expect(dry.stdout).toContain('\n-  kick: { file: k.wav, gain: -2 dB } # low\n+  kick: { file: k.wav } # low\n')
    expect(read()).toBe(SMOOTH)
    mixwright(['edit', '--unset', 'stems.kick.gain', folder])
    expect(read()).toBe(SMOOTH.replace(', gain: -2 dB', ''))
  })

  test.each([
    [['stems.kick.gain', '40 dB'], 'PROJECT_OUT_OF_RANGE', 3],
    [['stems.kick.bus', 'drums'], 'ROUTE_UNKNOWN_BUS', 3],
    [['stems.snare.gain', '-3 dB'], 'PROJECT_MISSING_KEY', 10],
    [['stems.vocal.inserts.gate.threshold', '-3 dB'], 'EDIT_NO_PLACE', undefined],
    [['stems.vocal.inserts[4]', '{}'], 'EDIT_NO_PLACE', undefined],
    [['stems[', '{}'], 'EDIT_PATH', undefined],
    [['deliver.spotify.format', 'mp3 320'], undefined, undefined],
    [['deliver.spotify.format', 'mp5'], 'DELIVERY_UNKNOWN_FORMAT', 10],
  ])('%j is refused with %s', (args, code, line) => {
    const { folder, read } = folderWith(SMOOTH)
    const { status, stdout } = mixwright(['edit', ...args, folder, '--json'])
    const { written, diagnostics } = JSON.parse(stdout)
    expect(diagnostics.map((one: { code: string; line?: number }) => [one.code, one.line])).toEqual(
      code ? [[code, line]] : [],
    )
    expect([status, written]).toEqual(code ? [1, false] : [0, true])
    if (code) expect(read()).toBe(SMOOTH)
  })

  test('a file with an error elsewhere can be edited, and mended', () => {
    const { folder, read } = folderWith(SMOOTH.replace('-2 dB', '99 dB').replace('-20 dB', '-20 Hz'))
    expect(mixwright(['edit', 'stems.kick.gain', '-1 dB', folder]).status).toBe(0)
    expect(read()).toBe(SMOOTH.replace('-2 dB', '-1 dB').replace('-20 dB', '-20 Hz'))
  })

  const PRESET = '# lead\ninserts:\n  - compressor: { threshold: -20 dB } # hold\nsends: { hall: -12 dB }\n'
  const ALBUM = 'mixwrightAlbum: 1\ntitle: Harbour # its name\ntracks:\n  - file: one.wav # first\n'

  test.each([
    ['lead.yaml', 'inserts.compressor.ratio', '3', PRESET.replace('-20 dB }', '-20 dB, ratio: 3 }')],
    ['lead.yaml', 'pan', '10R', PRESET.replace('sends:', 'pan: 10R\nsends:')],
    ['lead.yaml', 'bus', 'any', `${PRESET}bus: any\n`],
    ['lead.yaml', 'gain', '{ verse: -9 dB }', PRESET.replace('sends:', 'gain: { verse: -9 dB }\nsends:')],
    ['album.yaml', 'tracks[0].title', 'A: B', `${ALBUM}    title: "A: B"\n`],
    ['album.yaml', 'artist', 'The X', ALBUM.replace('tracks:', 'artist: The X\ntracks:')],
    ['', 'tracks[+]', '{ file: two.wav }', `${ALBUM}  - { file: two.wav }\n`],
  ])('in %s %s says %s, and the same again changes nothing', (name, place, value, text) => {
    const folder = temporaryFolder()
    writeFileSync(join(folder, 'lead.yaml'), PRESET)
    writeFileSync(join(folder, 'album.yaml'), ALBUM)
    const edited = editMix(join(folder, name), place, { value })
    expect(edited).toMatchObject({ written: true, diagnostics: [] })
    const read = () => readFileSync(join(folder, name || 'album.yaml'), 'utf8')
    expect(read()).toBe(text)
    const again = editMix(join(folder, name), place.replace('[+]', '[-1]'), { value })
    expect(again).toMatchObject({ written: false, diagnostics: [] })
    expect(read()).toBe(text)
  })

  test.each([
    ['lead.yaml', 'gain', 'loud', 'PROJECT_BAD_VALUE', 4],
    ['lead.yaml', 'inserts.compressor.rato', '3', 'PROJECT_UNKNOWN_KEY', 3],
    ['lead.yaml', 'stems.a.gain', '-3 dB', 'PROJECT_UNKNOWN_KEY', 5],
    ['album.yaml', 'tracks[0].isrc', 'abc', 'PROJECT_BAD_VALUE', 5],
    ['album.yaml', 'tracks[3].title', 'Four', 'EDIT_NO_PLACE', undefined],
  ])('in %s %s cannot be %s: %s', (name, place, value, code, line) => {
    const folder = temporaryFolder()
    writeFileSync(join(folder, 'lead.yaml'), PRESET)
    writeFileSync(join(folder, 'album.yaml'), ALBUM)
    const { written, diagnostics } = editMix(join(folder, name), place, { value })
    expect(diagnostics.map((one) => [one.code, one.line])).toEqual([[code, line]])
    expect(written).toBe(false)
    expect(readFileSync(join(folder, name), 'utf8')).toBe(name === 'lead.yaml' ? PRESET : ALBUM)
  })

  test('a value is missing', () => {
    expect(mixwright(['edit', 'stems.kick.gain']).status).toBe(2)
  })
})

import { albumSchema, parseAlbum } from '@mixwright/project'
import { describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import { fits } from './_json-schema.ts'
import { marked } from './_mix.ts'

const HEAD = 'mixwrightAlbum: 1\n'
const file = (...lines: string[]) =>
  `${HEAD}tracks:\n  - { file: a.wav }\n  - file: b.wav\n${lines.map((line) => `    ${line}\n`).join('')}`

function parsed(text: string) {
  const { album, diagnostics } = parseAlbum(text, 'album.yaml')
  if (!album) throw new Error(JSON.stringify(diagnostics))
  return album
}

describe('an album', () => {
  test('has its gaps, language and dither when they are not written', () => {
    const track = { indexAtS: [], flags: [] }
    expect({ ...parsed(file()) }).toEqual({
      mixwrightAlbum: 1,
      language: 'english',
      gapS: 2,
      dither: 'tpdf',
      tracks: [
        { file: 'a.wav', ...track },
        { file: 'b.wav', ...track },
      ],
    })
  })

  test('carries every key in its unit', () => {
    const text = `${HEAD}title: Söngs
artist: Us
songwriter: Me
composer: Me
arranger: You
message: Hello
upc: 0 36000 29145 2
language: icelandic
gap: 0
dither: shaped
seed: 2nd
tracks:
  - song: songs/night
    delivery: cd-loud
    artist: Them
  - file: b.flac
    title: Bé
    isrc: QZ-ABC-26-00001
    gain: -0.5 dB
    gap: 1.5 s
    indexes: [0:30, 1:02.5, 90 s]
    flags: [scms, preEmphasis]
`
    expect(parsed(text)).toMatchObject({
      title: 'Söngs',
      upc: '036000291452',
      gapS: 0,
      tracks: [
        { song: 'songs/night', delivery: 'cd-loud', artist: 'Them' },
        {
          title: 'Bé',
          isrc: 'QZABC2600001',
          gainDb: -0.5,
          gapS: 1.5,
          indexAtS: [30, 62.5, 90],
          flags: ['scms', 'preEmphasis'],
        },
      ],
    })
    expect(fits(parse(text), albumSchema())).toBe(true)
    expect(parseAlbum(text, 'album.yaml').audioFiles.map(({ path, use }) => [path, use])).toEqual([
      ['songs/night', 'song'],
      ['b.flac', 'track'],
    ])
  })

  test('knows where things are written', () => {
    expect(parsed(file('title: B')).place(['tracks', 1, 'title'])).toMatchObject({ line: 5, column: 12 })
    expect(parsed(file()).place(['tracks', 1, 'title'])).toBeUndefined()
  })

  test('puts letters and their accents together', () => {
    expect(parsed(file('title: Cafe\u0301')).tracks[1]!.title).toBe('Café')
  })

  test.each([
    ['typographic quotes', file('title: «Don’t “Stop”»'), 'DISC_TEXT', `did you mean 'Don't "Stop"'?`],
    ['letters beyond Latin-1', file('artist: «Łódź ŠĎ»'), 'DISC_TEXT', "did you mean 'Lódz SD'?"],
    ['another script', file('title: «Ночь»'), 'DISC_TEXT', 'write it in Latin letters'],
    ['a text that is too long', file(`title: «${'x'.repeat(161)}»`), 'DISC_TEXT_LONG', undefined],
    [
      'a wrong check digit',
      `${HEAD}upc: «1234567890123»\n${file().slice(HEAD.length)}`,
      'PROJECT_BAD_VALUE',
      "did you mean '1234567890128'?",
    ],
    ['no tracks', `${HEAD}«tracks»: []\n`, 'DISC_NO_TRACKS', 'write `- file: …` below'],
    ['a track of nothing', `${HEAD}tracks:\n  - «title: A»\n`, 'PROJECT_MISSING_KEY', undefined],
    ['a song and a file', `${HEAD}tracks: [ { song: a, «file»: b.wav } ]\n`, 'PROJECT_WRONG_TYPE', undefined],
    ['a delivery of a file', file('«delivery»: cd'), 'PROJECT_BAD_VALUE', undefined],
    [
      'a gain for a song',
      `${HEAD}tracks: [ { song: a, «gain»: 1 dB } ]\n`,
      'PROJECT_BAD_VALUE',
      "set the level in the song's own mix.yaml",
    ],
    ['flags that exclude each other', file('«flags»: [scms, copyPermitted]'), 'DISC_FLAGS', undefined],
    ['a gap before track 1', `${HEAD}tracks: [ { file: a.wav, gap: «4 s» } ]\n`, 'DISC_GAP', 'take the key out'],
    ['an unknown key', file('«titel»: A'), 'PROJECT_UNKNOWN_KEY', "did you mean 'title'?"],
    [
      'another version',
      `mixwrightAlbum: «2»\n${file().slice(HEAD.length)}`,
      'PROJECT_VERSION',
      'write `mixwrightAlbum: 1`',
    ],
    [
      'an empty file',
      '«\n»',
      'YAML_EMPTY',
      'start it with `mixwrightAlbum: 1`, then `tracks:`; each line reads `key: value`',
    ],
  ])('refuses %s at its place', (_, written, code, fix) => {
    const { text, line, column } = marked(written)
    const { album, diagnostics } = parseAlbum(text, 'album.yaml')
    expect(album).toBeUndefined()
    expect(diagnostics).toHaveLength(1)
    expect(diagnostics[0]).toMatchObject({ code, line, ...(fix && { fix }) })
    if (code !== 'PROJECT_MISSING_KEY') expect(diagnostics[0]!.column).toBe(column)
  })

  test('of more than 99 tracks is refused', () => {
    const tracks = (count: number) => `${HEAD}tracks:\n${'  - file: a.wav\n'.repeat(count)}`
    expect(parsed(tracks(99)).tracks).toHaveLength(99)
    expect(parseAlbum(tracks(100), 'album.yaml').diagnostics).toMatchObject([{ code: 'PROJECT_OUT_OF_RANGE' }])
  })
})

import { mixSchema, parseProject } from '@mixwright/project'
import { describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import { fits } from './_json-schema.ts'
import { parsed, TARGETS } from './_mix.ts'
import { describeWrong, type Wrong } from './_wrong.ts'

const SONG = `mixwright: 1
title: Song
sections: { verse: 0:00, chorus: 0:10 }
stems:
  vocal: { file: vocal.wav, gain: { 0:00: -6 dB, chorus: -3 dB }, sends: { room: -12 dB, echo: -20 dB } }
  gtr: { file: gtr.wav, bus: band }
  kick: { file: kick.wav, bus: band, solo: false }
buses: { band: }
returns: { room: { gain: -1 dB }, echo: {} }
groups: { choir: { strips: [ vocal ] } }
mix: { gain: 1 dB, inserts: [ { limiter: { ceiling: -2 dBTP } } ] }
master: { inserts: [ { eq: [ { bell: 1 kHz, gain: 1 dB } ] } ] }
deliver: { cd: { dither: tpdf }, archive: {}, spotify: {} }
`

const withVariant = (...lines: string[]) =>
  `${SONG}variants:\n  other:\n${lines.map((line) => `    ${line}\n`).join('')}`

/** The one variant of the song. */
function variant(...lines: string[]) {
  const { variants, diagnostics } = parseProject(withVariant(...lines), 'mix.yaml', { targets: TARGETS })
  expect(diagnostics).toEqual([])
  return variants[0]!.project
}

describe('a variant', () => {
  test.each<[string, string[], [string, string]]>([
    ['mutes strips, buses and groups', ['mute: [ gtr ]'], ['gtr.wav,', 'gtr.wav, mute: true,']],
    ['mutes a bus that is written without keys', ['mute: band'], ['band: }', 'band: { mute: true } }']],
    ['solos a strip that is not soloed', ['solo: [ kick ]'], ['solo: false', 'solo: true']],
    ['solos a group', ['solo: [ choir ]'], ['[ vocal ] }', '[ vocal ], solo: true }']],
    ['changes a file', ['stems: { gtr: { file: b.wav } }'], ['gtr.wav', 'b.wav']],
    [
      'replaces automation whole',
      ['stems: { vocal: { gain: { chorus: -9 dB } } }'],
      ['{ 0:00: -6 dB, chorus: -3 dB }', '{ chorus: -9 dB }'],
    ],
    ['joins sends by name', ['stems: { vocal: { sends: { room: -6 dB } } }'], ['room: -12 dB', 'room: -6 dB']],
    [
      'empties a chain',
      ['master: { inserts: [] }'],
      ['master: { inserts: [ { eq: [ { bell: 1 kHz, gain: 1 dB } ] } ] }', ''],
    ],
    ['leaves the other keys of the mix', ['mix: { gain: 3 dB }'], ['gain: 1 dB, inserts', 'gain: 3 dB, inserts']],
    ['sets the length and the title', ['length: 0:20', 'title: Short'], ['title: Song', 'title: Short\nlength: 0:20']],
    ['changes one delivery', ['deliver: { cd: { dither: none } }'], ['dither: tpdf', 'dither: none']],
    ['adds a delivery', ['deliver: { tidal: {} }'], ['spotify: {} }', 'spotify: {}, tidal: {} }']],
    ['picks deliveries', ['deliver: [ archive ]'], ['cd: { dither: tpdf }, archive: {}, spotify: {}', 'archive: {}']],
    ['moves a section', ['sections: { chorus: 0:12 }'], ['chorus: 0:10', 'chorus: 0:12']],
    ['may say nothing', ['{}'], ['mixwright: 1', 'mixwright: 1']],
  ])('%s, as if it were written in the file', (_, lines, [from, to]) => {
    expect(SONG).toContain(from)
    expect(variant(...lines)).toEqual(parsed(SONG.replace(from, to)))
    expect(fits(parse(withVariant(...lines)), mixSchema())).toBe(true)
  })

  test('leaves the mix as it is, and knows where each of its own values is written', () => {
    const text = withVariant('mute: [ gtr ]', 'stems: { vocal: { pan: 10L } }')
    const { project, variants } = parseProject(text, 'mix.yaml', { targets: TARGETS })
    expect(project).toEqual(parsed(SONG))
    const { place } = variants[0]!.project
    expect(place(['stems', 'vocal', 'pan'])).toMatchObject({ line: 17, column: 28 })
    expect(place(['stems', 'gtr', 'mute'])).toMatchObject({ line: 16, column: 13 })
    expect(place(['stems', 'gtr', 'bus'])).toMatchObject({ line: 6 })
  })

  test('lies over the file ahead of presets, which count for each variant by themselves', () => {
    const text = withVariant('stems: { gtr: { use: loud.yaml } }', 'mute: [ kick ]')
    const readText = () => ({ text: 'gain: 6 dB\nbus: mix\n' })
    const { variants, presets } = parseProject(text, 'mix.yaml', { targets: TARGETS, readText })
    expect(variants[0]!.project.stems[1]).toMatchObject({ faderDb: 6, bus: 'band' })
    expect(presets).toHaveLength(1)
  })

  test('with a mistake of the file says it once', () => {
    const { diagnostics } = parseProject(withVariant('mute: [ kick ]').replace('0:10 }', '0:10, 1: 5 x }'), 'mix.yaml')
    expect(diagnostics.filter(({ severity }) => severity === 'error')).toHaveLength(2)
  })
})

const wrong: Wrong[] = [
  ['an unknown strip', withVariant('mute: [ «vocl» ]'), 'VARIANT_UNKNOWN_NAME', "did you mean 'vocal'?"],
  ['an unknown soloed group', withVariant('solo: «quire»'), 'VARIANT_UNKNOWN_NAME'],
  ['a stem that the mix does not have', withVariant('stems: { «gt»: { gain: 1 dB } }'), 'VARIANT_UNKNOWN_NAME'],
  ['an unknown return', withVariant('returns: { «rom»: {} }'), 'VARIANT_UNKNOWN_NAME', "did you mean 'room'?"],
  ['an unknown delivery', withVariant('deliver: [ «archiv» ]'), 'VARIANT_UNKNOWN_NAME', "did you mean 'archive'?"],
  ['an unknown key', withVariant('«mutes»: [ gtr ]'), 'PROJECT_UNKNOWN_KEY', "did you mean 'mute'?"],
  ['another language version', withVariant('«mixwright»: 1'), 'PROJECT_UNKNOWN_KEY'],
  ['a value out of range', withVariant('stems: { gtr: { gain: «99 dB» } }'), 'PROJECT_OUT_OF_RANGE'],
  ['an unknown bus', withVariant('stems: { gtr: { bus: «bnd» } }'), 'ROUTE_UNKNOWN_BUS', "did you mean 'band'?"],
  ['a loop', withVariant('buses: { band: { bus: «band» } }'), 'ROUTE_LOOP'],
  ['a name in a map', withVariant('mute: [ «gtr: true» ]'), 'PROJECT_WRONG_TYPE'],
  ['no map', `${SONG}variants: { tv: «vocal» }\n`, 'PROJECT_WRONG_TYPE'],
  ['a list', `${SONG}«variants»: [ tv ]\n`, 'PROJECT_WRONG_TYPE'],
  ['a reserved name', `${SONG}variants: { «stems»: {} }\n`, 'PROJECT_BAD_NAME'],
  ['the name of an output', `${SONG}variants: { «cd.wav»: {} }\n`, 'DELIVERY_SAME_FILE'],
  ['a path as name', `${SONG}variants: { «a/b»: {} }\n`, 'PROJECT_BAD_NAME', "such as 'a-b'"],
  [
    'more variants than a render makes',
    `${SONG}«variants»: { ${Array.from({ length: 33 }, (_, i) => `v${i}: `)} }\n`,
    'PROJECT_OUT_OF_RANGE',
  ],
]

describeWrong('variants', wrong)

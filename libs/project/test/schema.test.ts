import { type JsonSchema, mixSchema, presetSchema } from '@mixwright/project'
import { describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import { definition, fits } from './_json-schema.ts'
import { inserts, mix, NIGHT_DRIVE, parsed, stem } from './_mix.ts'

const schema = mixSchema()

describe('schema', () => {
  test('is the same text every time', () => {
    expect(JSON.stringify(mixSchema())).toBe(JSON.stringify(schema))
  })

  test('fits the example of the language', () => {
    expect(fits(parse(NIGHT_DRIVE), schema)).toBe(true)
  })

  test.each([
    ['an empty delivery', mix('deliver: { spotify: }')],
    ['bare numbers', inserts('compressor: { threshold: -20, ratio: 4, attack: 8, mix: 0.5 }')],
    ['a ratio with colon', inserts('compressor: { ratio: "4:1" }')],
    ['endless ratios', inserts('compressor: { ratio: inf }', 'compressor: { ratio: "inf:1" }')],
    ['automation with steps', stem('gain: { 0:00: -inf dB, bar 9: step -3 dB }')],
    ['pan to a side', stem('pan: { 0:00: C, 0:10: step 30L }')],
    [
      'sends with a tap',
      mix('returns: { r: }').replace('kick.wav', 'kick.wav\n    sends: { r: { level: -3, tap: preFader } }'),
    ],
    ['bypass beside and inside', inserts('{ eq: [], bypass: true }', 'stereo: { bypass: true }')],
    ['groups', mix('groups: { g: { strips: [ kick ], gain: { 0:00: -3 }, mute: true } }')],
    ['places of two channels', stem('pan: { left: 80L, right: { 0:00: C, 0:10: 1 } }')],
    ['a delay in samples', stem('delay: 32 samples')],
    ['an insert with a name', inserts('{ eq: [], name: cut }')],
    ['notes and times', inserts('delay: { time: 1/8 dotted }', 'delay: { time: 375 }')],
    ['a filtered side-chain', inserts('compressor: { ratio: 2, sidechain: { highPass: 100 Hz, listen: true } }')],
    ['ducked and moving echoes', inserts('delay: { time: 1/8, duck: 9 dB, modulation: { depth: 3 ms } }')],
    ['metadata', mix('deliver: { cd: { metadata: { title: A, year: 2026 } }, apple: { metadata: none } }')],
  ])('fits %s, as the checker does', (_, text) => {
    parsed(text)
    expect(fits(parse(text), schema)).toBe(true)
  })

  test.each([
    'preset',
    '{ preset: }',
    '{ preset: { compressor: { threshold: -24 dB }, eq: [ { bell: 1 kHz } ], cut: { bypass: true } } }',
  ])('fits a strip that uses a preset with the insert %s', (insert) => {
    expect(fits(parse(stem('use: presets/vocal.yaml', `inserts: [ ${insert} ]`)), schema)).toBe(true)
  })

  test.each([
    ['a chain with a send', 'inserts: [ { compressor: { ratio: 3 } } ]\nsends: { room: -14 dB }', true],
    ['a preset of its own', 'use: base.yaml\ninserts: [ preset, { limiter: { ceiling: -6 dB } } ]', true],
    ['nothing', '', true],
    ['an unknown key', 'insert: []', false],
    ['a number out of range', 'gain: 30', false],
    ['a key of the whole mix', 'stems: {}', false],
  ])('of a preset takes %s or not', (_, text, fitting) => {
    expect(fits(parse(text), presetSchema())).toBe(fitting)
  })

  test.each([
    ['an unknown key at the top', mix('tittle: A')],
    ['an unknown key of a stem', stem('gian: 0 dB')],
    ['no stems', 'mixwright: 1\nstems: {}\n'],
    ['no file', 'mixwright: 1\nstems: { kick: { gain: 0 dB } }\n'],
    ['a wrong unit', stem('gain: -3 Hz')],
    ['a number out of range', stem('gain: 30')],
    ['a change that is no map', stem('use: a.yaml', 'inserts: [ { preset: { eq: loud } } ]')],
    ['a group without strips', mix('groups: { g: { gain: 0 } }')],
    ['an unknown processor', inserts('compresor: {}')],
    ['two processors in one entry', inserts('{ eq: [], stereo: {} }')],
    ['a key of another band', inserts('eq: [ { highPass: 90 Hz, gain: 2 dB } ]')],
    ['an unknown choice', stem('channels: both')],
    ['a wrong format', mix('deliver: { cd: { format: aiff 16 } }')],
    ['a name that is a path', 'mixwright: 1\nstems: { ../kick: { file: a.wav } }\n'],
  ])('refuses %s', (_, text) => {
    expect(fits(parse(text), schema)).toBe(false)
  })

  test('describes every key, with what may be written', () => {
    const described = everyProperty(schema)
    expect(described.length).toBeGreaterThan(100)
    expect(described.filter(([, property]) => !/^\P{Ll}.*\.( \(.*\))?$/u.test(String(property.description)))).toEqual(
      [],
    )
    const { threshold } = (definition('#/definitions/compressor', schema).properties ?? {}) as Record<
      string,
      JsonSchema
    >
    expect(threshold?.description).toBe(
      'Level above which gain is reduced. May move: a map of times to values. (-80 to 0 dB; default -18 dB)',
    )
  })

  test('states defaults that the checker has too', () => {
    const { anyOf } = definition('#/definitions/insert', schema) as { anyOf: JsonSchema[] }
    const required: Record<string, string> = {
      deesser: 'threshold: -20 dB',
      gate: 'threshold: -40 dB',
      expander: 'threshold: -40 dB, ratio: 2',
      saturation: 'drive: 6 dB',
      multiband: 'crossovers: [1 kHz], bands: [{}, {}]',
      reverb: 'decay: 2 s',
      convolution: 'file: a.wav',
      delay: 'time: 375 ms',
      limiter: 'ceiling: -1 dB',
      clipper: 'ceiling: -1 dB',
      imager: 'crossovers: [1 kHz], widths: [100 %, 100 %]',
    }
    for (const entry of anyOf) {
      const [kind = ''] = Object.keys(entry.properties as object)
      if (kind === 'eq') continue
      const { properties } = definition(`#/definitions/${kind}`, schema) as { properties: Record<string, JsonSchema> }
      const defaults = Object.entries(properties).flatMap(([key, property]) =>
        property.default === undefined ? [] : [`${key}: ${property.default}`],
      )
      const least = required[kind] === undefined ? [] : [required[kind]]
      expect(defaults.length).toBeGreaterThan(0)
      expect(insertOf(kind, [...least, ...defaults])).toEqual(insertOf(kind, least))
    }
  })
})

function insertOf(kind: string, settings: readonly (string | undefined)[]) {
  return parsed(inserts(`${kind}: { ${settings.join(', ')} }`)).stems[0]?.inserts[0]
}

/** All keys of all maps that the schema names. */
function everyProperty(root: JsonSchema): [string, JsonSchema][] {
  const maps = [root, ...Object.values(root.definitions as Record<string, JsonSchema>)]
  const withBranches = maps.flatMap((map) => [map, ...((map.anyOf as JsonSchema[] | undefined) ?? [])])
  return withBranches.flatMap(({ properties = {} }) => Object.entries(properties as Record<string, JsonSchema>))
}

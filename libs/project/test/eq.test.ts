import { describe, expect, test } from 'vitest'
import { inserts, parsed } from './_mix.ts'
import { describeWrong, type Wrong } from './_wrong.ts'

function eqOf(written: string) {
  return parsed(inserts(`eq: ${written}`)).stems[0]?.inserts[0]
}

describe('eq', () => {
  test('knows nine types of bands with their defaults', () => {
    const types = [...['highPass', 'lowPass', 'bell', 'lowShelf', 'highShelf', 'tilt', 'notch', 'bandPass'], 'allPass']
    const everywhere = { freqHz: 1000, on: 'stereo' }
    expect(eqOf(`[ ${types.map((type) => `{ ${type}: 1 kHz }`).join(', ')} ]`)).toEqual({
      kind: 'eq',
      bypass: false,
      phase: 'minimum',
      bands: [
        { type: 'highPass', ...everywhere, slopeDbPerOct: 12 },
        { type: 'lowPass', ...everywhere, slopeDbPerOct: 12 },
        { type: 'bell', ...everywhere, gainDb: 0, q: 1 },
        { type: 'lowShelf', ...everywhere, gainDb: 0, slopeDbPerOct: 12 },
        { type: 'highShelf', ...everywhere, gainDb: 0, slopeDbPerOct: 12 },
        { type: 'tilt', ...everywhere, gainDb: 0 },
        { type: 'notch', ...everywhere, q: 10 },
        { type: 'bandPass', ...everywhere, q: 1 },
        { type: 'allPass', ...everywhere, q: Math.SQRT1_2 },
      ],
    })
  })

  test('shelves take a slope, or a q of up to 4', () => {
    expect(eqOf('[ { lowShelf: 80 Hz, gain: 3 dB, slope: 24 dB/oct }, { highShelf: 9k, q: 4 } ]')).toMatchObject({
      bands: [{ slopeDbPerOct: 24 }, { slopeDbPerOct: 12, q: 4 }],
    })
  })

  test.each(['stereo', 'left', 'right', 'mid', 'side'])('any band acts on: %s', (on) => {
    const types = ['highPass', 'bell', 'highShelf', 'tilt', 'notch', 'bandPass', 'allPass']
    const written = types.map((type) => `{ ${type}: 1 kHz, on: ${on} }`)
    expect(eqOf(`[ ${written.join(', ')} ]`)).toMatchObject({ bands: types.map((type) => ({ type, on })) })
  })

  test('bells and shelves move by threshold, range, attack and release', () => {
    const movement = 'threshold: -30 dB, range: -6 dB, attack: 5 ms, release: 80 ms'
    const types = ['bell', 'lowShelf', 'highShelf']
    expect(eqOf(`[ ${types.map((type) => `{ ${type}: 3 kHz, ${movement} }`).join(', ')} ]`)).toMatchObject({
      bands: types.map((type) => ({ type, gainDb: 0, thresholdDb: -30, rangeDb: -6, attackMs: 5, releaseMs: 80 })),
    })
  })

  test('is a list of bands, or a map with phase and bands, bypassed inside or beside', () => {
    const bands = [{ type: 'notch', freqHz: 50, q: 10, on: 'stereo' }]
    expect(eqOf('[ { notch: 50 Hz } ]')).toMatchObject({ phase: 'minimum', bands, bypass: false })
    expect(eqOf('{ bands: [ { notch: 50 Hz } ] }')).toMatchObject({ phase: 'minimum', bands, bypass: false })
    expect(eqOf('{ phase: linear, bands: [ { notch: 50 Hz } ], bypass: true }')).toMatchObject({
      phase: 'linear',
      bands,
      bypass: true,
    })
    expect(eqOf('')).toMatchObject({ phase: 'minimum', bands: [] })
  })
})

const wrong: Wrong[] = [
  [
    'a shelf with slope and q',
    inserts('eq: [ «{ lowShelf: 90 Hz, slope: 12 dB/oct, q: 1 }» ]'),
    'PROJECT_BAD_VALUE',
    'remove one of them',
  ],
  ['a shelf with a q of 5', inserts('eq: [ { highShelf: 9 kHz, q: «5» } ]'), 'PROJECT_OUT_OF_RANGE'],
  ['a shelf between the slopes', inserts('eq: [ { highShelf: 9 kHz, slope: «30 dB/oct» } ]'), 'PROJECT_OUT_OF_RANGE'],
  ['an unknown side', inserts('eq: [ { bell: 1 kHz, on: «sides» } ]'), 'PROJECT_BAD_VALUE', "did you mean 'side'?"],
  ['a tilt with q', inserts('eq: [ { tilt: 1 kHz, «q»: 2 } ]'), 'PROJECT_UNKNOWN_KEY'],
  ['a tilt of 20 dB', inserts('eq: [ { tilt: 1 kHz, gain: «20 dB» } ]'), 'PROJECT_OUT_OF_RANGE'],
  ['an unknown phase', inserts('eq: { phase: «linar», bands: [] }'), 'PROJECT_BAD_VALUE', "did you mean 'linear'?"],
  ['a map without bands', inserts('«eq»: { phase: linear }'), 'PROJECT_MISSING_KEY', 'add `bands: …`'],
  [
    'a band that is not in a list',
    inserts('«eq»: { bell: 1 kHz }'),
    'PROJECT_WRONG_TYPE',
    'begin each entry with `- `',
  ],
  [
    'an all-pass of linear phase',
    inserts('eq: { phase: linear, bands: [ { bell: 1 kHz }, «{ allPass: 1 kHz }» ] }'),
    'PROJECT_BAD_VALUE',
    'move it to an eq of its own',
  ],
  [
    'a moving band of linear phase',
    inserts('eq: { phase: linear, bands: [ «{ bell: 1 kHz, threshold: -30 dB, range: -6 dB }» ] }'),
    'PROJECT_BAD_VALUE',
    'move it to an eq of its own',
  ],
  [
    'a threshold without range',
    inserts('eq: [ «{ bell: 1 kHz, threshold: -30 dB }» ]'),
    'PROJECT_MISSING_KEY',
    'add `range: …`',
  ],
  [
    'a range without threshold',
    inserts('eq: [ «{ lowShelf: 1 kHz, range: -6 dB, attack: 5 ms }» ]'),
    'PROJECT_MISSING_KEY',
    'add `threshold: …`',
  ],
  ['a moving notch', inserts('eq: [ { notch: 1 kHz, «range»: -6 dB } ]'), 'PROJECT_UNKNOWN_KEY'],
]

describeWrong('eq', wrong)

import { LIMITER_STYLES } from '@mixwright/audio'
import { parseProject } from '@mixwright/project'
import { describe, expect, test } from 'vitest'
import { diagnosticsOf, mix, parsed } from './_mix.ts'

function delivery(written: string) {
  return parsed(mix(`deliver: { promo: { target: cd, ${written} } }`)).deliver[0]
}

describe('delivery', () => {
  test.each([
    ['wav 16', { codec: 'wav', bits: 16, float: false }],
    ['wav 24', { codec: 'wav', bits: 24, float: false }],
    ['wav 32f', { codec: 'wav', bits: 32, float: true }],
    ['flac 24', { codec: 'flac', bits: 24 }],
    ['alac 16', { codec: 'alac', bits: 16 }],
    ['mp3 320', { codec: 'mp3', kbps: 320 }],
    ['aac 256', { codec: 'aac', kbps: 256 }],
    ['opus 160', { codec: 'opus', kbps: 160 }],
    ['ogg 192', { codec: 'ogg', kbps: 192 }],
  ])('format %s is understood', (written, format) => {
    expect(delivery(`format: ${written}`)).toEqual({ name: 'promo', target: 'cd', format, inserts: [] })
  })

  test.each([
    'wav 32',
    'wav 24f',
    'flac 32',
    'mp3 64',
    'mp3 321',
    'aac 63',
    'aac 513',
    'opus 31',
    'opus 511',
    'ogg 95',
  ])('format %s is refused', (format) => {
    expect(diagnosticsOf(mix(`deliver: { cd: { format: ${format} } }`))).toMatchObject([
      { code: 'DELIVERY_UNKNOWN_FORMAT' },
    ])
  })

  test('carries every setting in its unit', () => {
    const written = [
      'sampleRate: 44.1 kHz',
      'loudness: -14 LUFS',
      'ceiling: -1 dBTP',
      'dither: tpdf',
      'autoBlack: 20 ms',
      'side: B',
      'sideLength: 18:30',
      'lowMono: 150 Hz',
      'inserts: [ { limiter: { ceiling: -2 dB } } ]',
    ]
    expect(delivery(written.join(', '))).toEqual({
      name: 'promo',
      target: 'cd',
      sampleRateHz: 44_100,
      loudnessLufs: -14,
      ceilingDbtp: -1,
      dither: 'tpdf',
      autoBlackMs: 20,
      side: 'B',
      sideLengthS: 1110,
      lowMono: { freqHz: 150 },
      inserts: [
        { kind: 'limiter', bypass: false, ceilingDbtp: -2, style: 'transparent', ...LIMITER_STYLES.transparent },
      ],
    })
  })

  test('may dither silence too', () => {
    expect(delivery('autoBlack: off')).toMatchObject({ autoBlackMs: 'off' })
  })

  test.each([
    ['lowMono: { freq: 200 Hz, slope: 12 dB/oct }', { lowMono: { freqHz: 200, slopeDbPerOct: 12 } }],
    ['lowMono: off, subsonic: off, ultrasonic: 16 kHz', { lowMono: 'off', subsonicHz: 'off', ultrasonicHz: 16_000 }],
    ['sideStart: 3:10, sibilance: gentle', { sideStartS: 190, sibilance: 'gentle' }],
    ['rpm: 45, diameter: 7 in', { rpm: 45, diameter: 7 }],
    ['rpm: 33 1/3, diameter: 12"', { rpm: 100 / 3, diameter: 12 }],
    ['cut: { level: -2 dB, stylus: 18 um }', { cut: { levelDb: -2, referenceCmPerS: 7, stylusUm: 18 } }],
  ])('of vinyl knows %s', (written, settings) => {
    expect(delivery(written)).toMatchObject(settings)
  })

  test.each([
    'rpm: 78',
    'diameter: 9 in',
    'lowMono: { slope: 12 dB/oct }',
    'lowMono: { freq: 150 Hz, slope: 15 dB/oct }',
  ])('%s is refused', (written) => {
    expect(diagnosticsOf(mix(`deliver: { vinyl: { ${written} } }`))).toHaveLength(1)
  })

  test('has its own metadata, or none', () => {
    expect(delivery('metadata: none')).toMatchObject({ metadata: 'none' })
    expect(delivery('metadata: { title: Radio Edit, year: 2026, track: 3 }')).toMatchObject({
      metadata: { title: 'Radio Edit', year: 2026, track: { number: 3 }, chunks: 'all' },
    })
  })

  test('needs no target when it has a format of its own', () => {
    expect(parsed(mix('deliver: { promo: { format: wav 24 } }')).deliver).toEqual([
      { name: 'promo', format: { codec: 'wav', bits: 24, float: false }, inserts: [] },
    ])
  })

  test('has the target of its name when the caller names no targets', () => {
    const { project } = parseProject(mix('deliver: { anything: }'), 'mix.yaml')
    expect(project?.deliver).toEqual([{ name: 'anything', target: 'anything', inserts: [] }])
  })

  test('is checked for its target behind other errors', () => {
    expect(diagnosticsOf(mix('deliver: { promo: { loudness: loud } }')).map(({ code }) => code)).toEqual([
      'DELIVERY_UNKNOWN_TARGET',
      'PROJECT_BAD_VALUE',
    ])
  })
})

import { describe, expect, test } from 'vitest'
import { diagnosticsOf, inserts, mix, parsed, stem } from './_mix.ts'

function faderOf(written: string) {
  return parsed(stem(`gain: ${written}`)).stems[0]?.faderDb
}

function compressorOf(settings: string) {
  return parsed(inserts(`compressor: { ${settings} }`)).stems[0]?.inserts[0]
}

describe('number', () => {
  test.each([
    ['-3', -3],
    ['-3 dB', -3],
    ['-3dB', -3],
    ['"-3  dB"', -3],
    ['+3 dB', 3],
    ['−6 dB', -6],
    ['-6\u00a0dB', -6],
    ['.5 dB', 0.5],
    ['-1.5e1 dB', -15],
    ['-0 dB', 0],
    ['-inf dB', Number.NEGATIVE_INFINITY],
    ['-inf', Number.NEGATIVE_INFINITY],
  ])('gain %s is %d dB', (written, faderDb) => {
    expect(faderOf(written)).toBe(faderDb)
  })

  test.each([
    ['2.5 kHz', 2500],
    ['2.5kHz', 2500],
    ['2.5k', 2500],
    ['2500', 2500],
    ['2500 Hz', 2500],
    ['1.005 kHz', 1005],
    ['2.2050 kHz', 2205],
  ])('frequency %s is exactly %d Hz', (written, freqHz) => {
    expect(parsed(inserts(`eq: [ { bell: ${written} } ]`)).stems[0]?.inserts[0]).toMatchObject({ bands: [{ freqHz }] })
  })

  test.each([
    ['8', 8],
    ['8 ms', 8],
    ['0.008 s', 8],
    ['1 s', 1000],
  ])('attack %s is %d ms', (written, attackMs) => {
    expect(compressorOf(`ratio: 2, attack: ${written}`)).toMatchObject({ attackMs })
  })

  test.each([
    ['4', 4],
    ['4:1', 4],
    ['1.5 :1', 1.5],
    ['inf', Number.POSITIVE_INFINITY],
    ['inf:1', Number.POSITIVE_INFINITY],
  ])('ratio %s is %d', (written, ratio) => {
    expect(compressorOf(`ratio: ${written}`)).toMatchObject({ ratio })
  })

  test.each([
    ['35 %', 0.35],
    ['35%', 0.35],
    ['0.35', 0.35],
    ['1', 1],
    ['100 %', 1],
  ])('share %s is %d', (written, share) => {
    expect(compressorOf(`ratio: 2, mix: ${written}`)).toMatchObject({ mix: share })
  })

  test.each([
    ['C', 0],
    ['0', 0],
    ['10R', 0.1],
    ['10 R', 0.1],
    ['100L', -1],
    ['-0.75', -0.75],
    ['0L', 0],
  ])('pan %s is %d', (written, pan) => {
    expect(parsed(stem(`pan: ${written}`)).stems[0]?.pan).toBe(pan)
  })

  test.each([
    ['-14 LUFS', -14],
    ['-14', -14],
    ['as mixed', 'as mixed'],
  ])('loudness %s is %s', (written, loudnessLufs) => {
    expect(parsed(mix(`deliver: { cd: { loudness: ${written} } }`)).deliver[0]).toMatchObject({ loudnessLufs })
  })

  test('a ceiling may be written in dB or dBTP', () => {
    for (const written of ['-1 dB', '-1 dBTP', '-1', '-1dBTP']) {
      expect(parsed(inserts(`limiter: { ceiling: ${written} }`)).stems[0]?.inserts[0]).toMatchObject({
        ceilingDbtp: -1,
      })
    }
  })

  test('a release may be a word', () => {
    expect(compressorOf('ratio: 2, release: auto')).toMatchObject({ releaseMs: 'auto' })
  })

  test.each([
    '1e400 dB',
    '-1e400 dB',
    '- inf',
    'inf dB',
    '--3',
    '3 3',
    '1_000',
    'dB',
    '-3 dB/oct',
    `1${'0'.repeat(500)}`,
  ])('gain %s is refused', (written) => {
    expect(diagnosticsOf(stem(`gain: "${written}"`)).map(({ severity }) => severity)).toEqual(['error'])
  })
})

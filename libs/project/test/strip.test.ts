import { describe, expect, test } from 'vitest'
import { mix, parsed, stem } from './_mix.ts'

describe('delay', () => {
  test.each([
    ['32 samples', (32 * 1000) / 48_000],
    ['1 sample', 1000 / 48_000],
    ['48000 samples', 1000],
    ['1.5 ms', 1.5],
    ['0.25 s', 250],
    ['3', 3],
  ])('of %s is %d ms at 48 kHz', (written, delayMs) => {
    expect(parsed(stem(`delay: ${written}`)).stems[0]).toMatchObject({ delayMs })
  })

  test.each([
    [44_100, '32 samples'],
    [96_000, '31 samples'],
    [88_200, '12345 samples'],
  ])('counts samples at the session rate, wherever that is written: %d Hz', (rate, written) => {
    const { delayMs } = parsed(`${stem(`delay: ${written}`)}sampleRate: ${rate}\n`).stems[0]!
    expect(Math.floor((delayMs * rate) / 1000 + 0.5)).toBe(Number.parseInt(written, 10))
  })
})

describe('pan', () => {
  const panOf = (written: string) => parsed(stem(`pan: ${written}`)).stems[0]?.pan

  test('of two channels is a place for each', () => {
    expect(panOf('{ left: 80L, right: 20R }')).toEqual({ left: -0.8, right: 0.2 })
  })

  test('of one channel leaves the other at its side', () => {
    expect(panOf('{ left: C }')).toEqual({ left: 0, right: 1 })
    expect(panOf('{ right: 0 }')).toEqual({ left: -1, right: 0 })
  })

  test('of a channel may move while the other stands', () => {
    expect(panOf('{ left: { 0:00: 100L, bar 2: C }, right: 100R }')).toEqual({
      left: {
        points: [
          { atS: 0, value: -1, shape: 'line' },
          { atS: 2, value: 0, shape: 'line' },
        ],
      },
      right: 1,
    })
  })

  test('that moves is one place, not two', () => {
    expect(panOf('{ 0:00: 100L, bar 2: C }')).toMatchObject({ points: [{ value: -1 }, { value: 0 }] })
  })
})

describe('groups', () => {
  test('have strips of every kind, a gain that may move, mute and solo', () => {
    const text = mix(
      'buses: { drums: {} }',
      'returns: { hall: {} }',
      'groups:',
      '  all: { strips: [ kick, drums, hall ], gain: { 0:00: -3 dB, 0:02: 0 dB }, solo: true }',
      '  low: { strips: [ kick ], gain: -inf dB, mute: true }',
      '  still: { strips: [ drums ] }',
    )
    const points = [
      { atS: 0, value: -3, shape: 'line' },
      { atS: 2, value: 0, shape: 'line' },
    ]
    expect(parsed(text).groups).toEqual([
      { name: 'all', strips: ['kick', 'drums', 'hall'], gainDb: { points }, mute: false, solo: true },
      { name: 'low', strips: ['kick'], gainDb: Number.NEGATIVE_INFINITY, mute: true, solo: false },
      { name: 'still', strips: ['drums'], gainDb: 0, mute: false, solo: false },
    ])
  })
})

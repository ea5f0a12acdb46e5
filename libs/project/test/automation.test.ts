import { describe, expect, test } from 'vitest'
import { inserts, parsed, stem } from './_mix.ts'
import { describeWrong, type Wrong } from './_wrong.ts'

const points = (...list: [atS: number, value: number, shape?: string][]) => ({
  points: list.map(([atS, value, shape = 'line']) => ({ atS, value, shape })),
})

describe('automation', () => {
  test('takes its shapes from words before the values', () => {
    const { faderDb } = parsed(stem('gain: { 0:00: -4 dB, 0:01: smooth -2 dB, 0:02: step 0 dB, 0:03: -1 dB }'))
      .stems[0]!
    expect(faderDb).toEqual(points([0, -4], [1, -2, 'smooth'], [2, 0, 'step'], [3, -1]))
  })

  test('moves the settings of processors, each in its unit', () => {
    const written = inserts(
      'eq: [ { bell: { 0:00: 200 Hz, 0:02: exponential 2 kHz }, gain: { 0:00: 0 dB, 0:01: 6 dB }, q: 2 } ]',
      'compressor: { threshold: { 0:00: -20 dB, 0:01: -30 dB }, ratio: { 0:00: 2, 0:01: 4:1 }, release: auto }',
      'multiband: { crossovers: [200 Hz], bands: [ {}, { threshold: { 0:00: -20 dB, 0:01: -30 dB }, ratio: 2 } ] }',
      'reverb: { decay: 1 s, mix: { 0:00: 10 %, 0:01: 0.5 } }',
    )
    expect(parsed(written).stems[0]!.inserts).toMatchObject([
      { bands: [{ freqHz: points([0, 200], [2, 2000, 'exponential']), gainDb: points([0, 0], [1, 6]), q: 2 }] },
      { thresholdDb: points([0, -20], [1, -30]), ratio: points([0, 2], [1, 4]), releaseMs: 'auto' },
      { bands: [{ ratio: 1 }, { thresholdDb: points([0, -20], [1, -30]) }] },
      { decayS: 1, mix: points([0, 0.1], [1, 0.5]) },
    ])
  })

  test('switches mutes and bypasses on and off', () => {
    const written = stem(
      'mute: { 0:00: off, 0:02: on, 0:04: false }',
      'inserts: [ { eq: [], bypass: { 0:01: true } } ]',
    )
    const { mute, inserts: read } = parsed(written).stems[0]!
    expect(mute).toEqual(points([0, 0, 'step'], [2, 1, 'step'], [4, 0, 'step']))
    expect(read[0]!.bypass).toEqual(points([0, 0, 'step'], [1, 1, 'step']))
  })
})

test('ducking moves, as one amount or by its settings', () => {
  const short = parsed(inserts('delay: { time: 9 ms, duck: { 0:00: 3 dB, 0:01: 9 dB } }')).stems[0]!.inserts
  const long = parsed(inserts('delay: { time: 9 ms, duck: { amount: { 0:00: 3 dB, 0:01: 9 dB } } }')).stems[0]!.inserts
  expect(short).toEqual(long)
  expect(short).toMatchObject([{ duck: { amountDb: points([0, 3], [1, 9]), thresholdDb: -40 } }])
})

test('the ceiling of a clipper and the amount of an exciter move', () => {
  const moving = inserts(
    'clipper: { ceiling: { 0:00: -1 dB, 0:02: -6 dB } }',
    'exciter: { amount: { 0:00: 0 %, 0:02: 50 % } }',
  )
  const [clipper, exciter] = parsed(moving).stems[0]!.inserts
  expect(clipper).toMatchObject({ ceilingDb: points([0, -1, 'line'], [2, -6, 'line']) })
  expect(exciter).toMatchObject({ amount: points([0, 0, 'line'], [2, 0.5, 'line']) })
})

const wrong: Wrong[] = [
  [
    'a misspelt shape',
    stem('gain: { 0:00: 0 dB, 0:01: «smoth -3 dB» }'),
    'PROJECT_BAD_VALUE',
    "did you mean 'smooth'?",
  ],
  [
    'an exponential curve to a level below 0 dB',
    stem('gain: { 0:00: 3 dB, 0:01: «exponential -3 dB» }'),
    'PROJECT_BAD_VALUE',
    'leave out `exponential`',
  ],
  [
    'a look-ahead that moves',
    inserts('compressor: { ratio: 2, «lookahead»: { 0:00: 1 ms, 0:01: 2 ms } }'),
    'PROJECT_CANNOT_MOVE',
    'write one value',
  ],
  [
    'crossovers that meet on their way',
    inserts('imager: { «crossovers»: [{ 0:00: 200 Hz, 0:01: 1 kHz }, 900 Hz], widths: [1, 1, 1] }'),
    'PROJECT_BAD_VALUE',
  ],
  [
    'a modulation that comes deeper than the time',
    inserts('delay: { time: 9 ms, modulation: { «depth»: { 0:00: 1 ms, 0:01: 10 ms } } }'),
    'PROJECT_OUT_OF_RANGE',
  ],
  ['a kind that moves', inserts('reverb: { decay: 1 s, «kind»: { 0:00: hall } }'), 'PROJECT_CANNOT_MOVE'],
  ['a side-chain that moves', inserts('compressor: { ratio: 2, «sidechain»: { 0:00: a } }'), 'PROJECT_CANNOT_MOVE'],
  ['a solo that moves', stem('«solo»: { 0:00: on }'), 'PROJECT_CANNOT_MOVE'],
  [
    'a range that moves through 0 dB',
    inserts('eq: [ { bell: 1 kHz, threshold: -20 dB, «range»: { 0:00: -6 dB, 0:01: 2 dB } } ]'),
    'PROJECT_BAD_VALUE',
    'write two bands',
  ],
  [
    'a modulation deeper than the shortest time of a delay',
    inserts('delay: { time: { 0:00: 20 ms, 0:01: 5 ms }, modulation: { depth: «8 ms» } }'),
    'PROJECT_OUT_OF_RANGE',
  ],
  [
    'a time of a delay out of range',
    inserts('delay: { time: { 0:00: 1/8, 0:01: step «6 s» } }'),
    'PROJECT_OUT_OF_RANGE',
  ],
  ['a word among numbers', inserts('compressor: { release: { 0:00: «auto» } }'), 'PROJECT_BAD_VALUE'],
  ['a switch that is neither', stem('mute: { 0:00: «maybe» }'), 'PROJECT_BAD_VALUE'],
  ['a switch with a shape', stem('mute: { 0:00: off, 0:01: «smooth on» }'), 'PROJECT_BAD_VALUE'],
]

describeWrong('automation', wrong)

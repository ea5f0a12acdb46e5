import { describe, expect, test } from 'vitest'
import { diagnosticsOf, inserts, mix, parsed } from './_mix.ts'
import { describeWrong, type Wrong } from './_wrong.ts'

/** The one insert of the one stem. */
function insert(written: string) {
  return parsed(inserts(written)).stems[0]?.inserts[0]
}

describe('saturation', () => {
  test('needs a drive, is tape and wholly wet by default', () => {
    expect(insert('saturation: { drive: 9 dB }')).toEqual({
      kind: 'saturation',
      bypass: false,
      curve: 'tape',
      driveDb: 9,
      toneDb: 0,
      mix: 1,
    })
  })

  test.each(['tape', 'tube', 'soft', 'hard'])('takes the style %s', (style) => {
    expect(insert(`saturation: { style: ${style}, drive: 36, tone: -12, mix: 30 % }`)).toMatchObject({
      curve: style,
      driveDb: 36,
      toneDb: -12,
      mix: 0.3,
    })
  })
})

describe('gate and expander', () => {
  test('gate needs a threshold and has a default for the rest', () => {
    expect(insert('gate: { threshold: -45 dB }')).toEqual({
      kind: 'gate',
      bypass: false,
      thresholdDb: -45,
      hysteresisDb: 4,
      rangeDb: 80,
      attackMs: 0.5,
      holdMs: 50,
      releaseMs: 100,
      lookaheadMs: 0,
      link: 1,
    })
  })

  test('expander needs a threshold and a ratio and has a default for the rest', () => {
    expect(insert('expander: { threshold: -35 dB, ratio: "2:1" }')).toEqual({
      kind: 'expander',
      bypass: false,
      thresholdDb: -35,
      ratio: 2,
      rangeDb: 40,
      attackMs: 1,
      releaseMs: 120,
      kneeDb: 6,
      lookaheadMs: 0,
      link: 1,
    })
  })

  test('both take a side-chain from any strip', () => {
    const chain =
      '[ { gate: { threshold: -30, sidechain: kick } }, { expander: { threshold: -30, ratio: 2, sidechain: b } } ]'
    const { buses } = parsed(mix(`buses: { a: { inserts: ${chain} }, b: {} }`))
    expect(buses[0]?.inserts).toMatchObject([{ sidechain: { from: 'kick' } }, { sidechain: { from: 'b' } }])
  })

  test('a loop through a gate’s side-chain is found', () => {
    const gate = '{ gate: { threshold: -30 dB, sidechain: b } }'
    const text = mix(`buses: { a: { inserts: [ ${gate} ], bus: b }, b: {} }`)
    expect(diagnosticsOf(text)).toMatchObject([{ code: 'ROUTE_LOOP' }])
  })
})

describe('side-chain', () => {
  test('may be a map with filters, of another strip or of the own one', () => {
    const text = mix(
      'buses:',
      '  a: { inserts: [ { compressor: { ratio: 4, sidechain: { from: kick, highPass: 100 Hz, lowPass: 8 kHz } } } ] }',
      '  b: { inserts: [ { gate: { threshold: -30, link: 50 %, sidechain: { highPass: 80 } } } ] }',
    )
    const { buses } = parsed(text)
    expect(buses[0]?.inserts).toMatchObject([
      { sidechain: { from: 'kick', highPassHz: 100, lowPassHz: 8000, listen: false } },
    ])
    expect(buses[1]?.inserts).toMatchObject([{ link: 0.5, sidechain: { highPassHz: 80, listen: false } }])
    expect(buses[1]?.inserts[0]).not.toHaveProperty('sidechain.from')
  })

  test('that is listened to gives a warning', () => {
    const text = inserts('compressor: { ratio: 2, sidechain: { highPass: 100 Hz, listen: true } }')
    expect(diagnosticsOf(text)).toMatchObject([{ code: 'PROJECT_LISTENING', severity: 'warning' }])
  })

  test('may be filtered in a master, where no strip can be heard', () => {
    const text = mix('master: { inserts: [ { compressor: { ratio: 2, sidechain: { highPass: 100 Hz } } } ] }')
    expect(parsed(text).master.inserts).toMatchObject([{ sidechain: { highPassHz: 100 } }])
  })
})

describe('delay', () => {
  test('ducks by an amount, or by a map with times, and moves', () => {
    const times = { thresholdDb: -40, attackMs: 10, releaseMs: 250 }
    expect(insert('delay: { time: 300, duck: 9 dB }')).toMatchObject({ duck: { amountDb: 9, ...times } })
    expect(insert('delay: { time: 300, duck: { amount: 6, release: 0.5 s } }')).toMatchObject({
      duck: { ...times, amountDb: 6, releaseMs: 500 },
    })
    expect(insert('delay: { time: 1/8, modulation: { rate: 0.3 Hz, depth: 3 ms } }')).toMatchObject({
      timeMs: 250,
      modulation: { rateHz: 0.3, depthMs: 3 },
    })
  })
})

describe('transient and chorus', () => {
  test('transient does nothing by default', () => {
    expect(insert('transient: {}')).toEqual({ kind: 'transient', bypass: false, attackDb: 0, sustainDb: 0 })
  })

  test('chorus has a default for everything', () => {
    expect(insert('chorus: {}')).toEqual({
      kind: 'chorus',
      bypass: false,
      rateHz: 0.8,
      depthMs: 3,
      voices: 2,
      width: 1,
      mix: 0.5,
    })
  })
})

const wrong: Wrong[] = [
  ['a saturation without drive', inserts('«saturation»: {}'), 'PROJECT_MISSING_KEY', 'add `drive: …`'],
  ['a drive of 40 dB', inserts('saturation: { drive: «40 dB» }'), 'PROJECT_OUT_OF_RANGE'],
  [
    'an unknown style',
    inserts('saturation: { drive: 6 dB, style: «tbe» }'),
    'PROJECT_BAD_VALUE',
    "did you mean 'tube'?",
  ],
  ['a gate without threshold', inserts('«gate»: {}'), 'PROJECT_MISSING_KEY', 'add `threshold: …`'],
  [
    'a gate of an unknown strip',
    inserts('gate: { threshold: -30 dB, sidechain: «kik» }'),
    'ROUTE_UNKNOWN_SOURCE',
    "did you mean 'kick'?",
  ],
  [
    'a side-chain map of an unknown strip',
    inserts('gate: { threshold: -30 dB, sidechain: { from: «kik», highPass: 100 Hz } }'),
    'ROUTE_UNKNOWN_SOURCE',
    "did you mean 'kick'?",
  ],
  ['a side-chain of a list', inserts('compressor: { ratio: 2, «sidechain»: [ kick ] }'), 'PROJECT_WRONG_TYPE'],
  [
    'a side-chain with an unknown key',
    inserts('compressor: { ratio: 2, sidechain: { «highpass»: 100 Hz } }'),
    'PROJECT_UNKNOWN_KEY',
    "did you mean 'highPass'?",
  ],
  [
    'a delay that would move past zero',
    inserts('delay: { time: 5 ms, modulation: { depth: «6 ms» } }'),
    'PROJECT_OUT_OF_RANGE',
  ],
  ['a modulation without depth', inserts('delay: { time: 5 ms, «modulation»: {} }'), 'PROJECT_MISSING_KEY'],
  ['ducking by 100 dB', inserts('delay: { time: 5 ms, duck: «100 dB» }'), 'PROJECT_OUT_OF_RANGE'],
  [
    'an expander with an endless ratio',
    inserts('expander: { threshold: -30 dB, ratio: «inf» }'),
    'PROJECT_OUT_OF_RANGE',
  ],
  ['an attack gain of 20 dB', inserts('transient: { attack: «20 dB» }'), 'PROJECT_OUT_OF_RANGE'],
  ['half a voice', inserts('chorus: { voices: «1.5» }'), 'PROJECT_OUT_OF_RANGE'],
]

describeWrong('settings of processors', wrong)

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Change, describeChanges, openRevision } from '../src/index.ts'

let folder = ''
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'mixwright-words-'))
})
afterAll(() => rmSync(folder, { recursive: true }))

const HEAD = 'mixwright: 1\ntempo: 120\nsections: { intro: 0:00, verse: bar 5, chorus: bar 13, outro: bar 21 }\n'
const around = (strip: string, rest = '') => `${HEAD}stems:
  a: { file: a.wav, ${strip} }
  kick: { file: kick.wav }
buses: { drums: {}, band: {} }
returns: { room: {}, hall: {} }
${rest}`

async function changes(before: string, after: string): Promise<Change[]> {
  const sides = [before, after].map((text, index) => {
    const path = join(folder, `${index}.yaml`)
    writeFileSync(path, text)
    const { revision, diagnostics } = openRevision(path, folder)
    expect(diagnostics.filter(({ severity }) => severity === 'error')).toEqual([])
    return revision!
  })
  return describeChanges(sides[0]!, sides[1]!)
}

const said = async (before: string, after: string) => (await changes(before, after)).map(({ text }) => text)

const eq = (...bands: string[]) => `inserts: [ { eq: [ ${bands.join(', ')} ] } ]`
const chain = (...inserts: string[]) => `inserts: [ ${inserts.join(', ')} ]`
const COMP = '{ compressor: { threshold: -20 dB, ratio: 3 } }'
const LIMIT = '{ limiter: { ceiling: -6 dBTP } }'
const EQ = '{ eq: [ { bell: 1 kHz, gain: 3 dB } ] }'

/** Settings of a stem before and after, and what must be said. */
const STRIPS: readonly (readonly [before: string, after: string, ...says: string[]])[] = [
  ['gain: -4 dB', 'gain: -inf dB', 'fader -4 dB → -inf dB'],
  ['gain: -4 dB', 'gain: { 0:00: -4 dB, chorus: step -2 dB }', 'fader -4 dB → -2 dB from the chorus on'],
  [
    'gain: -4 dB',
    'gain: { 0:00: -4 dB, chorus: step -2 dB, outro: step -4 dB }',
    'fader -4 dB → -2 dB from the chorus to the outro',
  ],
  [
    'gain: -4 dB',
    'gain: { verse: -4 dB, chorus: smooth -2 dB }',
    'fader -4 dB now moves: -4 dB at the verse, smooth -2 dB at the chorus',
  ],
  ['gain: { 0:00: -4 dB, chorus: 0 dB }', 'gain: -1 dB', 'fader no longer moves: -1 dB throughout'],
  [
    'gain: { 0:00: -4 dB, chorus: -2 dB }',
    'gain: { 0:00: -2.5 dB, chorus: -0.5 dB }',
    'fader 1.5 dB higher throughout',
  ],
  ['gain: { 0:00: -4 dB, chorus: -2 dB }', 'gain: { 0:00: -4 dB, chorus: -3 dB }', 'fader -2 dB → -3 dB at the chorus'],
  [
    'gain: { 0:00: -4 dB, chorus: -2 dB }',
    'gain: { 0:00: -4 dB, 0:30: -2 dB }',
    'fader -2 dB moved from the chorus to 0:30',
  ],
  [
    'gain: { 0:00: -4 dB, chorus: -2 dB }',
    'gain: { 0:00: -4 dB, chorus: step -2 dB }',
    'fader at the chorus: straight line → step',
  ],
  [
    'gain: { 0:00: 0 dB, 0:03: 1 dB, chorus: 2 dB }',
    'gain: { 0:00: 0 dB, chorus: 2 dB }',
    'fader point removed: 1 dB at 0:03',
  ],
  ['pan: C', 'pan: 20R', 'pan C → 20R'],
  ['pan: C', 'pan: { left: 80L, right: 20R }', 'pan C → left 80L, right 20R'],
  ['pan: { left: 80L, right: 20R }', 'pan: { left: 60L, right: 20R }', 'pan left 80L → 60L'],
  ['width: 100 %', 'width: 120 %', 'width 100 % → 120 %'],
  ['start: verse', 'start: 0:09', 'start 0:08 → 0:09'],
  ['trim: 0 dB', 'trim: 2 dB', 'trim 0 dB → 2 dB'],
  ['fadeIn: 0 ms', 'fadeIn: 20 ms', 'fade-in 0 ms → 20 ms'],
  ['channels: stereo', 'channels: left', 'channels stereo → left'],
  ['polarity: normal', 'polarity: invert', 'polarity inverted'],
  ['mute: true', 'mute: false', 'no longer muted'],
  [
    'mute: false',
    'mute: { chorus: on, outro: off }',
    'mute now switches: off at the intro, on at the chorus, off at the outro',
  ],
  ['solo: false', 'solo: true', 'soloed'],
  ['bus: drums', 'bus: band', 'route drums → band'],
  ['sends: {}', 'sends: { room: { level: -12 dB, tap: preFader } }', 'send to room added (-12 dB, pre-fader)'],
  [
    'sends: { room: -12 dB }',
    'sends: { hall: -12 dB }',
    'send to hall added (-12 dB)',
    'send to room removed (-12 dB)',
  ],
  [
    'sends: { room: -12 dB }',
    'sends: { room: { level: -12 dB, tap: preFader } }',
    'send to room tap post-fader → pre-fader',
  ],
  [
    'sends: { room: -12 dB }',
    'sends: { room: { 0:00: -12 dB, chorus: step -9 dB } }',
    'send to room -12 dB → -9 dB from the chorus on',
  ],
  [chain(), chain(COMP), 'compressor added (threshold -20 dB, ratio 3)'],
  [chain(LIMIT), chain(COMP, LIMIT), 'compressor added (threshold -20 dB, ratio 3), before limiter'],
  [chain(COMP, LIMIT), chain(LIMIT), 'compressor removed (threshold -20 dB, ratio 3)'],
  [chain(EQ, COMP), chain(COMP, EQ), 'compressor moved before eq'],
  [chain(EQ, COMP, LIMIT), chain(COMP, LIMIT, EQ), 'eq moved after limiter'],
  [chain(COMP, COMP), chain(COMP, COMP.replace('3', '4')), 'compressor 2 ratio 3 → 4'],
  [
    chain('{ compressor: { ratio: 3, bypass: true } }'),
    chain('{ compressor: { ratio: 3 } }'),
    'compressor no longer bypassed',
  ],
  [
    chain('{ compressor: { ratio: 3, release: 90 ms } }'),
    chain('{ compressor: { ratio: 3, release: auto } }'),
    'compressor release 90 ms → auto',
  ],
  [
    chain('{ compressor: { ratio: 3, sidechain: kick } }'),
    chain('{ compressor: { ratio: 3, sidechain: { from: kick, highPass: 100 Hz } } }'),
    'compressor side-chain high-pass set to 100 Hz',
  ],
  [
    chain('{ limiter: { ceiling: -6 dBTP, style: transparent } }'),
    chain('{ limiter: { ceiling: -6 dBTP, style: punch } }'),
    'limiter style transparent → punch',
  ],
  [
    chain('{ multiband: { crossovers: [ 200 Hz ], bands: [ {}, {} ] } }'),
    chain('{ multiband: { crossovers: [ 250 Hz ], bands: [ {}, { ratio: 2 } ] } }'),
    'multiband crossovers 200 Hz → 250 Hz',
    'multiband band 2 ratio 1 → 2',
  ],
  [eq('{ bell: 250 Hz, gain: -2.5 dB }'), eq('{ bell: 250 Hz, gain: -4 dB }'), 'eq bell 250 Hz gain -2.5 dB → -4 dB'],
  [eq('{ bell: 250 Hz, gain: -2.5 dB }'), eq('{ bell: 300 Hz, gain: -2.5 dB }'), 'eq bell 250 Hz → 300 Hz'],
  [eq(), eq('{ highShelf: 9 kHz, gain: 2 dB }'), 'eq high shelf 9 kHz added (gain 2 dB)'],
  [
    eq('{ bell: 100 Hz, gain: 1 dB }'),
    eq('{ bell: 8 kHz, gain: -3 dB }'),
    'eq bell 100 Hz removed (gain 1 dB)',
    'eq bell 8 kHz added (gain -3 dB)',
  ],
  [
    eq('{ highPass: 90 Hz }', '{ notch: 50 Hz }'),
    eq('{ notch: 50 Hz }', '{ highPass: 90 Hz }'),
    'eq notch 50 Hz moved before high-pass 90 Hz',
  ],
  [
    eq('{ highPass: 90 Hz }'),
    eq('{ highPass: { 0:00: 90 Hz, chorus: 200 Hz } }'),
    'eq high-pass frequency 90 Hz now moves: 90 Hz at the intro, 200 Hz at the chorus',
  ],
]

/** The rest of a mix file before and after, with whole sentences. */
const SONGS: readonly (readonly [before: string, after: string, ...says: string[]])[] = [
  ['', 'title: Night Drive\n', 'title set to Night Drive'],
  ['title: Night\n', 'title: Day\n', 'title Night → Day'],
  [
    'mix: { gain: 0 dB }\n',
    'mix: { gain: -1 dB, panLaw: -4.5 dB }\n',
    'mix bus: pan law -3 dB → -4.5 dB',
    'mix bus: fader 0 dB → -1 dB',
  ],
  ['', 'master: { inserts: [ { limiter: { ceiling: -6 dBTP } } ] }\n', 'master: limiter added (ceiling -6 dBTP)'],
  [
    'groups: { all: { strips: [ a ] } }\n',
    'groups: { all: { strips: [ a, kick ], gain: -1 dB } }\n',
    'all: kick joins',
    'all: gain 0 dB → -1 dB',
  ],
  [
    'deliver: { spotify: {} }\n',
    'deliver: { spotify: { loudness: -16 LUFS } }\n',
    'spotify: loudness -14 LUFS → -16 LUFS',
  ],
  ['deliver: { spotify: {} }\n', 'deliver: { web: { target: spotify } }\n', 'delivery spotify renamed web'],
  [
    'deliver: { spotify: {} }\n',
    'deliver: { spotify: {}, archive: { format: wav 32f, target: spotify } }\n',
    'delivery archive added (format wav 32f)',
  ],
  ['deliver: { cd: {} }\n', 'deliver: {}\n', 'delivery cd removed'],
  ['timeSignature: 4/4\n', 'timeSignature: 3/4\n', 'time signature 4/4 → 3/4'],
  ['length: 0:10\n', '', 'length 0:10 removed'],
  [
    'expect: [ { loudness: mix, atMost: -14 LUFS }, { level: a, over: kick, in: chorus, atLeast: 3 dB } ]\n',
    'expect: [ { level: a, over: kick, in: chorus, atLeast: 4 dB }, { truePeak: mix, atMost: -1 dBTP } ]\n',
    'expects level of a over kick in chorus at least 3 dB → at least 4 dB',
    'now expects true peak of mix at most -1 dBTP',
    'no longer expects loudness of mix at most -14 LUFS',
  ],
]

describe('what is said of', () => {
  test.each(STRIPS)('a stem: %s → %s', async (before, after, ...says) => {
    expect(await said(around(before), around(after))).toEqual(says.map((text) => `a: ${text}`))
    expect(await said(around(after), around(after))).toEqual([])
  })

  test.each(SONGS)('a song: %s → %s', async (before, after, ...says) => {
    expect(await said(around('', before), around('', after))).toEqual(says)
  })

  test('what goes by the tempo and the sections when these change: nothing', async () => {
    const strip = `start: chorus, gain: { verse: 0 dB, bar 17: -3 dB }, ${chain('{ delay: { time: 1/8, mix: 20 % } }')}`
    expect(await said(around(strip), around(strip).replace('tempo: 120', 'tempo: 126'))).toEqual([
      'tempo 120 bpm → 126 bpm',
    ])
    const moved = around(strip).replace('chorus: bar 13', 'chorus: bar 15')
    expect(await said(around(strip), moved)).toEqual(['section chorus moved from 0:24 to 0:28'])
    expect(await said(around(strip), moved.replaceAll('chorus', 'refrain'))).toEqual([
      'section refrain added at 0:28',
      'section chorus removed, was at 0:24',
      'a: start 0:24 → 0:28',
    ])
  })

  test('strips that come, go and are called otherwise', async () => {
    const before = around('bus: drums, sends: { room: -9 dB }')
    const after = before
      .replace('  kick: { file: kick.wav }', '  snare: { file: snare.wav, gain: -3 dB, bus: beat }')
      .replaceAll('drums', 'beat')
      .replaceAll('room', 'plate')
    expect(await said(before, after)).toEqual([
      'bus drums renamed beat',
      'return room renamed plate',
      'stem kick removed (kick.wav)',
      'stem snare added (snare.wav, fader -3 dB, to beat)',
    ])
    expect(await said(before, before.replaceAll('drums', 'beat'))).toEqual(['bus drums renamed beat'])
    const expecting = around('', 'expect: [ { level: a, over: kick, in: verse, atLeast: 3 dB } ]\n')
    const called = expecting.replaceAll('kick', 'drum').replace('drum.wav', 'kick.wav').replaceAll('verse', 'bridge')
    expect(await said(expecting, called)).toEqual(['section verse renamed bridge', 'stem kick renamed drum'])
  })

  test('a change as data: the path, and both values in the unit of the key', async () => {
    const before = around('gain: -inf dB', 'deliver: { a.b: { target: spotify } }\n')
    const after = around('gain: -1.5 dB', 'deliver: { a.b: { target: spotify, ceiling: -2 dBTP } }\n')
    expect(await changes(before, after)).toEqual([
      { path: 'stems.a.gain', from: '-inf', to: -1.5, text: 'a: fader -inf dB → -1.5 dB' },
      { path: 'deliver."a.b".ceiling', from: -1, to: -2, text: 'a.b: ceiling -1 dBTP → -2 dBTP' },
    ])
    const added = await changes(around(chain(COMP)), around(chain(COMP, LIMIT)))
    expect(added).toMatchObject([
      { path: 'stems.a.inserts.1.limiter', from: null, to: { kind: 'limiter', ceilingDbtp: -6 } },
    ])
  })
})

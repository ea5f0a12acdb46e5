import { mergeMix } from '@mixwright/project'
import { describe, expect, test } from 'vitest'

const BASE = `# Night Drive, a mix
mixwright: 1
title: Merge
tempo: 120 # all of it
sections: { intro: 0:00, verse: bar 9, chorus: bar 25 }

stems:
  # --- Drums
  kick:
    file: kick.wav
    inserts:
      - eq:
          - { highPass: 28 Hz } # rumble
          - { bell: 300 Hz, gain: -3 dB, q: 1.2 } # cardboard
      - compressor: { threshold: -20 dB, ratio: 3, attack: 12 ms }
    gain: -3.5 dB
    bus: drums

  snare:
    file: snare.wav
    gain: -4 dB # after the fill
    sends: { plate: -14 dB }

  # --- Voices
  vocal:
    file: vocal.wav
    inserts:
      - deesser: { freq: 6 kHz, threshold: -30 dB }
      - compressor:
          threshold: -22 dB # gentle
          ratio: 3
      - saturation: { drive: 3 dB }
    gain: { 0:00: -4 dB, chorus: -2.5 dB }
    pan: 10R

buses:
  drums:
    inserts: [{ compressor: { threshold: -16 dB } }]

returns:
  plate: { inserts: [{ reverb: { kind: plate } }] }

deliver: { spotify: {}, cd: { dither: shaped } }
# the end
`

type Edit = readonly [from: string, to: string]

function edited(text: string, edits: readonly Edit[]): string {
  return edits.reduce((now, [from, to]) => {
    expect(now.split(from), `'${from}' stands once`).toHaveLength(2)
    return now.replace(from, () => to)
  }, text)
}

/** Both ways round, but for the order of what both added. */
function merged(ours: string, theirs: string, base = BASE) {
  const result = mergeMix(base, ours, theirs)
  if ('unreadable' in result) throw new Error(`unreadable: ${result.unreadable}`)
  return result
}

const VOCAL = BASE.slice(BASE.indexOf('  # --- Voices'), BASE.indexOf('\nbuses:'))
const SNARE = BASE.slice(BASE.indexOf('  snare:'), BASE.indexOf('  # --- Voices'))
const DEESSER = '      - deesser: { freq: 6 kHz, threshold: -30 dB }\n'
const SATURATION = '      - saturation: { drive: 3 dB }\n'
const COMPRESSOR = '      - compressor:\n          threshold: -22 dB # gentle\n          ratio: 3\n'

/** What each side did, and what the result differs by from the base. */
const JOINED: readonly [name: string, ours: Edit[], theirs: Edit[], result: Edit[]][] = [
  [
    'values of two stems',
    [['gain: -3.5 dB', 'gain: -3 dB']],
    [['gain: -4 dB', 'gain: -5 dB']],
    [
      ['gain: -3.5 dB', 'gain: -3 dB'],
      ['gain: -4 dB', 'gain: -5 dB'],
    ],
  ],
  [
    'neighbouring lines',
    [['gain: -3.5 dB', 'gain: -3 dB']],
    [['bus: drums', 'bus: mix']],
    [
      ['gain: -3.5 dB', 'gain: -3 dB'],
      ['bus: drums', 'bus: mix'],
    ],
  ],
  [
    'two keys of one line',
    [['ratio: 3, attack', 'ratio: 4, attack']],
    [['12 ms', '8 ms']],
    [['ratio: 3, attack: 12 ms', 'ratio: 4, attack: 8 ms']],
  ],
  [
    'the same change by both',
    [['gain: -3.5 dB', 'gain: -3 dB']],
    [['gain: -3.5 dB', 'gain: -3 dB']],
    [['gain: -3.5 dB', 'gain: -3 dB']],
  ],
  ['the same value, spelled in two ways', [['6 kHz', '6500 Hz']], [['6 kHz', '6.5 kHz']], [['6 kHz', '6500 Hz']]],
  [
    'a value of one, its spelling by the other',
    [['threshold: -22 dB', 'threshold: -22.0dB']],
    [['threshold: -22 dB', 'threshold: -24 dB']],
    [['threshold: -22 dB', 'threshold: -24 dB']],
  ],
  [
    'a value and the comment beside it',
    [['# after the fill', '# before the fill']],
    [['gain: -4 dB', 'gain: -5 dB']],
    [['gain: -4 dB # after the fill', 'gain: -5 dB # before the fill']],
  ],
  [
    'comments of both beside one value',
    [['gain: -3.5 dB', 'gain: -3.5 dB # loud']],
    [['gain: -3.5 dB', 'gain: -3.5 dB # but not too loud']],
    [['gain: -3.5 dB', 'gain: -3.5 dB # loud # but not too loud']],
  ],
  [
    'a value changed by one, a line of comment below it added by the other',
    [['    pan: 10R\n', '    pan: 12R\n']],
    [['    pan: 10R\n', '    pan: 10R\n      # or further left\n']],
    [['    pan: 10R\n', '    pan: 12R\n      # or further left\n']],
  ],
  [
    'comments of both above a key',
    [['  # --- Voices\n', '  # --- Voices\n  # the lead\n']],
    [['  # --- Voices\n', '  # recorded in May\n  # --- Voices\n']],
    [['  # --- Voices\n', '  # recorded in May\n  # --- Voices\n  # the lead\n']],
  ],
  [
    'a comment removed by one, a value by the other',
    [['  # --- Voices\n', '']],
    [['    pan: 10R\n', '']],
    [
      ['  # --- Voices\n', ''],
      ['    pan: 10R\n', ''],
    ],
  ],
  [
    'a new stem each, after the same one',
    [['    pan: 10R\n', '    pan: 10R\n\n  choir: # ours\n    file: choir.wav\n']],
    [['    pan: 10R\n', '    pan: 10R\n\n  # theirs\n  guitar: { file: guitar.wav }\n']],
    [
      [
        '    pan: 10R\n',
        '    pan: 10R\n\n  choir: # ours\n    file: choir.wav\n\n  # theirs\n  guitar: { file: guitar.wav }\n',
      ],
    ],
  ],
  [
    'the same new stem by both',
    [['\nbuses:', '  arp: { file: a.wav, gain: -3 dB }\n\nbuses:']],
    [['\nbuses:', '  arp: { file: a.wav, gain: -3.0 dB }\n\nbuses:']],
    [['\nbuses:', '  arp: { file: a.wav, gain: -3 dB }\n\nbuses:']],
  ],
  [
    'a new stem by both with keys of each',
    [['\nbuses:', '  arp: { file: a.wav, gain: -3 dB }\n\nbuses:']],
    [['\nbuses:', '  arp: { file: a.wav, pan: 5L }\n\nbuses:']],
    [['\nbuses:', '  arp: { file: a.wav, gain: -3 dB, pan: 5L }\n\nbuses:']],
  ],
  [
    'a stem removed, another changed',
    [[SNARE, '']],
    [['pan: 10R', 'pan: 20R']],
    [
      [SNARE, ''],
      ['pan: 10R', 'pan: 20R'],
    ],
  ],
  ['a stem removed by both', [[SNARE, '']], [[SNARE, '']], [[SNARE, '']]],
  [
    'a stem moved by one, changed by the other',
    [
      [SNARE, ''],
      [VOCAL, `${VOCAL}\n${SNARE.trimEnd()}\n`],
    ],
    [['gain: -4 dB', 'gain: -6 dB']],
    [
      [SNARE, ''],
      [VOCAL, `${VOCAL}\n${SNARE.trimEnd().replace('-4 dB', '-6 dB')}\n`],
    ],
  ],
  [
    'a stem renamed by one, changed by the other',
    [['  snare:', '  clap:']],
    [['plate: -14 dB', 'plate: -12 dB']],
    [
      ['  snare:', '  clap:'],
      ['plate: -14 dB', 'plate: -12 dB'],
    ],
  ],
  [
    'an insert added, another changed',
    [[DEESSER, `${DEESSER}      - gate: { threshold: -50 dB }\n`]],
    [['drive: 3 dB', 'drive: 4 dB']],
    [
      [DEESSER, `${DEESSER}      - gate: { threshold: -50 dB }\n`],
      ['drive: 3 dB', 'drive: 4 dB'],
    ],
  ],
  [
    'different inserts added at one place',
    [[SATURATION, `${SATURATION}      - chorus: {}\n`]],
    [[SATURATION, `${SATURATION}      - limiter: { ceiling: -3 dB }\n`]],
    [[SATURATION, `${SATURATION}      - chorus: {}\n      - limiter: { ceiling: -3 dB }\n`]],
  ],
  [
    'an insert moved by one, changed by the other',
    [[DEESSER + COMPRESSOR, COMPRESSOR + DEESSER]],
    [['threshold: -30 dB', 'threshold: -34 dB']],
    [[DEESSER + COMPRESSOR, COMPRESSOR + DEESSER.replace('-30', '-34')]],
  ],
  [
    'one insert moved to the end, another to the front',
    [[DEESSER + COMPRESSOR + SATURATION, COMPRESSOR + SATURATION + DEESSER]],
    [[DEESSER + COMPRESSOR + SATURATION, SATURATION + DEESSER + COMPRESSOR]],
    [[DEESSER + COMPRESSOR + SATURATION, SATURATION + COMPRESSOR + DEESSER]],
  ],
  [
    'an insert moved by one, another removed by the other',
    [[DEESSER + COMPRESSOR, COMPRESSOR + DEESSER]],
    [[SATURATION, '']],
    [[DEESSER + COMPRESSOR + SATURATION, COMPRESSOR + DEESSER]],
  ],
  [
    'settings of one insert, in lines and with a comment',
    [['          ratio: 3\n', '          ratio: 4\n          attack: 5 ms # quick\n']],
    [['threshold: -22 dB', 'threshold: -25 dB']],
    [
      ['          ratio: 3\n', '          ratio: 4\n          attack: 5 ms # quick\n'],
      ['threshold: -22 dB', 'threshold: -25 dB'],
    ],
  ],
  [
    'the first key of an insert by one, a name beside it by the other',
    [[DEESSER, '      - deesser: { freq: 5 kHz, threshold: -30 dB }\n']],
    [[DEESSER, `${DEESSER}        name: esses\n`]],
    [[DEESSER, '      - deesser: { freq: 5 kHz, threshold: -30 dB }\n        name: esses\n']],
  ],
  [
    'bands added by both',
    [
      [
        '          - { bell: 300 Hz, gain: -3 dB, q: 1.2 } # cardboard\n',
        '          - { bell: 300 Hz, gain: -3 dB, q: 1.2 } # cardboard\n          - { bell: 3 kHz, gain: 2 dB } # beater\n',
      ],
    ],
    [
      [
        '          - { bell: 300 Hz, gain: -3 dB, q: 1.2 } # cardboard\n',
        '          - { bell: 300 Hz, gain: -3 dB, q: 1.2 } # cardboard\n          - { bell: 5 kHz, gain: 1 dB }\n',
      ],
    ],
    [
      [
        '          - { bell: 300 Hz, gain: -3 dB, q: 1.2 } # cardboard\n',
        '          - { bell: 300 Hz, gain: -3 dB, q: 1.2 } # cardboard\n          - { bell: 3 kHz, gain: 2 dB } # beater\n          - { bell: 5 kHz, gain: 1 dB }\n',
      ],
    ],
  ],
  [
    'gain and width of one band',
    [['gain: -3 dB, q: 1.2', 'gain: -4 dB, q: 1.2']],
    [['q: 1.2', 'q: 2']],
    [['gain: -3 dB, q: 1.2', 'gain: -4 dB, q: 2']],
  ],
  [
    'a band removed, another changed',
    [['          - { highPass: 28 Hz } # rumble\n', '']],
    [['bell: 300 Hz', 'bell: 320 Hz']],
    [
      ['          - { highPass: 28 Hz } # rumble\n', ''],
      ['bell: 300 Hz', 'bell: 320 Hz'],
    ],
  ],
  [
    'points of an automation, in the order of time',
    [['chorus: -2.5 dB }', 'chorus: -2.5 dB, bar 40: -6 dB }']],
    [['{ 0:00: -4 dB,', '{ 0:00: -4 dB, verse: -5 dB,']],
    [['{ 0:00: -4 dB, chorus: -2.5 dB }', '{ 0:00: -4 dB, verse: -5 dB, chorus: -2.5 dB, bar 40: -6 dB }']],
  ],
  [
    'points that both added at one place, by time',
    [['chorus: -2.5 dB }', 'chorus: -2.5 dB, bar 60: -6 dB }']],
    [['chorus: -2.5 dB }', 'chorus: -2.5 dB, bar 50: -5 dB }']],
    [['chorus: -2.5 dB }', 'chorus: -2.5 dB, bar 50: -5 dB, bar 60: -6 dB }']],
  ],
  [
    'a time spelled anew by one, its value changed by the other',
    [['chorus: -2.5 dB }', '0:48: -2.5 dB }']],
    [['chorus: -2.5 dB }', 'chorus: -2 dB }']],
    [['chorus: -2.5 dB }', '0:48: -2 dB }']],
  ],
  [
    'a map in braces put into lines by one, changed by the other',
    [['    sends: { plate: -14 dB }\n', '    sends:\n      # how much of it\n      plate: -14 dB\n']],
    [['    sends: { plate: -14 dB }\n', '    sends: { plate: -14 dB, room: -20 dB }\n']],
    [
      [
        '    sends: { plate: -14 dB }\n',
        '    sends:\n      # how much of it\n      plate: -14 dB\n      room: -20 dB\n',
      ],
    ],
  ],
  [
    'lines put into braces by one, changed by the other: its comment stays',
    [[COMPRESSOR, '      - compressor: { threshold: -22 dB, ratio: 3 }\n']],
    [['          ratio: 3\n', '          ratio: 2 # less\n']],
    [
      [
        '          threshold: -22 dB # gentle\n          ratio: 3\n',
        '          threshold: -22 dB\n          ratio: 2 # less\n',
      ],
    ],
  ],
  [
    'everything indented anew by one, a key added by the other',
    [[VOCAL, VOCAL.replace(/^ {2}/gm, '    ').replace(/^ {4}(?=#|vocal)/gm, '  ')]],
    [['    pan: 10R\n', '    pan: 10R\n    width: 80 %\n']],
    [[VOCAL, `${VOCAL}    width: 80 %\n`.replace(/^ {2}/gm, '    ').replace(/^ {4}(?=#|vocal)/gm, '  ')]],
  ],
  [
    'deliveries added by both in one line',
    [['spotify: {},', 'spotify: {}, apple: {},']],
    [['cd: { dither: shaped } }', 'cd: { dither: shaped }, vinyl: { side: A } }']],
    [
      [
        '{ spotify: {}, cd: { dither: shaped } }',
        '{ spotify: {}, apple: {}, cd: { dither: shaped }, vinyl: { side: A } }',
      ],
    ],
  ],
  [
    'an empty value filled by one, another by the other',
    [['spotify: {},', 'spotify: { ceiling: -2 dBTP },']],
    [['dither: shaped', 'dither: none']],
    [['spotify: {}, cd: { dither: shaped', 'spotify: { ceiling: -2 dBTP }, cd: { dither: none']],
  ],
  [
    'the last insert removed by one, the only send by the other',
    [['    inserts: [{ compressor: { threshold: -16 dB } }]\n', '    inserts: []\n']],
    [['    sends: { plate: -14 dB }\n', '']],
    [
      ['    inserts: [{ compressor: { threshold: -16 dB } }]\n', '    inserts: []\n'],
      ['    sends: { plate: -14 dB }\n', ''],
    ],
  ],
  [
    'a fader turned into an automation by one, the pan by the other',
    [['    gain: -3.5 dB\n', '    gain:\n      0:00: -3.5 dB\n      chorus: -2 dB # up\n']],
    [['    bus: drums\n', '    bus: drums\n    pan: { 0:00: C, verse: 5L }\n']],
    [
      ['    gain: -3.5 dB\n', '    gain:\n      0:00: -3.5 dB\n      chorus: -2 dB # up\n'],
      ['    bus: drums\n', '    bus: drums\n    pan: { 0:00: C, verse: 5L }\n'],
    ],
  ],
  [
    'a key removed by one, the comment beside it changed by the other',
    [['    gain: -4 dB # after the fill\n', '']],
    [['# after the fill', '# too loud?']],
    [['    gain: -4 dB # after the fill\n', '    # too loud?\n']],
  ],
  [
    'a key removed by one, a comment above and one below it added by the other',
    [['    pan: 10R\n', '']],
    [['    pan: 10R\n', '    # where the singer stood\n    pan: 10R\n      # or further left\n']],
    [['    pan: 10R\n', '    # where the singer stood\n    # or further left\n']],
  ],
  [
    'a stem removed by one, comments added in it by the other',
    [[SNARE, '']],
    [
      ['  snare:\n', '  # ask Ann\n  snare:\n'],
      ['    sends: { plate: -14 dB }\n', '    sends: { plate: -14 dB } # short\n'],
    ],
    [[`\n${SNARE}`, '  # ask Ann\n  # short\n\n']],
  ],
  [
    'the first setting of an insert in lines removed by one, a comment above it added by the other',
    [['          threshold: -22 dB # gentle\n', '']],
    [['threshold: -22 dB # gentle', '# by ear\n          threshold: -22 dB # gentle']],
    [['          threshold: -22 dB # gentle\n', '          # by ear\n']],
  ],
  [
    'the only insert of a bus removed by one, a comment beside it added by the other',
    [['    inserts: [{ compressor: { threshold: -16 dB } }]\n', '    gain: 0 dB\n']],
    [
      [
        '    inserts: [{ compressor: { threshold: -16 dB } }]\n',
        '    inserts: [{ compressor: { threshold: -16 dB } }] # glue\n',
      ],
    ],
    [['    inserts: [{ compressor: { threshold: -16 dB } }]\n', '    gain: 0 dB\n    # glue\n']],
  ],
  [
    'all in braces removed by one, a comment between them added by the other',
    [['{ 0:00: -4 dB, chorus: -2.5 dB }', '{}']],
    [['{ 0:00: -4 dB, chorus: -2.5 dB }', '{ 0:00: -4 dB, # soft\n      chorus: -2.5 dB }']],
    [['{ 0:00: -4 dB, chorus: -2.5 dB }', '{\n        # soft\n        }']],
  ],
  [
    'one of some in braces removed by one, a comment beside it added by the other',
    [['{ 0:00: -4 dB, chorus: -2.5 dB }', '{ chorus: -2.5 dB }']],
    [['{ 0:00: -4 dB, chorus: -2.5 dB }', '{ 0:00: -4 dB, # soft\n      chorus: -2.5 dB }']],
    [['{ 0:00: -4 dB, chorus: -2.5 dB }', '{\n        # soft\n        chorus: -2.5 dB }']],
  ],
  [
    'a map made one value by one, a comment in it added by the other',
    [['{ 0:00: -4 dB, chorus: -2.5 dB }', '-3 dB']],
    [['{ 0:00: -4 dB, chorus: -2.5 dB }', '{ 0:00: -4 dB, # soft\n      chorus: -2.5 dB }']],
    [['    gain: { 0:00: -4 dB, chorus: -2.5 dB }\n', '    gain: -3 dB\n    # soft\n']],
  ],
  [
    'comments at the head and the end',
    [['# Night Drive, a mix\n', '# Night Drive, a mix\n# second take\n']],
    [['# the end\n', '# the end\n# really\n']],
    [
      ['# Night Drive, a mix\n', '# Night Drive, a mix\n# second take\n'],
      ['# the end\n', '# the end\n# really\n'],
    ],
  ],
]

describe('a merge without conflicts', () => {
  test.each(JOINED)('%s', (_, ours, theirs, result) => {
    const { text, conflicts } = merged(edited(BASE, ours), edited(BASE, theirs))
    expect(text).toBe(edited(BASE, result))
    expect(conflicts).toEqual([])
  })

  test('two files that were both added are joined', () => {
    const { text, conflicts } = merged(
      'mixwright: 1\nstems:\n  a: { file: a.wav }\n',
      'mixwright: 1\nstems:\n  b: { file: b.wav }\n',
      '',
    )
    expect(text).toBe('mixwright: 1\nstems:\n  a: { file: a.wav }\n  b: { file: b.wav }\n')
    expect(conflicts).toEqual([])
  })

  test('carriage returns and a byte-order mark stay as ours has them', () => {
    const ours = `\ufeff${edited(BASE, [['pan: 10R', 'pan: 9R']]).replace(/\n/g, '\r\n')}`
    const { text } = merged(ours, edited(BASE, [['gain: -4 dB', 'gain: -5 dB']]))
    expect(text).toBe(ours.replace('gain: -4 dB', 'gain: -5 dB'))
  })
})

const GONE = '<<<<<<< ours\n=======\n\n'

/** What each side did, and the lines that the result has in place of a stretch of the base. */
const CLASHES: readonly [name: string, ours: Edit[], theirs: Edit[], result: Edit[], paths: string[]][] = [
  [
    'two values for one key',
    [['gain: -3.5 dB', 'gain: -3 dB']],
    [
      ['gain: -3.5 dB', 'gain: -5 dB'],
      ['pan: 10R', 'pan: C'],
    ],
    [
      ['    gain: -3.5 dB\n', '<<<<<<< ours\n    gain: -3 dB\n=======\n    gain: -5 dB\n>>>>>>> theirs\n'],
      ['pan: 10R', 'pan: C'],
    ],
    ['stems.kick.gain'],
  ],
  [
    'one key of a line, another one merged on both sides of the marks',
    [['ratio: 3, attack: 12 ms', 'ratio: 4, attack: 8 ms']],
    [['ratio: 3, attack: 12 ms', 'ratio: 5, attack: 12 ms']],
    [
      [
        '      - compressor: { threshold: -20 dB, ratio: 3, attack: 12 ms }\n',
        '<<<<<<< ours\n      - compressor: { threshold: -20 dB, ratio: 4, attack: 8 ms }\n=======\n      - compressor: { threshold: -20 dB, ratio: 5, attack: 8 ms }\n>>>>>>> theirs\n',
      ],
    ],
    ['stems.kick.inserts.compressor.compressor.ratio'],
  ],
  [
    'a stem that one removed and the other changed',
    [[SNARE, '']],
    [['gain: -4 dB', 'gain: -6 dB']],
    [[`\n${SNARE}`, `${GONE}${SNARE.replace('-4 dB', '-6 dB').trimEnd()}\n>>>>>>> theirs\n\n`]],
    ['stems.snare'],
  ],
  [
    'a point of an automation',
    [['chorus: -2.5 dB }', 'chorus: -2 dB }']],
    [['chorus: -2.5 dB }', 'chorus: -1 dB, 1:30: -3 dB }']],
    [
      [
        '    gain: { 0:00: -4 dB, chorus: -2.5 dB }\n',
        '<<<<<<< ours\n    gain: { 0:00: -4 dB, chorus: -2 dB, 1:30: -3 dB }\n=======\n    gain: { 0:00: -4 dB, chorus: -1 dB, 1:30: -3 dB }\n>>>>>>> theirs\n',
      ],
    ],
    ['stems.vocal.gain.chorus'],
  ],
  [
    'a point added at one time under two names',
    [['chorus: -2.5 dB }', 'chorus: -2.5 dB, bar 33: -6 dB }']],
    [['chorus: -2.5 dB }', 'chorus: -2.5 dB, 1:04: -3 dB }']],
    [
      [
        '    gain: { 0:00: -4 dB, chorus: -2.5 dB }\n',
        '<<<<<<< ours\n    gain: { 0:00: -4 dB, chorus: -2.5 dB, bar 33: -6 dB }\n=======\n    gain: { 0:00: -4 dB, chorus: -2.5 dB, 1:04: -3 dB }\n>>>>>>> theirs\n',
      ],
    ],
    ['stems.vocal.gain.bar 33'],
  ],
  [
    'the same insert added with other settings',
    [[SATURATION, `${SATURATION}      - limiter: { ceiling: -2 dB }\n`]],
    [[SATURATION, `${SATURATION}      - limiter: { ceiling: -3 dB }\n`]],
    [
      [
        SATURATION,
        `${SATURATION}<<<<<<< ours\n      - limiter: { ceiling: -2 dB }\n=======\n      - limiter: { ceiling: -3 dB }\n>>>>>>> theirs\n`,
      ],
    ],
    ['stems.vocal.inserts.limiter.limiter.ceiling'],
  ],
  [
    'inserts moved past each other in ways that contradict',
    [[DEESSER + COMPRESSOR + SATURATION, DEESSER + SATURATION + COMPRESSOR]],
    [[DEESSER + COMPRESSOR + SATURATION, COMPRESSOR + DEESSER + SATURATION]],
    [
      [
        DEESSER + COMPRESSOR + SATURATION,
        `<<<<<<< ours\n${DEESSER}${SATURATION}${COMPRESSOR}=======\n${COMPRESSOR}${DEESSER}${SATURATION}>>>>>>> theirs\n`,
      ],
    ],
    ['stems.vocal.inserts'],
  ],
  [
    'a stem renamed in two ways',
    [['  snare:', '  clap:']],
    [['  snare:', '  rim:']],
    [['  snare:\n', '<<<<<<< ours\n  clap:\n=======\n  rim:\n>>>>>>> theirs\n']],
    ['stems.snare'],
  ],
  [
    'a fader against its automation',
    [['    gain: -3.5 dB\n', '    gain: { 0:00: -3.5 dB, chorus: -2 dB }\n']],
    [['    gain: -3.5 dB\n', '    gain: -4.5 dB\n']],
    [
      [
        '    gain: -3.5 dB\n',
        '<<<<<<< ours\n    gain: { 0:00: -3.5 dB, chorus: -2 dB }\n=======\n    gain: -4.5 dB\n>>>>>>> theirs\n',
      ],
    ],
    ['stems.kick.gain'],
  ],
  [
    'the first setting of an insert in lines, removed by one',
    [['          threshold: -22 dB # gentle\n', '']],
    [['threshold: -22 dB', 'threshold: -25 dB']],
    [
      [
        '          threshold: -22 dB # gentle\n',
        '<<<<<<< ours\n=======\n          threshold: -25 dB # gentle\n>>>>>>> theirs\n',
      ],
    ],
    ['stems.vocal.inserts.compressor.compressor.threshold'],
  ],
]

describe('a merge with conflicts', () => {
  test.each(CLASHES)('%s', (_, ours, theirs, result, paths) => {
    const { text, conflicts } = merged(edited(BASE, ours), edited(BASE, theirs))
    expect(text).toBe(edited(BASE, result))
    expect(conflicts.map(({ path }) => path)).toEqual(paths)
  })

  test('says what each side has', () => {
    const { conflicts } = merged(edited(BASE, [[SNARE, '']]), edited(BASE, [['-4 dB #', '-6 dB #']]))
    expect(conflicts).toEqual([
      {
        path: 'stems.snare',
        ours: undefined,
        theirs: 'file: snare.wav gain: -6 dB # after the fill sends: { plate: -14 dB }',
      },
    ])
  })

  test('marks are as long and as named as git wants them', () => {
    const [ours, theirs] = [edited(BASE, [['10R', '1R']]), edited(BASE, [['10R', '2R']])]
    const result = mergeMix(BASE, ours, theirs, { marks: { ours: 'HEAD', theirs: 'louder', size: 9 } })
    const marks = '<<<<<<<<< HEAD\n    pan: 1R\n=========\n    pan: 2R\n>>>>>>>>> louder\n'
    expect(result).toMatchObject({ text: edited(BASE, [['    pan: 10R\n', marks]]) })
  })
})

describe('what is not merged here', () => {
  const ours = edited(BASE, [['10R', '1R']])
  test.each([
    ['base', 'stems: [', ours, BASE],
    ['ours', BASE, 'a: "', ours],
    ['theirs', BASE, ours, `${BASE}mixwright: 1\n`],
    ['theirs', BASE, ours, 'on: { push: {} }\n'],
    ['ours', BASE, `%YAML 1.2\n---\n${BASE}`, ours],
    ['theirs', BASE, ours, `? a\n: b\n`],
    ['ours', BASE, '{ title: a }\n', ours],
  ] as const)('%s is not in the mix language', (side, base, here, there) => {
    expect(mergeMix(base, here, there)).toEqual({ unreadable: side })
  })
})

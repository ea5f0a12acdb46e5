import { mixSchema } from '@mixwright/project'
import { describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import { fits } from './_json-schema.ts'
import { parsed } from './_mix.ts'
import { describeWrong, type Wrong } from './_wrong.ts'

const SONG = `mixwright: 1
tempo: 120
sections: { intro: 0:00, verse: 0:10, chorus: bar 11 }
stems: { vocal: { file: vocal.wav }, gtr: { file: gtr.wav }, keys: { file: keys.wav } }
buses: { band: {} }
deliver: { spotify: {}, cd: {} }
`

const expecting = (check: string) => `${SONG}expect:\n  - ${check}\n`

describe('an expectation', () => {
  test.each<[string, string, object]>([
    [
      'loudness of the mix',
      '{ loudness: mix, atMost: -14 LUFS }',
      { measure: 'loudness', of: ['mix'], atMost: -14, unit: 'LUFS' },
    ],
    [
      'of the mix when nothing is named',
      '{ truePeak: , atMost: -1 dBTP }',
      { measure: 'truePeak', of: ['mix'], atMost: -1, unit: 'dBTP' },
    ],
    [
      'of a delivery',
      '{ loudnessRange: spotify, atLeast: 4 LU }',
      { measure: 'loudnessRange', of: ['spotify'], atLeast: 4, unit: 'LU' },
    ],
    [
      'between two limits',
      '{ plr: cd, between: [ 8 LU, 14 dB ] }',
      { measure: 'plr', of: ['cd'], atLeast: 8, atMost: 14, unit: 'LU' },
    ],
    [
      'level of a stem over others in a section',
      '{ level: vocal, over: [ gtr, keys ], in: verse, atLeast: 3 dB }',
      {
        measure: 'level',
        of: ['vocal'],
        over: ['gtr', 'keys'],
        in: { name: 'verse', fromS: 10, toS: 20 },
        atLeast: 3,
        unit: 'dB',
      },
    ],
    [
      'level of several strips',
      '{ level: [ band, gtr ], atLeast: -30 LUFS }',
      { measure: 'level', of: ['band', 'gtr'], atLeast: -30, unit: 'LUFS' },
    ],
    [
      'in the last section, which has no end',
      '{ level: vocal, in: chorus, atLeast: -30 LUFS }',
      { measure: 'level', of: ['vocal'], in: { name: 'chorus', fromS: 20 }, atLeast: -30, unit: 'LUFS' },
    ],
    [
      'between two times',
      '{ correlation: mix, below: 120 Hz, in: [ 0:05, bar 11 ], atLeast: 0.9, name: lows }',
      {
        measure: 'correlation',
        of: ['mix'],
        belowHz: 120,
        in: { name: '0:05 to 0:20', fromS: 5, toS: 20 },
        atLeast: 0.9,
        unit: '',
        name: 'lows',
      },
    ],
    [
      'balance of an octave',
      '{ balance: mix, band: 250 Hz, atMost: -6 dB }',
      { measure: 'balance', of: ['mix'], band: '250 Hz', atMost: -6, unit: 'dB' },
    ],
    ['width in percent', '{ width: mix, atMost: 30 % }', { measure: 'width', of: ['mix'], atMost: 0.3, unit: '' }],
    [
      'silence and length',
      '{ headSilence: cd, atMost: 500 ms }',
      { measure: 'headSilence', of: ['cd'], atMost: 0.5, unit: 's' },
    ],
    ['no clips', '{ clips: cd, atMost: 0 }', { measure: 'clips', of: ['cd'], atMost: 0, unit: '' }],
  ])('%s is read, and fits the schema', (_, check, expected) => {
    expect(parsed(expecting(check)).expect).toEqual([expected])
    expect(fits(parse(expecting(check)), mixSchema())).toBe(true)
  })

  test.each([
    '{ loudnes: mix, atMost: 0 }',
    '{ loudness: mix, over: gtr, atMost: 0 }',
    '{ level: vocal, at: 3 dB }',
    '{ plr: cd, between: [ 8 ] }',
  ])('%s does not fit the schema', (check) => expect(fits(parse(expecting(check)), mixSchema())).toBe(false))
})

const wrong: Wrong[] = [
  [
    'an unknown measure',
    expecting('{ «loudnes»: mix, atMost: -14 LUFS }'),
    'PROJECT_UNKNOWN_KEY',
    "did you mean 'loudness'?",
  ],
  ['two measures', expecting('{ loudness: mix, «truePeak»: mix, atMost: 0 }'), 'PROJECT_WRONG_TYPE'],
  [
    'an unknown strip',
    expecting('{ level: «vocl», atLeast: -20 LUFS }'),
    'EXPECT_UNKNOWN_NAME',
    "did you mean 'vocal'?",
  ],
  [
    'an unknown strip to be over',
    expecting('{ level: vocal, over: [ gtr, «kys» ], atLeast: 3 dB }'),
    'EXPECT_UNKNOWN_NAME',
    "did you mean 'keys'?",
  ],
  [
    'an unknown delivery',
    expecting('{ loudness: «spotfy», atMost: -14 }'),
    'EXPECT_UNKNOWN_NAME',
    "did you mean 'spotify'?",
  ],
  ['a strip where a mix is measured', expecting('{ loudness: «vocal», atMost: -14 }'), 'EXPECT_UNKNOWN_NAME'],
  [
    'an unknown section',
    expecting('{ loudness: mix, in: «chors», atMost: -14 }'),
    'PROJECT_UNKNOWN_SECTION',
    "did you mean 'chorus'?",
  ],
  ['one moment', expecting('{ loudness: mix, in: «bar 3», atMost: -14 }'), 'PROJECT_BAD_VALUE'],
  [
    'an end before the beginning',
    expecting('{ loudness: mix, in: [ verse, «intro» ], atMost: -14 }'),
    'PROJECT_OUT_OF_RANGE',
  ],
  [
    'no limit',
    expecting('{ «loudness: mix» }').replace('{ «', '«{ ').replace('» }', ' }»'),
    'PROJECT_MISSING_KEY',
    'add `atLeast: …`',
  ],
  [
    'limits the wrong way round',
    expecting('{ loudness: mix, atLeast: -10, atMost: «-14» }'),
    'PROJECT_OUT_OF_RANGE',
    'swap',
  ],
  [
    'a pair the wrong way round',
    expecting('{ loudness: mix, «between»: [ -10, -14 ] }'),
    'PROJECT_OUT_OF_RANGE',
    'swap',
  ],
  ['a limit beside a pair', expecting('{ loudness: mix, «atMost»: -9, between: [ -14, -10 ] }'), 'PROJECT_WRONG_TYPE'],
  ['another unit', expecting('{ loudness: mix, atMost: «-14 dBTP» }'), 'PROJECT_BAD_UNIT', "did you mean '-14 LUFS'?"],
  ['a level in dB', expecting('{ level: vocal, atLeast: «3 dB» }'), 'PROJECT_BAD_UNIT'],
  [
    'a level in LUFS over others',
    expecting('{ level: vocal, over: gtr, atLeast: «3 LUFS» }'),
    'PROJECT_BAD_UNIT',
    "did you mean '3 dB'?",
  ],
  ['a key of another measure', expecting('{ loudness: mix, «below»: 100 Hz, atMost: 0 }'), 'PROJECT_UNKNOWN_KEY'],
  [
    'a misspelt key of a level',
    expecting('{ level: vocal, «ovr»: gtr, atLeast: -20 }'),
    'PROJECT_UNKNOWN_KEY',
    "did you mean 'over'?",
  ],
  ['an unknown octave', expecting('{ balance: mix, band: «300 Hz», atMost: 0 }'), 'PROJECT_BAD_VALUE'],
  ['a map of checks', `${SONG}«expect»: { loudness: -14 }\n`, 'PROJECT_WRONG_TYPE'],
]

describeWrong('expectations', wrong)

import { describe, expect, test } from 'vitest'
import { inserts, parsed } from './_mix.ts'
import { describeWrong } from './_wrong.ts'

/** The one insert of the one stem. */
function insert(written: string) {
  return parsed(inserts(written)).stems[0]?.inserts[0]
}

describe('clipper, exciter and imager', () => {
  test('a clipper needs a ceiling and is soft by default', () => {
    expect(insert('clipper: { ceiling: -1 dB }')).toEqual({
      kind: 'clipper',
      bypass: false,
      ceilingDb: -1,
      curve: 'soft',
    })
  })

  test('an exciter does nothing by default', () => {
    expect(insert('exciter: {}')).toEqual({
      kind: 'exciter',
      bypass: false,
      freqHz: 4000,
      driveDb: 12,
      curve: 'tube',
      amount: 0,
    })
  })

  test('an imager takes a width for each band', () => {
    expect(insert('imager: { crossovers: [200 Hz, 2 kHz], widths: [0 %, 100 %, 140 %] }')).toEqual({
      kind: 'imager',
      bypass: false,
      crossoversHz: [200, 2000],
      widths: [0, 1, 1.4],
    })
  })
})

describeWrong('clipper, exciter and imager', [
  [
    'a ceiling over full scale',
    inserts('clipper: { ceiling: «1 dB» }'),
    'PROJECT_OUT_OF_RANGE',
    "did you mean '-1 dB'?",
  ],
  ['an exciter of 50 Hz', inserts('exciter: { freq: «50 Hz» }'), 'PROJECT_OUT_OF_RANGE'],
  [
    'a width too few',
    inserts('imager: { crossovers: [200 Hz, 2 kHz], «widths»: [0 %, 100 %] }'),
    'PROJECT_BAD_VALUE',
    'add `100 %` for each band',
  ],
  [
    'crossovers that fall',
    inserts('imager: { «crossovers»: [2 kHz, 200 Hz], widths: [0 %, 100 %, 100 %] }'),
    'PROJECT_BAD_VALUE',
  ],
])

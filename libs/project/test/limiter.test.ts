import { LIMITER_STYLES } from '@mixwright/audio'
import { describe, expect, test } from 'vitest'
import { inserts, parsed } from './_mix.ts'
import { describeWrong } from './_wrong.ts'

/** The one insert of the one stem. */
function insert(written: string) {
  return parsed(inserts(written)).stems[0]?.inserts[0]
}

describe('limiter', () => {
  test.each(Object.entries(LIMITER_STYLES))('in the style %s has its settings', (style, settings) => {
    expect(insert(`limiter: { ceiling: -1, style: ${style} }`)).toEqual({
      kind: 'limiter',
      bypass: false,
      ceilingDbtp: -1,
      style,
      ...settings,
    })
  })

  test('takes what is written over what the style says', () => {
    const written = 'limiter: { ceiling: -2 dBTP, style: loud, lookahead: 4 ms, hold: 0 ms, release: auto, link: 20 % }'
    expect(insert(written)).toMatchObject({ lookaheadMs: 4, holdMs: 0, releaseMs: 'auto', link: 0.2 })
  })
})

describeWrong('limiter', [
  [
    'an unknown style',
    inserts('limiter: { ceiling: -1, style: «louder» }'),
    'PROJECT_BAD_VALUE',
    "did you mean 'loud'?",
  ],
  ['a link of 200 %', inserts('limiter: { ceiling: -1, link: «200 %» }'), 'PROJECT_OUT_OF_RANGE'],
])

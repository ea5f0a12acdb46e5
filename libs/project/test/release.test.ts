import { describe, expect, test } from 'vitest'
import { diagnosticsOf, mix, parsed } from './_mix.ts'

const release = (written: string) => parsed(`${mix('')}\n${written}`)

describe('release data', () => {
  test.each([
    ['track: 3', { track: { number: 3 } }],
    ['track: 3/12', { track: { number: 3, of: 12 } }],
    ['disc: 1 / 2', { disc: { number: 1, of: 2 } }],
    ['date: 2024-02-29', { date: '2024-02-29' }],
    ['date: 2000-02-29', { date: '2000-02-29' }],
    ['albumArtist: Various', { albumArtist: 'Various' }],
    ['composer: C. Poser', { composer: 'C. Poser' }],
    ['songwriter: W. Ord', { songwriter: 'W. Ord' }],
  ])('%s is understood', (written, description) => {
    expect(release(written)).toMatchObject(description)
  })

  test.each([
    'track: 0',
    'track: 13/12',
    'track: 3 of 12',
    'disc: -1',
    'date: 2026-02-29',
    'date: 1900-02-29',
    'date: 2026-13-01',
    'date: 22.11.2026',
    'date: 2026',
  ])('%s is refused', (written) => {
    expect(diagnosticsOf(`${mix('')}\n${written}`)).toMatchObject([{ code: 'PROJECT_BAD_VALUE' }])
  })

  test.each(['none', 'bext', 'info', 'all'])('metadata: %s is understood', (word) => {
    expect(parsed(mix(`deliver: { promo: { format: wav 24, metadata: ${word} } }`)).deliver[0]).toMatchObject({
      metadata: word,
    })
  })

  test('metadata takes no other word, and chunks none of its own', () => {
    expect(diagnosticsOf(mix('deliver: { promo: { format: wav 24, metadata: id3 } }'))).toMatchObject([
      { code: 'PROJECT_BAD_VALUE' },
    ])
    expect(diagnosticsOf(mix('deliver: { promo: { format: wav 24, metadata: { chunks: none } } }'))).toMatchObject([
      { code: 'PROJECT_BAD_VALUE' },
    ])
  })
})

import { SECTOR_FRAMES } from '@mixwright/audio'
import type { Disc } from '@mixwright/audio-files'
import { layOutDisc } from '@mixwright/mastering'
import { describe, expect, test } from 'vitest'
import { discProblems, type ToldDisc } from '../src/disc/disc-problems.ts'

const PREGAP_SECTORS = 150
const told: ToldDisc = { disc: 'album', track: (track) => `track ${track + 1}`, place: () => undefined }

/** What is said of a disc of one track. */
function said(sectors: number, message = '') {
  const layout = layOutDisc([{ frames: (sectors - PREGAP_SECTORS) * SECTOR_FRAMES, gapS: 0, indexAtS: [] }])
  const track = { ...layout.tracks[0]!, flags: [], text: {} }
  const disc: Disc = { sectors: layout.sectors, tracks: [track], text: { message }, language: 'english' }
  return discProblems(layout, disc, told).map(({ code, severity }) => [code, severity])
}

describe('problems of a disc', () => {
  test.each([
    ['79:30', (79 * 60 + 30) * 75, []],
    ['a sector more than 79:30', (79 * 60 + 30) * 75 + 1, [['DISC_LONG', 'warning']]],
    ['79:57', (79 * 60 + 57) * 75, [['DISC_LONG', 'warning']]],
    ['a sector more than 79:57', (79 * 60 + 57) * 75 + 1, [['DISC_LONG', 'error']]],
    ['4 s', PREGAP_SECTORS + 300, []],
    ['a sector less than 4 s', PREGAP_SECTORS + 299, [['DISC_TRACK_SHORT', 'error']]],
  ])('a length of %s, pregap included', (_, sectors, expected) => {
    expect(said(sectors)).toEqual(expected)
  })

  test('texts of 256 packs of CD-Text fit, one of 257 does not', () => {
    // 253 packs of 12 characters, the NULs of disc and track among them, and three packs of sizes.
    expect(said(10_000, 'x'.repeat(253 * 12 - 2))).toEqual([])
    expect(said(10_000, 'x'.repeat(253 * 12 - 1))).toEqual([['DISC_TEXT_LONG', 'error']])
  })
})

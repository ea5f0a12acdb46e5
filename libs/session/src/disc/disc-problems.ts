import { COMMON_DISC_SECTORS, discTime, FIRST_PREGAP_SECTORS } from '@mixwright/audio'
import { cdText, type Disc, MOST_CD_TEXT_PACKS, packCount } from '@mixwright/audio-files'
import { type DiscLayout, layoutProblems } from '@mixwright/mastering'
import type { Diagnostic, Place } from '@mixwright/project'

/** How the problems of a disc are told: what it and its tracks are called, and where they are written. */
export interface ToldDisc {
  disc: string
  track(index: number): string
  /** Of the disc, of a track, or of a key of a track. */
  place(track?: number, key?: string): Place | undefined
}

const LAYOUT_CODES = { trackShort: 'DISC_TRACK_SHORT', index: 'DISC_INDEX', discLong: 'DISC_LONG' } as const

/** All that keeps a layout and its texts from being a disc, and a warning for a length that not every plant presses. */
export function discProblems(layout: DiscLayout, disc: Disc, told: ToldDisc): Diagnostic[] {
  const found = layoutProblems(layout).map(({ kind, track, message }): Diagnostic => {
    const subject = track === undefined ? told.disc : told.track(track)
    const place = told.place(track, kind === 'index' ? 'indexes' : undefined)
    return { code: LAYOUT_CODES[kind], severity: 'error', message: `${subject} ${message}`, ...place }
  })
  const whole = FIRST_PREGAP_SECTORS + layout.sectors
  if (whole > COMMON_DISC_SECTORS && !found.some(({ code }) => code === 'DISC_LONG')) {
    const limit = discTime(COMMON_DISC_SECTORS, ':')
    const message = `${told.disc} length: got ${discTime(whole, ':')}, many plants press up to ${limit}: ask yours`
    found.push({ code: 'DISC_LONG', severity: 'warning', message, ...told.place() })
  }
  const packs = packCount(cdText(disc))
  if (packs > MOST_CD_TEXT_PACKS) {
    const message = `${told.disc} texts: got ${packs} packs of CD-Text, a disc holds ${MOST_CD_TEXT_PACKS}`
    const fix = 'shorten titles and names, or take messages out'
    found.push({ code: 'DISC_TEXT_LONG', severity: 'error', message, fix, ...told.place() })
  }
  return found
}

import type { CdTextLanguage } from './cd-text-language.ts'

/** What a disc, or one of its tracks, says of itself. Characters are those of ISO-8859-1. */
export interface DiscText {
  title?: string | undefined
  performer?: string | undefined
  songwriter?: string | undefined
  composer?: string | undefined
  arranger?: string | undefined
  message?: string | undefined
}

/** `copyPermitted` (DCP) and `scms` exclude each other; `preEmphasis` says that the audio has it already. */
export type DiscFlag = 'copyPermitted' | 'preEmphasis' | 'scms'

/** A track. Sectors count from the start of track 1, which its pregap lies before. */
export interface DiscTrack {
  /** Index 01. */
  startSector: number
  /** Length of the pause before it, from index 00 on; 0 for none. Track 1 has its pregap instead, and 0 here. */
  gapSectors: number
  /** Index 02 and those after it. */
  indexSectors: readonly number[]
  /** 12 characters, no dashes. */
  isrc?: string | undefined
  flags: readonly DiscFlag[]
  text: DiscText
}

/** An audio CD as it is written to a cue sheet, CD-Text and a DDP fileset. */
export interface Disc {
  /** Length from the start of track 1 to the lead-out. */
  sectors: number
  tracks: readonly DiscTrack[]
  /** EAN of 13 digits. */
  upc?: string | undefined
  text: DiscText
  language: CdTextLanguage
}

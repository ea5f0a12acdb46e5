import type { Artwork } from './artwork.ts'

/** A place among others: `3`, or `3` of `12`. */
export interface TagNumber {
  number: number
  of?: number
}

/** ReplayGain of one track. */
export interface TrackGain {
  /** Integrated loudness. LUFS */
  integratedLufs: number
  /** Highest true peak. dBTP */
  truePeakDbtp: number
}

/** What a listener's player shows. Empty and absent are the same; which container holds what: docs/formats.md. */
export interface AudioTags {
  title?: string
  artist?: string
  album?: string
  albumArtist?: string
  /** Who wrote the music. */
  composer?: string
  /** Who wrote the words. */
  songwriter?: string
  track?: TagNumber
  disc?: TagNumber
  /** `2026`, or `2026-11-22`. */
  date?: string
  genre?: string
  comment?: string
  copyright?: string
  /** International Standard Recording Code: 12 letters and digits; dashes are taken out. */
  isrc?: string
  /** UPC or EAN of the release. */
  upc?: string
  artwork?: Artwork
  trackGain?: TrackGain
}

/** Tags that are text on one line. */
export type TextTag = Exclude<keyof AudioTags, 'track' | 'disc' | 'artwork' | 'trackGain'>

/** A text as files carry it; '' when there is none. Control characters go: some formats would end at them. */
export function tagText(tags: AudioTags, name: TextTag): string {
  const text = (tags[name] ?? '').replace(/\p{Cc}+/gu, ' ').trim()
  return name === 'isrc' ? text.replace(/[^A-Za-z0-9]/g, '').toUpperCase() : text
}

/** `3` or `3/12`; '' when there is none. */
export function tagNumber(place: TagNumber | undefined): string {
  if (place === undefined) return ''
  return place.of === undefined ? `${place.number}` : `${place.number}/${place.of}`
}

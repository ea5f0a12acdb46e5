import type { Artwork } from './artwork.ts'
import { type AudioTags, type TextTag, tagText } from './audio-tags.ts'
import { replayGainTags } from './track-gain.ts'

/** Must be there; a constant, so that equal audio gives equal bytes. */
const VENDOR = 'Mixwright'
const FRONT_COVER = 3

const NAMES: readonly (readonly [string, TextTag])[] = [
  ['TITLE', 'title'],
  ['ARTIST', 'artist'],
  ['ALBUM', 'album'],
  ['ALBUMARTIST', 'albumArtist'],
  ['COMPOSER', 'composer'],
  ['LYRICIST', 'songwriter'],
  ['DATE', 'date'],
  ['GENRE', 'genre'],
  ['ISRC', 'isrc'],
  ['BARCODE', 'upc'],
  ['COPYRIGHT', 'copyright'],
  ['COMMENT', 'comment'],
]

/** Comments as `NAME=text`, but for the picture and gains. */
export function vorbisComments(tags: AudioTags): string[] {
  const texts = NAMES.map(([name, tag]) => [name, tagText(tags, tag)] as const)
  const places = [
    ['TRACKNUMBER', tags.track?.number],
    ['TRACKTOTAL', tags.track?.of],
    ['DISCNUMBER', tags.disc?.number],
    ['DISCTOTAL', tags.disc?.of],
  ] as const
  const all = [...texts, ...places.map(([name, number]) => [name, `${number ?? ''}`] as const)]
  return all.filter(([, text]) => text !== '').map(([name, text]) => `${name}=${text}`)
}

/** Comments of a FLAC or Vorbis file, with its ReplayGain. */
export function gainComments({ trackGain }: AudioTags): string[] {
  return trackGain ? replayGainTags(trackGain).map(([name, text]) => `${name}=${text}`) : []
}

/** A comment header (Ogg Vorbis I, section 5): vendor, then each comment, lengths little-endian. */
export function commentHeader(comments: readonly string[]): Buffer {
  return Buffer.concat([lengthed(VENDOR), u32(comments.length), ...comments.map(lengthed)])
}

/** The body of FLAC's PICTURE block (RFC 9639, section 8.8): numbers big-endian. */
export function pictureBlock({ mimeType, widthPx, heightPx, depthBits, bytes }: Artwork): Buffer {
  const mime = Buffer.from(mimeType, 'latin1')
  const numbers = Buffer.alloc(24)
  for (const [index, value] of [0, widthPx, heightPx, depthBits, 0, bytes.length].entries()) {
    numbers.writeUInt32BE(value, 4 * index)
  }
  const start = Buffer.alloc(8)
  start.writeUInt32BE(FRONT_COVER, 0)
  start.writeUInt32BE(mime.length, 4)
  return Buffer.concat([start, mime, numbers, bytes])
}

function lengthed(text: string): Buffer {
  const bytes = Buffer.from(text, 'utf8')
  return Buffer.concat([u32(bytes.length), bytes])
}

function u32(value: number): Buffer {
  const bytes = Buffer.alloc(4)
  bytes.writeUInt32LE(value)
  return bytes
}

import { type AudioTags, type TextTag, tagNumber, tagText } from './audio-tags.ts'
import { skipId3 } from './container.ts'
import type { FileBytes } from './file-bytes.ts'
import type { FilePiece } from './file-piece.ts'
import { replayGainTags } from './track-gain.ts'

const TEXT_FRAMES: readonly (readonly [string, TextTag])[] = [
  ['TIT2', 'title'],
  ['TPE1', 'artist'],
  ['TALB', 'album'],
  ['TPE2', 'albumArtist'],
  ['TCOM', 'composer'],
  ['TEXT', 'songwriter'],
  ['TCON', 'genre'],
  ['TCOP', 'copyright'],
  ['TSRC', 'isrc'],
]

const HEADER_BYTES = 10
const FRONT_COVER = 3

/** An MP3 file with an ID3v2.3 tag of ours in front, in place of any it had. */
export function* mp3WithTags(file: FileBytes, tags: AudioTags): Iterable<FilePiece> {
  const audioAt = skipId3(file)
  yield id3Tag(tags)
  yield { at: audioAt, bytes: file.size - audioAt }
}

/** An ID3v2.3.0 tag, not unsynchronised and without padding; empty when there is nothing to say. */
function id3Tag(tags: AudioTags): Buffer {
  const frames = Buffer.concat([
    ...TEXT_FRAMES.map(([id, name]) => textFrame(id, tagText(tags, name))),
    textFrame('TRCK', tagNumber(tags.track)),
    textFrame('TPOS', tagNumber(tags.disc)),
    ...dateFrames(tagText(tags, 'date')),
    namedFrame('COMM', 'und', '', tagText(tags, 'comment')),
    namedFrame('TXXX', '', 'BARCODE', tagText(tags, 'upc')),
    ...(tags.trackGain ? replayGainTags(tags.trackGain) : []).map(([name, text]) => namedFrame('TXXX', '', name, text)),
    pictureFrame(tags),
  ])
  if (frames.length === 0) return frames
  const header = Buffer.from('ID3\x03\0\0\0\0\0\0', 'latin1')
  // The size has 7 bits a byte, so that it never looks like the start of audio.
  for (let i = 0; i < 4; i++) header[9 - i] = (frames.length >> (7 * i)) & 0x7f
  return Buffer.concat([header, frames])
}

function frame(id: string, body: Buffer): Buffer {
  const header = Buffer.alloc(HEADER_BYTES)
  header.write(id, 'latin1')
  header.writeUInt32BE(body.length, 4)
  return Buffer.concat([header, body])
}

function textFrame(id: string, text: string): Buffer {
  if (text === '') return Buffer.alloc(0)
  const { encoding, encode } = encodingFor(text)
  return frame(id, Buffer.concat([encoding, encode(text)]))
}

/** The year, and in a frame of its own the day and month: ID3v2.3 has no whole date. */
function dateFrames(date: string): Buffer[] {
  const [year = '', month, day] = date.split('-')
  return [textFrame('TYER', year), textFrame('TDAT', month && day ? `${day}${month}` : '')]
}

/** A text with a description, in a language if `language` is not empty. */
function namedFrame(id: string, language: string, name: string, text: string): Buffer {
  if (text === '') return Buffer.alloc(0)
  const { encoding, encode, end } = encodingFor(text)
  return frame(id, Buffer.concat([encoding, Buffer.from(language, 'latin1'), encode(name), end, encode(text)]))
}

function pictureFrame({ artwork }: AudioTags): Buffer {
  if (artwork === undefined) return Buffer.alloc(0)
  const mime = Buffer.from(`\0${artwork.mimeType}\0`, 'latin1')
  return frame('APIC', Buffer.concat([mime, Buffer.from([FRONT_COVER, 0]), artwork.bytes]))
}

/** ISO 8859-1 where it has all the characters, else UTF-16 with its byte-order mark. */
function encodingFor(text: string) {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: Latin-1 is what is tested for.
  if (/^[\x00-\xff]*$/.test(text)) {
    return { encoding: Buffer.from([0]), encode: (part: string) => Buffer.from(part, 'latin1'), end: Buffer.alloc(1) }
  }
  const encode = (part: string) => Buffer.from(`\ufeff${part}`, 'utf16le')
  return { encoding: Buffer.from([1]), encode, end: Buffer.alloc(2) }
}

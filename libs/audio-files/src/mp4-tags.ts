import { AudioFault } from './audio-info.ts'
import { type AudioTags, type TagNumber, type TextTag, tagText } from './audio-tags.ts'
import type { FileBytes } from './file-bytes.ts'
import type { FilePiece } from './file-piece.ts'
import { replayGainTags } from './track-gain.ts'

const TEXT_ITEMS: readonly (readonly [string, TextTag])[] = [
  ['\xa9nam', 'title'],
  ['\xa9ART', 'artist'],
  ['\xa9alb', 'album'],
  ['aART', 'albumArtist'],
  ['\xa9wrt', 'composer'],
  ['\xa9gen', 'genre'],
  ['\xa9day', 'date'],
  ['\xa9cmt', 'comment'],
  ['cprt', 'copyright'],
]

/** What iTunes has no item of its own for. */
const FREE_ITEMS: readonly (readonly [string, TextTag])[] = [
  ['ISRC', 'isrc'],
  ['BARCODE', 'upc'],
  ['LYRICIST', 'songwriter'],
]

/** Kinds of values of an item. */
const BINARY = 0
const UTF8 = 1
const PICTURE_KINDS = { 'image/jpeg': 13, 'image/png': 14 } as const

/** Boxes on the way to the tables of where samples lie. */
const CONTAINERS = new Set(['moov', 'trak', 'mdia', 'minf', 'stbl'])

/**
 * An MP4 file with an iTunes tag list of ours in place of any it had. Audio behind the changed `moov` box moves, so its
 * places in the sample tables are corrected.
 */
export function* mp4WithTags(file: FileBytes, tags: AudioTags): Iterable<FilePiece> {
  const boxes = topBoxes(file)
  const moov = boxes.find(({ type }) => type === 'moov')
  if (moov === undefined) throw new AudioFault('AUDIO_DAMAGED', "no 'moov' box in the MP4 file")
  const old = file.read(moov.at, moov.bytes)
  const kept = childrenOf(old, 8, old.length)
    .filter(({ type }) => type !== 'udta')
    .map(({ at, bytes }) => Buffer.from(old.subarray(at, at + bytes)))
  const items = tagItems(tags)
  const made = box('moov', ...kept, ...(items.length > 0 ? [userData(items)] : []))
  moveChunks(made, 0, made.length, moov.at, made.length - old.length)
  yield { at: 0, bytes: moov.at }
  yield made
  const rest = moov.at + moov.bytes
  yield { at: rest, bytes: file.size - rest }
}

interface Box {
  type: string
  /** First byte of its header. */
  at: number
  /** With its header. */
  bytes: number
}

function topBoxes(file: FileBytes): Box[] {
  const boxes: Box[] = []
  for (let at = 0; at + 8 <= file.size; ) {
    const header = file.read(at, 16)
    const short = header.readUInt32BE(0)
    const bytes = short === 0 ? file.size - at : short === 1 ? Number(header.readBigUInt64BE(8)) : short
    if (bytes < 8) throw new AudioFault('AUDIO_DAMAGED', `an MP4 box of ${bytes} bytes`)
    boxes.push({ type: header.toString('latin1', 4, 8), at, bytes })
    at += bytes
  }
  return boxes
}

function childrenOf(bytes: Buffer, from: number, to: number): Box[] {
  const boxes: Box[] = []
  for (let at = from; at + 8 <= to; ) {
    const size = bytes.readUInt32BE(at)
    if (size < 8 || at + size > to) throw new AudioFault('AUDIO_DAMAGED', `an MP4 box of ${size} bytes`)
    boxes.push({ type: bytes.toString('latin1', at + 4, at + 8), at, bytes: size })
    at += size
  }
  return boxes
}

/** Adds `by` to every place in the file behind `after`, in the sample tables among the boxes of a stretch. */
function moveChunks(bytes: Buffer, from: number, to: number, after: number, by: number): void {
  for (const { type, at, bytes: size } of childrenOf(bytes, from, to)) {
    if (CONTAINERS.has(type)) moveChunks(bytes, at + 8, at + size, after, by)
    if (type !== 'stco' && type !== 'co64') continue
    const count = bytes.readUInt32BE(at + 12)
    for (let i = 0; i < count; i++) {
      const place = at + 16 + i * (type === 'stco' ? 4 : 8)
      const old = type === 'stco' ? bytes.readUInt32BE(place) : Number(bytes.readBigUInt64BE(place))
      if (old < after) continue
      if (type === 'stco') bytes.writeUInt32BE(old + by, place)
      else bytes.writeBigUInt64BE(BigInt(old + by), place)
    }
  }
}

function box(type: string, ...bodies: readonly Uint8Array[]): Buffer {
  const body = Buffer.concat(bodies)
  const header = Buffer.alloc(8)
  header.writeUInt32BE(body.length + 8)
  header.write(type, 4, 'latin1')
  return Buffer.concat([header, body])
}

/** `udta` with iTunes' `meta`: its handler, and the list of items. */
function userData(items: readonly Buffer[]): Buffer {
  const handler = Buffer.alloc(25)
  handler.write('mdirappl', 8, 'latin1')
  return box('udta', box('meta', Buffer.alloc(4), box('hdlr', handler), box('ilst', ...items)))
}

function tagItems(tags: AudioTags): Buffer[] {
  const texts = TEXT_ITEMS.map(([id, name]) => textItem(id, tagText(tags, name)))
  const free = FREE_ITEMS.map(([name, tag]) => freeItem(name, tagText(tags, tag)))
  const gains = tags.trackGain ? replayGainTags(tags.trackGain) : []
  const items = [
    ...texts,
    placeItem('trkn', tags.track, 8),
    placeItem('disk', tags.disc, 6),
    ...free,
    ...gains.map(([name, text]) => freeItem(name.toLowerCase(), text)),
  ]
  const { artwork } = tags
  if (artwork) items.push(box('covr', value(PICTURE_KINDS[artwork.mimeType], artwork.bytes)))
  return items.filter((item) => item.length > 0)
}

/** The value of an item: its kind, no language, the bytes. */
function value(kind: number, bytes: Uint8Array): Buffer {
  const head = Buffer.alloc(8)
  head.writeUInt32BE(kind)
  return box('data', head, bytes)
}

function textItem(id: string, text: string): Buffer {
  return text === '' ? Buffer.alloc(0) : box(id, value(UTF8, Buffer.from(text, 'utf8')))
}

/** Number and total, each of 16 bits, among zeros. */
function placeItem(id: string, place: TagNumber | undefined, bytes: number): Buffer {
  if (place === undefined) return Buffer.alloc(0)
  const body = Buffer.alloc(bytes)
  body.writeUInt16BE(place.number, 2)
  body.writeUInt16BE(place.of ?? 0, 4)
  return box(id, value(BINARY, body))
}

/** A freeform item: `----:com.apple.iTunes:ISRC`. */
function freeItem(name: string, text: string): Buffer {
  if (text === '') return Buffer.alloc(0)
  const full = (type: string, words: string) => box(type, Buffer.alloc(4), Buffer.from(words, 'latin1'))
  return box('----', full('mean', 'com.apple.iTunes'), full('name', name), value(UTF8, Buffer.from(text, 'utf8')))
}

import { AudioFault } from './audio-info.ts'
import type { AudioTags } from './audio-tags.ts'
import type { FileBytes } from './file-bytes.ts'
import type { FilePiece } from './file-piece.ts'
import { r128Tags } from './track-gain.ts'
import { commentHeader, gainComments, pictureBlock, vorbisComments } from './vorbis-comments.ts'

/** One page of an Ogg stream (RFC 3533, section 6). */
interface Page {
  /** 27 bytes, then one a segment. */
  header: Buffer
  body: Buffer
}

const PAGE_HEADER_BYTES = 27
const MAX_SEGMENTS = 255
const CONTINUES = 1
const OPUS_MARK = Buffer.from('OpusTags', 'latin1')
const VORBIS_MARK = Buffer.from('\x03vorbis', 'latin1')
const VORBIS_FRAMING = Buffer.from([1])

/**
 * An Opus or Vorbis file with comments of ours in place of those it had. Its header packets are laid onto pages anew;
 * the pages of audio keep what they hold and get new numbers and checksums.
 */
export function* oggWithTags(file: FileBytes, tags: AudioTags): Iterable<FilePiece> {
  const pages = readPages(file)
  const first = pages.next().value as Page
  const isOpus = first.body.toString('latin1', 0, 8) === 'OpusHead'
  const wanted = isOpus ? 1 : 2
  const headers: Buffer[] = []
  const open: Buffer[] = []
  while (headers.length < wanted) {
    const next = pages.next()
    if (next.done) throw new AudioFault('AUDIO_DAMAGED', 'the Ogg file ends in its headers')
    takePackets(next.value, headers, open)
  }
  headers[0] = isOpus ? opusComments(tags) : vorbisCommentPacket(tags)
  let sequence = 0
  yield numbered(first, sequence++)
  for (const page of paged(headers, first.header)) yield numbered(page, sequence++)
  for (const page of pages) yield numbered(page, sequence++)
}

function opusComments(tags: AudioTags): Buffer {
  const gains = tags.trackGain ? r128Tags(tags.trackGain).map(([name, text]) => `${name}=${text}`) : []
  return Buffer.concat([OPUS_MARK, commentHeader([...vorbisComments(tags), ...gains, ...pictureComments(tags)])])
}

function vorbisCommentPacket(tags: AudioTags): Buffer {
  const comments = [...vorbisComments(tags), ...gainComments(tags), ...pictureComments(tags)]
  return Buffer.concat([VORBIS_MARK, commentHeader(comments), VORBIS_FRAMING])
}

function pictureComments({ artwork }: AudioTags): string[] {
  return artwork ? [`METADATA_BLOCK_PICTURE=${pictureBlock(artwork).toString('base64')}`] : []
}

function* readPages(file: FileBytes): Generator<Page, undefined> {
  for (let at = 0; at < file.size; ) {
    const start = file.read(at, PAGE_HEADER_BYTES)
    if (start.toString('latin1', 0, 4) !== 'OggS') throw new AudioFault('AUDIO_DAMAGED', `no Ogg page at byte ${at}`)
    const header = Buffer.concat([start, file.read(at + PAGE_HEADER_BYTES, start[26]!)])
    const bytes = header.subarray(PAGE_HEADER_BYTES).reduce((sum, one) => sum + one, 0)
    yield { header, body: file.read(at + header.length, bytes) }
    at += header.length + bytes
  }
}

/** Adds the packets that end on a page to `packets`; `open` holds the pieces of one that goes on. */
function takePackets({ header, body }: Page, packets: Buffer[], open: Buffer[]): void {
  let at = 0
  for (const segment of header.subarray(PAGE_HEADER_BYTES)) {
    open.push(body.subarray(at, at + segment))
    at += segment
    if (segment < 255) packets.push(Buffer.concat(open.splice(0)))
  }
}

/** Packets on pages of their own, as many as they need; `like` is the header of a page of the same stream. */
function* paged(packets: readonly Buffer[], like: Buffer): Iterable<Page> {
  const lacing = packets.flatMap((packet) => [
    ...new Array<number>(Math.floor(packet.length / 255)).fill(255),
    packet.length % 255,
  ])
  const bytes = Buffer.concat(packets)
  let at = 0
  for (let from = 0; from < lacing.length; from += MAX_SEGMENTS) {
    const segments = lacing.slice(from, from + MAX_SEGMENTS)
    const header = Buffer.concat([like.subarray(0, PAGE_HEADER_BYTES), Buffer.from(segments)])
    const endsPacket = segments.some((segment) => segment < 255)
    header[5] = from > 0 && lacing[from - 1] === 255 ? CONTINUES : 0
    // A header ends at granule 0; a page on which nothing ends has none.
    header.fill(endsPacket ? 0 : 0xff, 6, 14)
    header[26] = segments.length
    const size = segments.reduce((sum, one) => sum + one, 0)
    yield { header, body: bytes.subarray(at, at + size) }
    at += size
  }
}

function numbered({ header, body }: Page, sequence: number): Buffer {
  const page = Buffer.concat([header, body])
  page.writeUInt32LE(sequence, 18)
  page.writeUInt32LE(0, 22)
  page.writeUInt32LE(checksum(page), 22)
  return page
}

/** CRC-32 with polynomial 0x04c11db7, not reflected, from 0. */
const CRC_TABLE = Uint32Array.from({ length: 256 }, (_, byte) => {
  let crc = byte << 24
  for (let bit = 0; bit < 8; bit++) crc = (crc << 1) ^ (crc < 0 ? 0x04c11db7 : 0)
  return crc
})

function checksum(page: Buffer): number {
  let crc = 0
  for (let i = 0; i < page.length; i++) crc = (crc << 8) ^ CRC_TABLE[((crc >>> 24) ^ page[i]!) & 0xff]!
  return crc >>> 0
}

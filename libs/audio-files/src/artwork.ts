import { crc32 } from 'node:zlib'

/** A cover picture, as its file has it. */
export interface Artwork {
  mimeType: 'image/jpeg' | 'image/png'
  widthPx: number
  heightPx: number
  /** Bits of one pixel. */
  depthBits: number
  bytes: Uint8Array
}

/** A FLAC block holds 16 MiB, and some of it is words. */
export const MAX_ARTWORK_BYTES = 16_000_000

/** More than any player shows; a small file can say that it is a picture of 2^31 pixels a side. */
const MAX_ARTWORK_PX = 16_384

const PNG_SIGNATURE = '89504e470d0a1a0a'
const START_OF_SCAN = 0xda
/** Channels of a PNG's colour types. */
const PNG_CHANNELS: Readonly<Record<number, number>> = { 0: 1, 2: 3, 3: 1, 4: 2, 6: 4 }
/** What else a picture file may be, by its first bytes. */
const OTHERS: readonly (readonly [string, RegExp])[] = [
  ['GIF', /^GIF8/],
  ['WebP', /^RIFF.{4}WEBP/s],
  ['TIFF', /^(?:II\*\0|MM\0\*)/],
  ['BMP', /^BM/],
  ['AVIF or HEIF', /^.{4}ftyp/s],
  ['PDF', /^%PDF/],
]

/** Reads what kind of picture a file is and how large; a `reason` when it is none that audio files carry. */
export function readArtwork(file: Uint8Array): { artwork: Artwork } | { reason: string } {
  const bytes = Buffer.from(file.buffer, file.byteOffset, file.byteLength)
  if (bytes.length === 0) return { reason: 'the file has no bytes' }
  if (bytes.length > MAX_ARTWORK_BYTES) {
    return { reason: `got ${megabytes(bytes.length)}, allowed up to ${megabytes(MAX_ARTWORK_BYTES)}` }
  }
  const head = bytes.toString('latin1', 0, 16)
  const isJpeg = head.startsWith('\xff\xd8\xff')
  const isPng = bytes.toString('hex', 0, 8) === PNG_SIGNATURE
  if (!isJpeg && !isPng) {
    const other = OTHERS.find(([, signature]) => signature.test(head))?.[0]
    return {
      reason: `got ${other === undefined ? 'a file that is no picture' : `a ${other} file`}, allowed JPEG or PNG`,
    }
  }
  const size = isJpeg ? jpegSize(bytes) : pngSize(bytes)
  if (!size || size.widthPx === 0 || size.heightPx === 0) return { reason: 'the picture is damaged: it has no size' }
  const { widthPx, heightPx } = size
  if (Math.max(widthPx, heightPx) > MAX_ARTWORK_PX) {
    return { reason: `the picture says that it has ${widthPx} x ${heightPx} px, allowed up to ${MAX_ARTWORK_PX}` }
  }
  const damage = isJpeg ? jpegDamage(bytes) : pngDamage(bytes)
  if (damage !== undefined) return { reason: `the picture is damaged: ${damage}` }
  return { artwork: { mimeType: isJpeg ? 'image/jpeg' : 'image/png', ...size, bytes: file } }
}

type Size = Pick<Artwork, 'widthPx' | 'heightPx' | 'depthBits'>

/** The first chunk of a PNG is its header. */
function pngSize(bytes: Buffer): Size | undefined {
  if (bytes.length < 33 || bytes.toString('latin1', 12, 16) !== 'IHDR') return undefined
  const depthBits = bytes[24]! * (PNG_CHANNELS[bytes[25]!] ?? 0)
  return { widthPx: bytes.readUInt32BE(16), heightPx: bytes.readUInt32BE(20), depthBits }
}

/** Why the chunks of a PNG are not all there, up to the one that ends it (PNG, third edition, 5.3). */
function pngDamage(bytes: Buffer): string | undefined {
  for (let at = 8; at + 12 <= bytes.length; ) {
    const end = at + 8 + bytes.readUInt32BE(at)
    if (end + 4 > bytes.length) break
    if (crc32(bytes.subarray(at + 4, end)) !== bytes.readUInt32BE(end)) return 'the checksum of a chunk is wrong'
    if (bytes.toString('latin1', at + 4, at + 8) === 'IEND') return undefined
    at = end + 4
  }
  return 'it breaks off'
}

/** Whether the mark that ends a JPEG follows its scan; previews in the segments before have marks of their own. */
function jpegDamage(bytes: Buffer): string | undefined {
  for (let at = 2; at + 4 <= bytes.length; ) {
    const marker = bytes[at + 1]!
    if (marker === 0xff) at++
    else if (marker !== START_OF_SCAN) at += 2 + bytes.readUInt16BE(at + 2)
    else return bytes.indexOf('ffd9', at, 'hex') < 0 ? 'it breaks off' : undefined
  }
  return 'it breaks off'
}

/** Walks the segments of a JPEG up to its frame header (ITU-T T.81, B.2.2). */
function jpegSize(bytes: Buffer): Size | undefined {
  for (let at = 2; at + 4 <= bytes.length; ) {
    if (bytes[at] !== 0xff) return undefined
    const marker = bytes[at + 1]!
    if (marker === 0xff) at++
    else if (isFrameHeader(marker)) {
      if (at + 10 > bytes.length) return undefined
      const depthBits = bytes[at + 4]! * bytes[at + 9]!
      return { heightPx: bytes.readUInt16BE(at + 5), widthPx: bytes.readUInt16BE(at + 7), depthBits }
    } else at += 2 + bytes.readUInt16BE(at + 2)
  }
  return undefined
}

/** SOF0 to SOF15 without the tables (DHT, JPG, DAC) that stand among them. */
function isFrameHeader(marker: number): boolean {
  return marker >= 0xc0 && marker <= 0xcf && marker !== 0xc4 && marker !== 0xc8 && marker !== 0xcc
}

function megabytes(bytes: number): string {
  return `${(bytes / 1e6).toFixed(1)} MB`
}

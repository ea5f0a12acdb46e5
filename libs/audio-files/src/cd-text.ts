import { CD_TEXT_LANGUAGES } from './cd-text-language.ts'
import type { Disc, DiscText } from './disc.ts'

/** Kinds of text in the order of their pack types, 0x80 and on. */
const KINDS = ['title', 'performer', 'songwriter', 'composer', 'arranger', 'message'] as const
const FIRST_TYPE = 0x80
const SIZE_TYPE = 0x8f
const TYPES = 16
const PACK_BYTES = 18
const PAYLOAD_BYTES = 12
const SIZE_PACKS = 3
/** Four bits are all that a pack has for the position in a string. */
const LAST_POSITION = 15
const LATIN1_CHARSET = 0

/** Packs of a block are numbered by one byte. */
export const MOST_CD_TEXT_PACKS = 256

/** A pack without its place in the sequence. */
interface Pack {
  type: number
  track: number
  position: number
  payload: Uint8Array
}

/**
 * The CD-Text of a disc as it goes to the lead-in: packs of 18 bytes in one block, no header; empty when the disc has
 * no text. A player can take MOST_CD_TEXT_PACKS. Source: Red Book extension (Sony, 1996) as read by open players.
 */
export function cdText(disc: Disc): Buffer {
  const packs = KINDS.flatMap((kind, index) => textPacks(disc, kind, FIRST_TYPE + index))
  if (packs.length === 0) return Buffer.alloc(0)
  const whole = [...packs, ...sizePacks(disc, packs)]
  return Buffer.concat(whole.map(packBytes))
}

/** How many packs the bytes of `cdText` are. */
export function packCount(bytes: Uint8Array): number {
  return bytes.length / PACK_BYTES
}

/** The strings of one kind, the disc's and then each track's, NUL after each, cut into payloads. */
function textPacks({ text, tracks }: Disc, kind: keyof DiscText, type: number): Pack[] {
  const strings = [text, ...tracks.map((track) => track.text)].map((texts) => texts[kind] ?? '')
  if (strings.every((string) => string === '')) return []
  const bytes = Buffer.from(strings.map((string) => `${string}\0`).join(''), 'latin1')
  const owners = strings.flatMap((string, track) =>
    Array.from({ length: string.length + 1 }, (_, at) => ({ track, at })),
  )
  const packs: Pack[] = []
  for (let from = 0; from < bytes.length; from += PAYLOAD_BYTES) {
    const { track, at } = owners[from]!
    const payload = Buffer.alloc(PAYLOAD_BYTES)
    bytes.copy(payload, 0, from, from + PAYLOAD_BYTES)
    packs.push({ type, track, position: Math.min(at, LAST_POSITION), payload })
  }
  return packs
}

/** Alphabet, first and last track, packs of each type, last number and language of each of eight blocks. */
function sizePacks({ tracks, language }: Disc, packs: readonly Pack[]): Pack[] {
  const sizes = Buffer.alloc(SIZE_PACKS * PAYLOAD_BYTES)
  sizes.set([LATIN1_CHARSET, 1, tracks.length])
  for (let type = 0; type < TYPES; type++) {
    sizes[4 + type] = packs.filter((pack) => pack.type === FIRST_TYPE + type).length
  }
  sizes[4 + SIZE_TYPE - FIRST_TYPE] = SIZE_PACKS
  sizes[20] = packs.length + SIZE_PACKS - 1
  sizes[28] = CD_TEXT_LANGUAGES[language]
  return Array.from({ length: SIZE_PACKS }, (_, index) => ({
    type: SIZE_TYPE,
    track: index,
    position: 0,
    payload: sizes.subarray(index * PAYLOAD_BYTES, (index + 1) * PAYLOAD_BYTES),
  }))
}

function packBytes({ type, track, position, payload }: Pack, sequence: number): Buffer {
  const bytes = Buffer.alloc(PACK_BYTES)
  bytes.set([type, track, sequence & 0xff, position])
  bytes.set(payload, 4)
  bytes.writeUInt16BE(packChecksum(bytes.subarray(0, 16)), 16)
  return bytes
}

/** CRC-16 of the polynomial 0x1021 from 0, inverted. */
export function packChecksum(bytes: Uint8Array): number {
  let crc = 0
  for (const byte of bytes) {
    crc ^= byte << 8
    for (let bit = 0; bit < 8; bit++) crc = crc & 0x8000 ? ((crc << 1) ^ 0x1021) & 0xffff : (crc << 1) & 0xffff
  }
  return crc ^ 0xffff
}

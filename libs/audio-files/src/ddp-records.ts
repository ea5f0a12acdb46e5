import { discTime, FIRST_PREGAP_SECTORS } from '@mixwright/audio'
import type { Disc, DiscTrack } from './disc.ts'

/** Names of the files of a fileset; only the first two are fixed by DDP. */
export const DDP_FILES = {
  identifier: 'DDPID',
  map: 'DDPMS',
  cdText: 'CDTEXT.BIN',
  pq: 'PQDESCR',
  image: 'IMAGE.DAT',
  md5: 'CHECKSUM.MD5',
  crc32: 'CHECKSUM.TXT',
} as const

const RECORD_BYTES = 128
const PQ_BYTES = 64
const NAME_WIDTH = 17

/** A value in a record: where it begins, how wide its field is, and what stands there. Numbers stand to the right. */
type Entry = readonly [offset: number, width: number, value: string | number]

/** `DDPID`: what the master is. */
export function ddpIdentifier({ upc = '' }: Disc): Buffer {
  return record(RECORD_BYTES, [
    [0, 8, 'DDP 2.00'],
    [8, 13, upc],
    [87, 2, 'CD'],
  ])
}

/** `DDPMS`: the streams, in the order that mastering tools write them. */
export function ddpMap(disc: Disc, cdTextBytes: number, pqBytes: number): Buffer {
  const subcode = (kind: string, bytes: number, name: string, track: string) =>
    record(RECORD_BYTES, [
      [0, 4, 'VVVM'],
      [4, 2, 'S0'],
      [14, 8, bytes],
      [30, 8, kind],
      [55, 2, track],
      [71, 3, NAME_WIDTH],
      [74, NAME_WIDTH, name],
    ])
  const audio = record(RECORD_BYTES, [
    [0, 4, 'VVVM'],
    [4, 2, 'D0'],
    [14, 8, FIRST_PREGAP_SECTORS + disc.sectors],
    [38, 2, 'DA'],
    [40, 1, '7'], // complete sectors of 2352 bytes
    [41, 1, '0'], // not scrambled
    [46, 4, FIRST_PREGAP_SECTORS],
    [71, 3, NAME_WIDTH],
    [74, NAME_WIDTH, DDP_FILES.image],
  ])
  const text = cdTextBytes === 0 ? [] : [subcode('CDTEXT', cdTextBytes, DDP_FILES.cdText, '00')]
  return Buffer.concat([...text, subcode('PQ DESCR', pqBytes, DDP_FILES.pq, ''), audio])
}

/** `PQDESCR`: lead-in, every index of every track, and the lead-out, which is written twice. */
export function ddpPq(disc: Disc): Buffer {
  const { upc = '', tracks, sectors } = disc
  const leadOut = pqPacket('AA', 1, FIRST_PREGAP_SECTORS + sectors, '01')
  return Buffer.concat([
    pqPacket('00', 0, 0, '01', [[32, 13, upc]]),
    ...tracks.flatMap((track, index) => trackPackets(track, index + 1)),
    leadOut,
    leadOut,
  ])
}

function trackPackets(track: DiscTrack, number: number): Buffer[] {
  const { startSector, gapSectors, indexSectors, isrc = '' } = track
  const start = FIRST_PREGAP_SECTORS + startSector
  const gap = number === 1 ? FIRST_PREGAP_SECTORS : gapSectors
  const indexes = [start, ...indexSectors.map((sector) => FIRST_PREGAP_SECTORS + sector)]
  const times = gap > 0 ? [start - gap, ...indexes] : indexes
  const first = gap > 0 ? 0 : 1
  return times.map((sector, place) => {
    const name = String(number).padStart(2, '0')
    return pqPacket(name, first + place, sector, control(track), place === 0 ? [[20, 12, isrc]] : [])
  })
}

/** Control nibble, then ADR 1, or S for a track under SCMS. */
function control({ flags }: DiscTrack): string {
  const nibble = (flags.includes('preEmphasis') ? 1 : 0) + (flags.includes('copyPermitted') ? 2 : 0)
  return `${nibble}${flags.includes('scms') ? 'S' : '1'}`
}

function pqPacket(track: string, index: number, sector: number, bits: string, more: readonly Entry[] = []): Buffer {
  return record(PQ_BYTES, [
    [0, 4, 'VVVS'],
    [4, 2, track],
    [6, 2, String(index).padStart(2, '0')],
    [8, 8, `  ${discTime(sector, '')}`],
    [16, 2, bits],
    ...more,
  ])
}

function record(bytes: number, entries: readonly Entry[]): Buffer {
  const made = Buffer.alloc(bytes, ' ', 'latin1')
  for (const [offset, width, value] of entries) {
    const text = typeof value === 'number' ? String(value).padStart(width) : value
    made.write(text, offset, width, 'latin1')
  }
  return made
}

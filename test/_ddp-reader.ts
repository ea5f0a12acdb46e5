import { readFileSync } from 'node:fs'
import { join } from 'node:path'

/** What a DDP fileset says, read by the field tables alone; nothing here is shared with the writer. */
export interface ReadDdp {
  level: string
  upc: string
  /** Streams of the map by kind: `PQ DESCR`, `CDTEXT`, `DA`. */
  streams: Map<string, { file: string; length: number; pregap: string }>
  tracks: ReadTrack[]
  leadOutSector: number
  leadOuts: number
  texts: Map<string, string[]>
  language: number
  image: Buffer
}

export interface ReadTrack {
  number: number
  isrc: string
  control: string
  /** Sectors from 00:00:00 by index. */
  indexes: Map<number, number>
}

const sectorsOf = (time: string) => {
  const [minutes, seconds, frames] = [time.slice(0, 2), time.slice(2, 4), time.slice(4, 6)].map(Number)
  return (minutes! * 60 + seconds!) * 75 + frames!
}

export function readDdp(folder: string): ReadDdp {
  const read = (name: string) => readFileSync(join(folder, name))
  const text = (name: string) => read(name).toString('latin1')
  const identifier = text('DDPID')
  if (identifier.length !== 128) throw new Error(`DDPID has ${identifier.length} bytes`)
  const streams: ReadDdp['streams'] = new Map()
  for (const packet of text('DDPMS').match(/.{128}/gs)!) {
    if (packet.slice(0, 4) !== 'VVVM') throw new Error(`no map packet: ${packet}`)
    const width = Number(packet.slice(71, 74))
    const kind = packet.slice(4, 6) === 'D0' ? packet.slice(38, 40) : packet.slice(30, 38).trim()
    const file = packet.slice(74, 74 + width).trim()
    streams.set(kind, { file, length: Number(packet.slice(14, 22)), pregap: packet.slice(46, 50).trim() })
  }
  const tracks: ReadTrack[] = []
  let [upc, leadOutSector, leadOuts] = ['', 0, 0]
  for (const packet of text(streams.get('PQ DESCR')!.file).match(/.{64}/gs)!) {
    if (packet.slice(0, 4) !== 'VVVS') throw new Error(`no PQ packet: ${packet}`)
    const [track, index, time] = [packet.slice(4, 6), Number(packet.slice(6, 8)), packet.slice(8, 16).trim()]
    if (track === '00') upc = packet.slice(32, 45).trim()
    else if (track === 'AA') {
      leadOutSector = sectorsOf(time)
      leadOuts++
    } else {
      const number = Number(track)
      let known = tracks.find((one) => one.number === number)
      if (!known) {
        known = { number, isrc: packet.slice(20, 32).trim(), control: packet.slice(16, 18), indexes: new Map() }
        tracks.push(known)
      }
      known.indexes.set(index, sectorsOf(time))
    }
  }
  const cdText = streams.get('CDTEXT')
  const { texts, language } = readCdText(cdText ? read(cdText.file) : Buffer.alloc(0))
  const image = read(streams.get('DA')!.file)
  return { level: identifier.slice(0, 8), upc, streams, tracks, leadOutSector, leadOuts, texts, language, image }
}

const KINDS = ['title', 'performer', 'songwriter', 'composer', 'arranger', 'message']

/** Strings of CD-Text packs by kind, the disc's first. Throws at a wrong checksum or number. */
export function readCdText(bytes: Buffer): { texts: Map<string, string[]>; language: number; sizes: Buffer } {
  const payloads = new Map<number, Buffer[]>()
  for (let at = 0; at < bytes.length; at += 18) {
    const pack = bytes.subarray(at, at + 18)
    if (pack.readUInt16BE(16) !== (slowCrc16(pack.subarray(0, 16)) ^ 0xffff)) throw new Error('wrong checksum')
    if (pack[2] !== at / 18) throw new Error('wrong number')
    payloads.set(pack[0]!, [...(payloads.get(pack[0]!) ?? []), pack.subarray(4, 16)])
  }
  const sizes = Buffer.concat(payloads.get(0x8f) ?? [])
  const texts = new Map<string, string[]>()
  KINDS.forEach((kind, index) => {
    const parts = payloads.get(0x80 + index)
    const strings = parts && Buffer.concat(parts).toString('latin1').split('\0')
    if (strings) texts.set(kind, strings.slice(0, 1 + sizes[2]!))
  })
  return { texts, language: sizes[28] ?? 0, sizes }
}

/** Polynomial division bit by bit, as the definition has it. */
function slowCrc16(bytes: Uint8Array): number {
  const bits = [...bytes].flatMap((byte) => Array.from({ length: 8 }, (_, bit) => (byte >> (7 - bit)) & 1))
  const padded = [...bits, ...Array<number>(16).fill(0)]
  const divisor = [1, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1]
  for (let at = 0; at < bits.length; at++) {
    if (padded[at] === 0) continue
    for (const [i, bit] of divisor.entries()) padded[at + i] = padded[at + i]! ^ bit
  }
  return Number.parseInt(padded.slice(-16).join(''), 2)
}

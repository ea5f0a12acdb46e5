import { AudioFault } from './audio-info.ts'
import type { FileBytes } from './file-bytes.ts'

/** A chunk's payload. */
export interface Chunk {
  id: string
  /** First byte in the file. */
  at: number
  bytes: number
}

/** The chunks of a WAVE file that matter, with the sizes the file really has. */
export interface RiffChunks {
  bigEndian: boolean
  format: Chunk
  data: Chunk
  /** Bytes of samples the header promised; 0 when it did not say. */
  promisedDataBytes: number
  repairs: string[]
}

/** Bounds the time a file of a million empty chunks takes. */
const MAX_CHUNKS = 10_000
const UNKNOWN_U32 = 0xffffffff
const TWO_TO_32 = 0x100000000
const KNOWN_CHUNKS = new Set(
  'fmt |data|fact|LIST|JUNK|junk|PAD |FLLR|bext|iXML|axml|chna|cue |smpl|inst|PEAK|id3 |ID3 |_PMX|ds64'.split('|'),
)

/**
 * Walks the chunks of a WAVE file (RIFF, big-endian RIFX, RF64, BW64) that starts at `start`. Sizes that lie are
 * replaced by what is there, and said in `repairs`. Throws `AudioFault` when format or samples are not to be found.
 */
export function readRiffChunks(file: FileBytes, start: number): RiffChunks {
  return new ChunkWalk(file, start).walk()
}

class ChunkWalk {
  readonly #file: FileBytes
  readonly #start: number
  readonly #bigEndian: boolean
  readonly #repairs: string[] = []
  #long: Map<string, number> | undefined
  #riffBytes: number
  #format: Chunk | undefined
  #data: Chunk | undefined
  #promisedDataBytes = 0
  #sizeIsRepaired = false

  constructor(file: FileBytes, start: number) {
    this.#file = file
    this.#start = start
    this.#bigEndian = file.read(start, 4).toString('latin1') === 'RIFX'
    this.#riffBytes = this.#u32(file.read(start + 4, 4), 0)
  }

  walk(): RiffChunks {
    let at = this.#start + 12
    for (let i = 0; i < MAX_CHUNKS; i++) {
      const chunk = this.#chunkAt(at)
      if (chunk === undefined) break
      at = this.#after(this.#take(chunk))
    }
    const format = this.#format
    const data = this.#data
    if (data === undefined) throw new AudioFault('AUDIO_DAMAGED', "no 'data' chunk: the file ends before its audio")
    if (format === undefined) throw new AudioFault('AUDIO_DAMAGED', "no 'fmt ' chunk: the audio has no format")
    if (data.at < format.at) this.#repairs.push("'data' comes before 'fmt '")
    this.#checkRiffSize(data)
    return {
      bigEndian: this.#bigEndian,
      format,
      data,
      promisedDataBytes: this.#promisedDataBytes,
      repairs: this.#repairs,
    }
  }

  #chunkAt(at: number): Chunk | undefined {
    const header = this.#file.read(at, 8)
    if (header.length < 8) return undefined
    const id = header.toString('latin1', 0, 4)
    if (!/^[ -~]{4}$/.test(id)) return undefined
    const bytes = this.#u32(header, 4)
    return { id, at: at + 8, bytes: bytes === UNKNOWN_U32 ? (this.#long?.get(id) ?? bytes) : bytes }
  }

  /** Remembers a chunk that matters; the answer has the size that the chunk really takes. */
  #take(chunk: Chunk): Chunk {
    if (chunk.id === 'ds64' && this.#long === undefined) this.#readLongSizes(chunk)
    if (chunk.id === 'fmt ') this.#format ??= chunk
    if (chunk.id !== 'data') return chunk
    if (this.#data !== undefined) {
      this.#repairs.push(`a second 'data' chunk of ${chunk.bytes} bytes is ignored`)
      return chunk
    }
    this.#data = this.#realData(chunk)
    return this.#data
  }

  /** Position of the next chunk: chunks are padded to even, but some writers forget. */
  #after(chunk: Chunk): number {
    const end = chunk.at + chunk.bytes
    if (chunk.bytes % 2 === 0) return end
    const padded = this.#chunkAt(end + 1)
    const bare = this.#chunkAt(end)
    if (bare === undefined || !KNOWN_CHUNKS.has(bare.id) || (padded && KNOWN_CHUNKS.has(padded.id))) return end + 1
    this.#repairs.push(`no pad byte after the odd chunk '${chunk.id}'`)
    return end
  }

  /** The samples that are there, whatever the header says. */
  #realData(chunk: Chunk): Chunk {
    const there = Math.max(0, this.#file.size - chunk.at)
    this.#promisedDataBytes = chunk.bytes
    const goesOn = there > chunk.bytes + 1 && !this.#isChunkThatFits(chunk.at + chunk.bytes)
    if (isPlaceholder(chunk.bytes) && (there < chunk.bytes || goesOn)) {
      this.#promisedDataBytes = 0
      return this.#repaired(chunk, there, 'the header has no length (written to a pipe): read to the end of the file')
    }
    if (there < chunk.bytes) {
      const words = `cut off: the header promises ${chunk.bytes} bytes of audio, the file holds ${there}`
      return this.#repaired(chunk, there, words)
    }
    if (chunk.bytes === 0 && goesOn) {
      return this.#repaired(chunk, there, 'the header says no audio (never finished): read to the end of the file')
    }
    return chunk
  }

  #repaired(chunk: Chunk, bytes: number, words: string): Chunk {
    this.#repairs.push(words)
    this.#sizeIsRepaired = true
    return { ...chunk, bytes }
  }

  #isChunkThatFits(at: number): boolean {
    const chunk = this.#chunkAt(at)
    return chunk !== undefined && chunk.at + chunk.bytes <= this.#file.size
  }

  #checkRiffSize(data: Chunk): void {
    if (this.#sizeIsRepaired) return
    const end = this.#start + 8 + this.#riffBytes
    const { size } = this.#file
    const says = `the RIFF size says the file ends at byte ${end}`
    if (end < data.at + data.bytes) this.#repairs.push(`${says}, but its audio ends at ${data.at + data.bytes}`)
    else if (end > size + 1) this.#repairs.push(`${says}, but it ends at ${size}`)
    else if (end + 1 < size) this.#repairs.push(`${size - end} bytes after the end of the RIFF ignored`)
  }

  /** EBU Tech 3306: 64-bit sizes of the RIFF, of 'data', and of whatever chunks a table names. */
  #readLongSizes(chunk: Chunk): void {
    const body = this.#file.read(chunk.at, Math.min(chunk.bytes, 28 + 12 * 64))
    if (body.length < 28) return
    this.#long = new Map()
    for (let at = 28; at + 12 <= body.length; at += 12) {
      this.#long.set(body.toString('latin1', at, at + 4), this.#u64(body, at + 4))
    }
    this.#long.set('data', this.#u64(body, 8))
    if (this.#riffBytes === UNKNOWN_U32) this.#riffBytes = this.#u64(body, 0)
  }

  #u32(bytes: Buffer, at: number): number {
    if (bytes.length < at + 4) return 0
    return this.#bigEndian ? bytes.readUInt32BE(at) : bytes.readUInt32LE(at)
  }

  #u64(bytes: Buffer, at: number): number {
    return this.#u32(bytes, at) + this.#u32(bytes, at + 4) * TWO_TO_32
  }
}

/** Programs that write to a pipe leave sizes at or just under the largest that their integer holds. */
function isPlaceholder(bytes: number): boolean {
  const isNear = (largest: number) => bytes <= largest && bytes > largest - 0x10000
  return isNear(0x7fffffff) || isNear(UNKNOWN_U32) || bytes > Number.MAX_SAFE_INTEGER
}

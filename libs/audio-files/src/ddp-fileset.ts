import { createHash } from 'node:crypto'
import { closeSync, mkdirSync, openSync, writeFileSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { crc32 } from 'node:zlib'
import { FIRST_PREGAP_SECTORS, SECTOR_BYTES } from '@mixwright/audio'
import type { PcmFile } from './audio-info.ts'
import { cdText } from './cd-text.ts'
import { DDP_FILES, ddpIdentifier, ddpMap, ddpPq } from './ddp-records.ts'
import type { Disc } from './disc.ts'
import { type FileBytes, withFile } from './file-bytes.ts'

const COPY_BYTES = 400 * SECTOR_BYTES

/** Checksums of a file as its companions state them. */
interface Checksums {
  name: string
  /** Lower-case hex. */
  md5: string
  /** Upper-case hex. */
  crc32: string
}

/**
 * Writes a DDP 2.00 fileset into `folder`: the master of an audio CD as plants take it. `audio` is the whole programme
 * from the start of track 1, 44.1 kHz, 16 bit, stereo; what misses at its last sector is filled with silence. Returns
 * the names of the files. Nothing in them depends on clock, host or path.
 *
 * Source: a description of DDP 2.00 filesets gained from tools that write them; DCA's own is not public.
 */
export function writeDdp(folder: string, disc: Disc, audio: PcmFile, onProgress?: (done: number) => void): string[] {
  mkdirSync(folder, { recursive: true })
  const text = cdText(disc)
  const pq = ddpPq(disc)
  const records: [name: string, bytes: Buffer][] = [
    [DDP_FILES.identifier, ddpIdentifier(disc)],
    [DDP_FILES.map, ddpMap(disc, text.length, pq.length)],
    ...(text.length === 0 ? [] : [[DDP_FILES.cdText, text] as [string, Buffer]]),
    [DDP_FILES.pq, pq],
  ]
  for (const [name, bytes] of records) writeFileSync(join(folder, name), bytes)
  const sums = [...records.map(([name, bytes]) => checksums(name, bytes)), writeImage(folder, disc, audio, onProgress)]
  writeFileSync(join(folder, DDP_FILES.md5), sums.map(({ name, md5 }) => `${md5} *${name}\n`).join(''))
  const crcLines = sums.map((sum) => `${sum.name}=${sum.crc32}\n`)
  writeFileSync(join(folder, DDP_FILES.crc32), ['[CRC32 Checksum]\n', ...crcLines].join(''))
  return [...sums.map(({ name }) => name), DDP_FILES.md5, DDP_FILES.crc32]
}

/** Pregap and programme as raw sectors. */
function writeImage(folder: string, disc: Disc, audio: PcmFile, onProgress?: (done: number) => void): Checksums {
  const name = DDP_FILES.image
  const sum = new RunningChecksums()
  const fd = openSync(join(folder, name), 'w')
  const put = (bytes: Uint8Array) => {
    for (let done = 0; done < bytes.length; ) done += writeSync(fd, bytes, done)
    sum.add(bytes)
  }
  try {
    put(new Uint8Array(FIRST_PREGAP_SECTORS * SECTOR_BYTES))
    const dataBytes = audio.frames * audio.pcm.frameBytes
    withFile(audio.path, (file) => copyData(file, audio.pcm.dataOffset, dataBytes, put, onProgress))
    put(new Uint8Array(disc.sectors * SECTOR_BYTES - dataBytes))
  } finally {
    closeSync(fd)
  }
  return sum.of(name)
}

function copyData(
  file: FileBytes,
  from: number,
  bytes: number,
  put: (bytes: Uint8Array) => void,
  onProgress?: (done: number) => void,
): void {
  for (let done = 0; done < bytes; done += COPY_BYTES) {
    const piece = file.read(from + done, Math.min(COPY_BYTES, bytes - done))
    put(piece)
    onProgress?.((done + piece.length) / bytes)
  }
}

class RunningChecksums {
  readonly #md5 = createHash('md5')
  #crc32 = 0

  add(bytes: Uint8Array): void {
    this.#md5.update(bytes)
    this.#crc32 = crc32(bytes, this.#crc32)
  }

  of(name: string): Checksums {
    const hex = this.#crc32.toString(16).toUpperCase().padStart(8, '0')
    return { name, md5: this.#md5.digest('hex'), crc32: hex }
  }
}

function checksums(name: string, bytes: Uint8Array): Checksums {
  const sum = new RunningChecksums()
  sum.add(bytes)
  return sum.of(name)
}

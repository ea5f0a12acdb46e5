import type { AudioInfo } from './audio-info.ts'
import type { FileBytes } from './file-bytes.ts'
import type { WrittenTags } from './read-tags.ts'
import { INFO_IDS } from './wav-tags.ts'

/** Bounds the time that a file of a million empty chunks takes. */
const MAX_CHUNKS = 10_000
/** Texts are short; what is longer is no text. */
const MAX_BYTES = 1 << 20

/** Reads the tags of an uncompressed WAV file: `LIST INFO`, and the recording code of `axml` (EBU Tech 3352). */
export function readWavTags(file: FileBytes, info: AudioInfo): { texts: WrittenTags; hasId3: boolean } {
  const texts: WrittenTags = {}
  let hasId3 = false
  for (const { id, at, bytes } of chunksOf(file, info)) {
    if (/^id3 $/i.test(id)) hasId3 = true
    if (bytes > MAX_BYTES) continue
    const body = file.read(at, bytes)
    if (id === 'LIST' && body.toString('latin1', 0, 4) === 'INFO') Object.assign(texts, infoTexts(body, info))
    const isrc = id === 'axml' ? /ISRC:([A-Z]{2}[A-Z0-9]{3}\d{7})/.exec(body.toString('latin1'))?.[1] : undefined
    if (isrc !== undefined) texts.isrc = isrc
  }
  return { texts, hasId3 }
}

/** The chunks before the samples and behind them. */
function* chunksOf(file: FileBytes, { pcm, frames }: AudioInfo): Generator<{ id: string; at: number; bytes: number }> {
  const { dataOffset, frameBytes, bigEndian } = pcm!
  const samplesBytes = frames * frameBytes
  let at = 12
  for (let i = 0; i < MAX_CHUNKS; i++) {
    const header = file.read(at, 8)
    if (header.length < 8) return
    const id = header.toString('latin1', 0, 4)
    const bytes = bigEndian ? header.readUInt32BE(4) : header.readUInt32LE(4)
    // The length that the header states for the samples may be a placeholder; what was found is not.
    const isData = at + 8 === dataOffset
    if (!isData) yield { id, at: at + 8, bytes }
    at += 8 + (isData ? samplesBytes + (samplesBytes % 2) : bytes + (bytes % 2))
  }
}

function infoTexts(body: Buffer, { pcm }: AudioInfo): WrittenTags {
  const texts: WrittenTags = {}
  for (let at = 4; at + 8 <= body.length; ) {
    const id = body.toString('latin1', at, at + 4)
    const bytes = pcm!.bigEndian ? body.readUInt32BE(at + 4) : body.readUInt32LE(at + 4)
    const tag = id === 'ITRK' || id === 'IPRT' ? 'track' : INFO_IDS.find(([known]) => known === id)?.[1]
    const text = decoded(body.subarray(at + 8, at + 8 + bytes))
    if (tag !== undefined && text !== '') texts[tag] = text
    at += 8 + bytes + (bytes % 2)
  }
  return texts
}

/** Up to the first zero; UTF-8 as we and many others write, else the Latin of Windows. */
function decoded(bytes: Buffer): string {
  const end = bytes.indexOf(0)
  const written = end < 0 ? bytes : bytes.subarray(0, end)
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(written).trim()
  } catch {
    return new TextDecoder('windows-1252').decode(written).trim()
  }
}

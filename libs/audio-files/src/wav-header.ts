/** Sample formats that a WAV file can be written in: bits, `f` for floats. */
export type WavSampleFormat = '16' | '24' | '32' | '32f' | '64f'

export interface WavShape {
  format: WavSampleFormat
  channels: number
  sampleRateHz: number
}

const PCM = 1
const IEEE_FLOAT = 3
const EXTENSIBLE = 0xfffe
/** What follows the tag in the GUID of a sub-format. */
const GUID_TAIL = Buffer.from('000000001000800000aa00389b71', 'hex')
/** Speakers from front left on, as many as there are channels. */
const MAX_NAMED_SPEAKERS = 18
const DS64_BYTES = 28
const LARGEST_U32 = 0xffffffff

/** Bytes of one sample of every channel. */
export function wavFrameBytes({ format, channels }: WavShape): number {
  return (Number.parseInt(format, 10) / 8) * channels
}

/**
 * Everything of a WAV file before its samples. Its length depends on shape and tags only, not on `frames`: room for the
 * 64-bit sizes of RF64 is always kept (a `JUNK` chunk), so a header can be written over once the length is known.
 *
 *     RIFF  size  WAVE | JUNK 28 | fmt  | fact (floats) | bext, LIST, axml | data  size
 *     RF64  -1    WAVE | ds64 28 | …                            data  -1        above 4 GiB
 *
 * Integers have tag 1, floats tag 3; EXTENSIBLE is for more than two channels. The samples are followed by a pad byte
 * when they are odd in number of bytes, and by nothing else.
 */
export function wavHeader(shape: WavShape, frames: number, tagChunks: Uint8Array): Uint8Array {
  const dataBytes = frames * wavFrameBytes(shape)
  const isFloat = shape.format.endsWith('f')
  const chunks = [formatChunk(shape), isFloat ? factChunk(frames) : Buffer.alloc(0), tagChunks]
  const chunkBytes = chunks.reduce((sum, chunk) => sum + chunk.length, 0)
  const riffBytes = 4 + 8 + DS64_BYTES + chunkBytes + 8 + dataBytes + (dataBytes % 2)
  const isLong = riffBytes > LARGEST_U32
  const start = Buffer.alloc(12 + 8 + DS64_BYTES)
  start.write(isLong ? 'RF64' : 'RIFF', 0, 'latin1')
  start.writeUInt32LE(isLong ? LARGEST_U32 : riffBytes, 4)
  start.write(isLong ? 'WAVEds64' : 'WAVEJUNK', 8, 'latin1')
  start.writeUInt32LE(DS64_BYTES, 16)
  if (isLong) {
    start.writeBigUInt64LE(BigInt(riffBytes), 20)
    start.writeBigUInt64LE(BigInt(dataBytes), 28)
    start.writeBigUInt64LE(BigInt(frames), 36)
  }
  const data = Buffer.alloc(8)
  data.write('data', 'latin1')
  data.writeUInt32LE(isLong ? LARGEST_U32 : dataBytes, 4)
  return Buffer.concat([start, ...chunks, data])
}

function formatChunk(shape: WavShape): Buffer {
  const { format, channels, sampleRateHz } = shape
  const bits = Number.parseInt(format, 10)
  const tag = format.endsWith('f') ? IEEE_FLOAT : PCM
  const isExtensible = channels > 2
  const bodyBytes = isExtensible ? 40 : tag === PCM ? 16 : 18
  const chunk = Buffer.alloc(8 + bodyBytes)
  chunk.write('fmt ', 'latin1')
  chunk.writeUInt32LE(bodyBytes, 4)
  chunk.writeUInt16LE(isExtensible ? EXTENSIBLE : tag, 8)
  chunk.writeUInt16LE(channels, 10)
  chunk.writeUInt32LE(sampleRateHz, 12)
  chunk.writeUInt32LE(sampleRateHz * wavFrameBytes(shape), 16)
  chunk.writeUInt16LE(wavFrameBytes(shape), 20)
  chunk.writeUInt16LE(bits, 22)
  if (isExtensible) {
    chunk.writeUInt16LE(22, 24)
    chunk.writeUInt16LE(bits, 26)
    chunk.writeUInt32LE(channels > MAX_NAMED_SPEAKERS ? 0 : (1 << channels) - 1, 28)
    chunk.writeUInt16LE(tag, 32)
    GUID_TAIL.copy(chunk, 34)
  }
  return chunk
}

function factChunk(frames: number): Buffer {
  const chunk = Buffer.alloc(12)
  chunk.write('fact', 'latin1')
  chunk.writeUInt32LE(4, 4)
  chunk.writeUInt32LE(Math.min(frames, LARGEST_U32), 8)
  return chunk
}

import { AudioFault, type PcmEncoding } from './audio-info.ts'

/** The `fmt ` chunk, made sense of. */
export interface WavFormat {
  /** Undefined when the samples are compressed: then ffmpeg's core has to decode them. */
  encoding: PcmEncoding | undefined
  /** The format tag, 1 for integers, 3 for floats … */
  tag: number
  channels: number
  /** 0 when the format names no loudspeakers. */
  channelMask: number
  sampleRateHz: number
  sampleBytes: number
  frameBytes: number
  /** Bits that carry signal; in integers they are the top ones of the sample. */
  bitDepth: number
  repairs: string[]
}

export const MAX_CHANNELS = 64
export const MIN_SAMPLE_RATE_HZ = 1000
export const MAX_SAMPLE_RATE_HZ = 768_000

const EXTENSIBLE = 0xfffe
const ENCODINGS: Record<number, PcmEncoding> = { 1: 'int', 3: 'float', 6: 'alaw', 7: 'mulaw' }
/** What follows the tag in the GUID of an EXTENSIBLE sub-format: Microsoft's, and that of ambisonic B-format. */
const GUID_TAILS = ['00001000800000aa00389b71', '2107d3118644c8c1ca000000']

/** Reads a `fmt ` chunk. Throws `AudioFault` when it makes no sense or asks for what cannot be read. */
export function readWavFormat(body: Buffer, bigEndian: boolean): WavFormat {
  if (body.length < 16) throw new AudioFault('AUDIO_DAMAGED', `a 'fmt ' chunk of ${body.length} bytes, 16 are needed`)
  const u16 = (at: number) => (bigEndian ? body.readUInt16BE(at) : body.readUInt16LE(at))
  const u32 = (at: number) => (bigEndian ? body.readUInt32BE(at) : body.readUInt32LE(at))
  const channels = u16(2)
  const sampleRateHz = u32(4)
  checkSignal(channels, sampleRateHz)
  const isExtensible = u16(0) === EXTENSIBLE && body.length >= 40
  const tag = isExtensible ? subFormat(body, bigEndian) : u16(0)
  const encoding = ENCODINGS[tag]
  const repairs: string[] = []
  const writtenBits = encoding === 'alaw' || encoding === 'mulaw' ? 8 : u16(14)
  if (encoding !== undefined) checkBits(encoding, writtenBits)
  const sampleBytes = encoding === undefined ? 0 : sampleSize(encoding, channels, writtenBits, u16(12), repairs)
  const channelMask = isExtensible ? u32(20) : 0
  const validBits = isExtensible ? u16(18) : 0
  const bitDepth = encoding === 'int' && validBits > 0 && validBits < writtenBits ? validBits : writtenBits
  return {
    encoding,
    tag,
    channels,
    channelMask,
    sampleRateHz,
    sampleBytes,
    frameBytes: channels * sampleBytes,
    bitDepth,
    repairs,
  }
}

/** Refuses channel counts and rates that no audio file has. */
export function checkSignal(channels: number, sampleRateHz: number): void {
  if (channels === 0) throw new AudioFault('AUDIO_DAMAGED', 'the header says 0 channels')
  if (sampleRateHz === 0) throw new AudioFault('AUDIO_DAMAGED', 'the header says a sample rate of 0 Hz')
  if (channels > MAX_CHANNELS) {
    throw new AudioFault('AUDIO_UNSUPPORTED', `channels: got ${channels}, allowed 1 to ${MAX_CHANNELS}`)
  }
  if (sampleRateHz < MIN_SAMPLE_RATE_HZ || sampleRateHz > MAX_SAMPLE_RATE_HZ) {
    const allowed = `allowed ${MIN_SAMPLE_RATE_HZ} to ${MAX_SAMPLE_RATE_HZ} Hz`
    throw new AudioFault('AUDIO_UNSUPPORTED', `sample rate: got ${sampleRateHz} Hz, ${allowed}`)
  }
}

function checkBits(encoding: PcmEncoding, bits: number): void {
  if (bits === 0) throw new AudioFault('AUDIO_DAMAGED', 'the header says 0 bits a sample')
  const isReadable = encoding === 'float' ? bits === 32 || bits === 64 : bits <= 64
  if (isReadable) return
  const allowed = encoding === 'float' ? '32 or 64' : '1 to 64'
  throw new AudioFault('AUDIO_UNSUPPORTED', `bits of ${encoding} samples: got ${bits}, allowed ${allowed}`)
}

/** Bytes of one sample: the block size decides if it can be true, else the bits do. */
function sampleSize(
  encoding: PcmEncoding,
  channels: number,
  bits: number,
  blockBytes: number,
  repairs: string[],
): number {
  const least = Math.ceil(bits / 8)
  if (blockBytes === channels * least) return least
  const roomy = blockBytes / channels
  if (encoding === 'int' && Number.isInteger(roomy) && roomy > least && roomy <= 8) return roomy
  repairs.push(`a block of ${blockBytes} bytes does not fit ${channels} x ${bits} bits: taken as ${channels * least}`)
  return least
}

function subFormat(body: Buffer, bigEndian: boolean): number {
  const tag = bigEndian ? body.readUInt32BE(24) : body.readUInt32LE(24)
  const words = Buffer.from(body.subarray(28, 40))
  if (bigEndian) words.subarray(0, 4).swap16()
  const tail = words.toString('hex')
  if (tag > 0xffff || !GUID_TAILS.includes(tail)) {
    throw new AudioFault('AUDIO_UNSUPPORTED', `unknown sub-format ${body.subarray(24, 40).toString('hex')}`)
  }
  return tag
}

import { AudioFault, type AudioInfo } from './audio-info.ts'
import type { FileBytes } from './file-bytes.ts'
import { checkSignal } from './wav-format.ts'

const STREAMINFO_BYTES = 34
const TWO_TO_32 = 0x100000000

/** Reads STREAMINFO, the first block of a FLAC file (RFC 9639, section 8.2). Throws `AudioFault`. */
export function describeFlac(file: FileBytes, path: string, startsAt: number): AudioInfo {
  const head = file.read(startsAt + 4, 4 + STREAMINFO_BYTES)
  const isStreamInfo = head.length === 4 + STREAMINFO_BYTES && (head[0]! & 0x7f) === 0
  if (!isStreamInfo) throw new AudioFault('AUDIO_DAMAGED', 'a FLAC file without its first block')
  // 20 bits of rate, 3 of channels - 1, 5 of bits - 1, 36 of length.
  const sampleRateHz = head.readUIntBE(14, 3) >> 4
  const channels = ((head[16]! >> 1) & 7) + 1
  const bitDepth = (((head[16]! & 1) << 4) | (head[17]! >> 4)) + 1
  const frames = (head[17]! & 15) * TWO_TO_32 + head.readUInt32BE(18)
  checkSignal(channels, sampleRateHz)
  return {
    path,
    container: 'flac',
    codec: 'flac',
    sampleRateHz,
    channels,
    bitDepth,
    float: false,
    frames,
    isLengthExact: frames > 0,
    durationS: frames / sampleRateHz,
    pcm: null,
    repairs: [],
  }
}

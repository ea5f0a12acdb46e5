import { AudioFault, type PcmFile, type Probed, problemOf } from './audio-info.ts'
import { recogniseContainer } from './container.ts'
import { type FileBytes, withFile } from './file-bytes.ts'
import { type Chunk, readRiffChunks } from './riff-chunks.ts'
import { readWavFormat, type WavFormat } from './wav-format.ts'

/** More of a 'fmt ' chunk than any format uses. */
const FORMAT_BYTES = 64

/** What an uncompressed WAV file is, from its headers; needs no codec and never waits. */
export function probeWav(path: string): Probed<PcmFile> {
  try {
    return { info: withFile(path, (file) => describeOnlyWav(file, path)) }
  } catch (error) {
    return problemOf(error)
  }
}

function describeOnlyWav(file: FileBytes, path: string): PcmFile {
  const { name, startsAt } = recogniseContainer(file)
  const info = name === 'wav' ? describeWav(file, path, startsAt) : undefined
  if (info === undefined) throw new AudioFault('AUDIO_UNSUPPORTED', 'not an uncompressed WAV file')
  return info
}

/** What the WAV file at `startsAt` is; undefined when its samples are compressed. Throws `AudioFault`. */
export function describeWav(file: FileBytes, path: string, startsAt: number): PcmFile | undefined {
  const chunks = readRiffChunks(file, startsAt)
  const format = readWavFormat(
    file.read(chunks.format.at, Math.min(chunks.format.bytes, FORMAT_BYTES)),
    chunks.bigEndian,
  )
  if (format.encoding === undefined) return undefined
  const repairs = [...chunks.repairs, ...format.repairs]
  if (startsAt > 0) repairs.unshift(`${startsAt} bytes of ID3 tags before the RIFF skipped`)
  const frames = wholeFrames(chunks.data, format, chunks.promisedDataBytes, repairs)
  return {
    path,
    container: 'wav',
    codec: format.encoding === 'int' ? 'pcm' : format.encoding,
    sampleRateHz: format.sampleRateHz,
    channels: format.channels,
    ...(format.channelMask > 0 ? { channelMask: format.channelMask } : {}),
    bitDepth: format.bitDepth,
    float: format.encoding === 'float',
    frames,
    isLengthExact: true,
    durationS: frames / format.sampleRateHz,
    pcm: {
      encoding: format.encoding,
      sampleBytes: format.sampleBytes,
      frameBytes: format.frameBytes,
      bigEndian: chunks.bigEndian,
      dataOffset: chunks.data.at,
    },
    repairs,
  }
}

function wholeFrames(data: Chunk, format: WavFormat, promisedBytes: number, repairs: string[]): number {
  const frames = Math.floor(data.bytes / format.frameBytes)
  if (frames === 0) {
    if (promisedBytes >= format.frameBytes) throw new AudioFault('AUDIO_DAMAGED', 'cut off before the first frame')
    throw new AudioFault('AUDIO_EMPTY', 'holds no audio (0 frames)')
  }
  const rest = data.bytes - frames * format.frameBytes
  if (rest > 0) repairs.push(`${rest} ${rest === 1 ? 'byte' : 'bytes'} after the last whole frame ignored`)
  return frames
}

/** How one sample is written. */
export type PcmEncoding = 'int' | 'float' | 'alaw' | 'mulaw'

/** Where the samples of an uncompressed file lie, and how. */
export interface PcmLayout {
  encoding: PcmEncoding
  /** 1…8. Integers of one byte are unsigned; narrower integers sit in the top bits of their bytes. */
  sampleBytes: number
  /** Bytes of one sample of every channel. */
  frameBytes: number
  bigEndian: boolean
  /** Byte of the file at which the first frame begins. */
  dataOffset: number
}

export type ContainerName =
  | 'wav'
  | 'flac'
  | 'mp3'
  | 'ogg'
  | 'mp4'
  | 'wavpack'
  | 'aiff'
  | 'w64'
  | 'caf'
  | 'au'
  | 'matroska'
  | 'ape'
  | 'tta'
  | 'dsf'
  | 'adts'

/** What an audio file is, read from its headers. */
export interface AudioInfo {
  path: string
  container: ContainerName
  /** `pcm`, `float`, `alaw`, `mulaw`, `flac`, or ffmpeg's name for anything else. */
  codec: string
  sampleRateHz: number
  channels: number
  /** Loudspeakers of the channels as bits of a WAVE_FORMAT_EXTENSIBLE mask; absent where the file names none. */
  channelMask?: number
  /** Bits of one sample; null for lossy codecs, which have none. */
  bitDepth: number | null
  float: boolean
  /** Length. An estimate unless `isLengthExact`; 0 when the container does not say. */
  frames: number
  isLengthExact: boolean
  durationS: number
  /** Set when `openPcm` can read the file as it is; null when `decodeToPcm` has to come first. */
  pcm: PcmLayout | null
  /** What was wrong with the file and how it was read all the same, a sentence each. */
  repairs: string[]
}

/** A file that can be streamed as it is. Plain data: it may be handed to another thread. */
export interface PcmFile extends AudioInfo {
  pcm: PcmLayout
}

export type AudioProblemCode =
  | 'AUDIO_FILE_MISSING'
  | 'AUDIO_NOT_AUDIO'
  | 'AUDIO_DAMAGED'
  | 'AUDIO_CHANGED'
  | 'AUDIO_EMPTY'
  | 'AUDIO_CODEC_MISSING'
  | 'AUDIO_UNSUPPORTED'

/** Why an audio file cannot be used. The message names no path: who asked knows it. */
export interface AudioProblem {
  code: AudioProblemCode
  message: string
  fix?: string
}

/** Either what the file is, or why it cannot be used. */
export type Probed<Info extends AudioInfo = AudioInfo> = { info: Info } | { problem: AudioProblem }

/**
 * A problem on its way up. Inside the library it ends a parse; outside it is met only when a file that was good turns
 * bad while it is read.
 */
export class AudioFault extends Error {
  readonly problem: AudioProblem

  constructor(code: AudioProblemCode, message: string, fix?: string) {
    super(`${code} ${message}`)
    this.name = 'AudioFault'
    this.problem = fix === undefined ? { code, message } : { code, message, fix }
  }
}

/** A fault as the problem it carries; anything else that was thrown is thrown on. */
export function problemOf(error: unknown): { problem: AudioProblem } {
  if (error instanceof AudioFault) return { problem: error.problem }
  throw error
}

import { AudioFault, type AudioInfo, type ContainerName } from './audio-info.ts'
import type { FfmpegCore } from './ffmpeg-core.ts'
import { checkSignal } from './wav-format.ts'

/** The part of ffprobe's answer that is read. */
interface ProbeAnswer {
  streams?: {
    codec_name?: string
    sample_fmt?: string
    sample_rate?: string
    channels?: number
    bits_per_sample?: number
    bits_per_raw_sample?: string
    duration?: string
  }[]
  format?: { duration?: string }
}

/** ffmpeg's names for its demuxers. Naming one keeps it from guessing: playlists and scripts are never followed. */
export const DEMUXERS: Record<ContainerName, string> = {
  wav: 'wav',
  flac: 'flac',
  mp3: 'mp3',
  ogg: 'ogg',
  mp4: 'mov',
  wavpack: 'wv',
  aiff: 'aiff',
  w64: 'w64',
  caf: 'caf',
  au: 'au',
  matroska: 'matroska',
  ape: 'ape',
  tta: 'tta',
  dsf: 'dsf',
  adts: 'aac',
}

const LOSSLESS = /^(flac|alac|wavpack|ape|tta|tak|mlp|truehd|shorten|wmalossless|pcm_.*)$/
const FIELDS = 'codec_name,sample_fmt,sample_rate,channels,bits_per_sample,bits_per_raw_sample,duration'

/** Asks ffprobe what a file is. Throws `AudioFault`. */
export async function describeWithCore(core: FfmpegCore, path: string, container: ContainerName): Promise<AudioInfo> {
  const input = ['-protocol_whitelist', 'file', '-f', DEMUXERS[container], '-i', '/host/in']
  const show = ['-show_entries', `stream=${FIELDS}:format=duration`, '-select_streams', 'a:0']
  const answer = (await core.inspect([...show, ...input], [{ name: 'in', path, access: 'read' }])) as
    | ProbeAnswer
    | undefined
  const stream = answer?.streams?.[0]
  if (stream === undefined) {
    const code = answer?.streams === undefined ? 'AUDIO_DAMAGED' : 'AUDIO_NOT_AUDIO'
    throw new AudioFault(code, `no audio to be found in this ${container} file`)
  }
  const codec = stream.codec_name ?? 'unknown'
  if (codec === 'unknown' || codec === 'none') throw new AudioFault('AUDIO_UNSUPPORTED', 'no decoder for its codec')
  const sampleRateHz = wholeNumber(stream.sample_rate)
  const channels = wholeNumber(stream.channels)
  checkSignal(channels, sampleRateHz)
  const durationS = positive(stream.duration ?? answer?.format?.duration)
  return {
    path,
    container,
    codec,
    sampleRateHz,
    channels,
    bitDepth: LOSSLESS.test(codec) ? bitDepthOf(stream) : null,
    float: LOSSLESS.test(codec) && /^(flt|dbl)/.test(stream.sample_fmt ?? ''),
    frames: Math.floor(durationS * sampleRateHz + 0.5),
    isLengthExact: false,
    durationS,
    pcm: null,
    repairs: [],
  }
}

function bitDepthOf(stream: NonNullable<ProbeAnswer['streams']>[number]): number {
  const raw = wholeNumber(stream.bits_per_raw_sample) || wholeNumber(stream.bits_per_sample)
  if (raw > 0) return raw
  return { u8: 8, s16: 16, dbl: 64, s64: 64 }[(stream.sample_fmt ?? '').replace(/p$/, '')] ?? 32
}

function wholeNumber(value: string | number | undefined): number {
  return Math.floor(positive(value))
}

function positive(value: string | number | undefined): number {
  const number = Number(value ?? 0)
  return Number.isFinite(number) && number > 0 ? number : 0
}

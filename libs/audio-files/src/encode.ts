import { AsideFile } from './aside-file.ts'
import type { AudioProblem, PcmFile } from './audio-info.ts'
import type { AudioTags } from './audio-tags.ts'
import type { FfmpegCore } from './ffmpeg-core.ts'
import { probeWav } from './wav-probe.ts'
import { writeTags } from './write-tags.ts'

export type DeliveryCodec = 'flac' | 'alac' | 'mp3' | 'aac' | 'opus' | 'ogg'

export interface EncodeOptions {
  codec: DeliveryCodec
  /** Bit rate of a lossy codec. kbit/s. Default 320 for mp3, 256 for aac, 160 for opus, 256 for ogg. */
  kbps?: number
  tags?: AudioTags
}

interface CodecRules {
  arguments: readonly string[]
  /** Lossless codecs take the WAV file's own depth, which must be one of these. */
  bits?: readonly number[]
  defaultKbps?: number
  ratesHz?: readonly number[]
}

const MPEG_RATES_HZ = [8000, 11025, 12000, 16000, 22050, 24000, 32000, 44100, 48000]

const CODECS: Record<DeliveryCodec, CodecRules> = {
  flac: { arguments: ['-c:a', 'flac', '-compression_level', '8', '-f', 'flac'], bits: [16, 24] },
  alac: { arguments: ['-c:a', 'alac', '-movflags', '+faststart', '-f', 'ipod'], bits: [16, 24] },
  mp3: {
    arguments: ['-c:a', 'libmp3lame', '-id3v2_version', '0', '-f', 'mp3'],
    defaultKbps: 320,
    ratesHz: MPEG_RATES_HZ,
  },
  aac: {
    arguments: ['-c:a', 'aac', '-movflags', '+faststart', '-f', 'ipod'],
    defaultKbps: 256,
    ratesHz: [...MPEG_RATES_HZ, 64000, 88200, 96000],
  },
  opus: { arguments: ['-c:a', 'libopus', '-f', 'opus'], defaultKbps: 160, ratesHz: [48000] },
  ogg: { arguments: ['-c:a', 'libvorbis', '-f', 'ogg'], defaultKbps: 256, ratesHz: [32000, 44100, 48000] },
}

/**
 * Encodes a WAV file for delivery, in constant memory. Equal WAV bytes and options give equal bytes.
 *
 * The file appears whole or not at all. Nothing is converted on the way: a lossless codec takes 16 or 24-bit integers as
 * they are, and the rate has to be one that the codec carries. Returns a problem when the WAV file does not suit the
 * codec; what fails on the machine (a full disk), or in the encoder, is thrown.
 */
export async function encodeAudio(
  core: FfmpegCore,
  wavPath: string,
  outPath: string,
  options: EncodeOptions,
): Promise<AudioProblem | undefined> {
  const probed = probeWav(wavPath)
  const problem = 'problem' in probed ? probed.problem : unsuited(probed.info, options.codec)
  if (problem !== undefined) return problem
  const aside = new AsideFile(outPath)
  try {
    const run = await core.run(encodeArguments(options), [
      { name: 'in', path: wavPath, access: 'read' },
      { name: 'out', path: aside.path, access: 'write' },
    ])
    if (run.hostFailure !== undefined) throw run.hostFailure
    if (run.exitCode !== 0) throw new Error(`encoding ${options.codec} failed: ${run.errors.join('; ')}`)
    writeTags(aside.path, options.codec, options.tags ?? {})
    aside.commit()
    return undefined
  } finally {
    aside.abort()
  }
}

/** What ffmpeg is told to encode the WAV file `/host/in` to `/host/out`; tags and cover come afterwards. */
export function encodeArguments({ codec, kbps }: EncodeOptions): string[] {
  const rules = CODECS[codec]
  const rate = kbps ?? rules.defaultKbps
  const exact = ['-fflags', '+bitexact', '-flags:a', '+bitexact', '-map_metadata', '-1']
  const bitRate = rules.defaultKbps === undefined ? [] : ['-b:a', `${rate}k`]
  return ['-f', 'wav', '-i', '/host/in', ...exact, ...bitRate, ...rules.arguments, '/host/out']
}

function unsuited(wav: PcmFile, codec: DeliveryCodec): AudioProblem | undefined {
  const { bits, ratesHz } = CODECS[codec]
  const hasDepth = bits === undefined || (!wav.float && bits.includes(wav.bitDepth ?? 0))
  if (!hasDepth) {
    const got = `${wav.bitDepth}${wav.float ? '-bit floats' : ' bits'}`
    return { code: 'AUDIO_UNSUPPORTED', message: `samples for ${codec}: got ${got}, allowed ${bits.join(' or ')} bits` }
  }
  if (ratesHz === undefined || ratesHz.includes(wav.sampleRateHz)) return undefined
  const allowed = `allowed ${ratesHz.join(', ')} Hz`
  return { code: 'AUDIO_UNSUPPORTED', message: `sample rate for ${codec}: got ${wav.sampleRateHz} Hz, ${allowed}` }
}

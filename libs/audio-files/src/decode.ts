import { AsideFile } from './aside-file.ts'
import { AudioFault, type AudioInfo, type PcmFile, type Probed, problemOf } from './audio-info.ts'
import { DEMUXERS } from './core-probe.ts'
import type { CoreRun, FfmpegCore } from './ffmpeg-core.ts'
import { probeWav } from './wav-probe.ts'

/** 8 hours of stereo in 24 bits at 48 kHz; a small file can be made to decode to any length. */
const MOST_BYTES = 8 * 1024 * 1024 * 1024

/**
 * Decodes any audio file to a WAV file that `openPcm` can read, in constant memory.
 *
 * Lossless sources keep every bit (16, 24 or 32-bit integers, 32 or 64-bit floats), lossy ones become 32-bit floats,
 * unclipped. Encoder delay and padding are taken off where the file tells them. The answer describes the WAV file; what
 * the decoder complained about is in its `repairs`. Trouble on the machine (a full disk) is thrown.
 *
 * @param mostBytes what would get larger is refused as `AUDIO_UNSUPPORTED`
 */
export async function decodeToPcm(
  core: FfmpegCore,
  info: AudioInfo,
  outPath: string,
  mostBytes = MOST_BYTES,
): Promise<Probed<PcmFile>> {
  const aside = new AsideFile(outPath)
  try {
    const run = await core.run(decodeArguments(info), [
      { name: 'in', path: info.path, access: 'read' },
      { name: 'out', path: aside.path, access: 'write', mostBytes },
    ])
    if (run.isTooLarge) throw tooLarge(mostBytes)
    const decoded = checkDecoded(run, info, probeWav(aside.path))
    aside.commit()
    return { info: { ...decoded, path: outPath } }
  } catch (error) {
    return problemOf(error)
  } finally {
    aside.abort()
  }
}

function tooLarge(mostBytes: number): AudioFault {
  const most = mostBytes < 1e9 ? `${Math.floor(mostBytes / 1e6)} MB` : `${Math.floor(mostBytes / 1e9)} GB`
  return new AudioFault('AUDIO_UNSUPPORTED', `decodes to more than ${most}, which is all there is room for`)
}

function decodeArguments(info: AudioInfo): string[] {
  const input = ['-protocol_whitelist', 'file', '-f', DEMUXERS[info.container], '-i', '/host/in']
  const output = ['-fflags', '+bitexact', '-flags:a', '+bitexact', '-rf64', 'auto', '-f', 'wav', '/host/out']
  return [...input, '-map', '0:a:0', '-map_metadata', '-1', '-c:a', pcmCodec(info), ...output]
}

/** The narrowest samples that hold all of the source. */
function pcmCodec(info: AudioInfo): string {
  if (info.bitDepth === null) return 'pcm_f32le'
  if (info.float) return info.bitDepth > 32 ? 'pcm_f64le' : 'pcm_f32le'
  if (info.bitDepth <= 16) return 'pcm_s16le'
  return info.bitDepth <= 24 ? 'pcm_s24le' : 'pcm_s32le'
}

function checkDecoded(run: CoreRun, info: AudioInfo, probed: Probed<PcmFile>): PcmFile {
  if (run.hostFailure !== undefined) throw run.hostFailure
  const complaint = run.errors[0] ?? 'it said no more'
  if (run.exitCode !== 0) throw new AudioFault('AUDIO_DAMAGED', `${info.codec} cannot be decoded: ${complaint}`)
  if ('problem' in probed) {
    if (run.errors.length === 0) throw new AudioFault('AUDIO_EMPTY', 'holds no audio (0 frames)')
    throw new AudioFault('AUDIO_DAMAGED', `nothing of the ${info.codec} can be decoded: ${complaint}`)
  }
  const repairs = [...info.repairs, ...probed.info.repairs]
  if (info.isLengthExact && probed.info.frames !== info.frames) {
    repairs.push(`the header promises ${info.frames} frames, ${probed.info.frames} could be decoded`)
  }
  if (run.errors.length > 0) repairs.push(`the decoder left out what it could not read: ${complaint}`)
  return { ...probed.info, repairs }
}

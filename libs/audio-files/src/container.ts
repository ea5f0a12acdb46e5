import type { ContainerName } from './audio-info.ts'
import { AudioFault } from './audio-info.ts'
import type { FileBytes } from './file-bytes.ts'
import { findMpegAudio, isAdts } from './mpeg-sync.ts'

/** The first bytes of each container; a dot stands for any byte. */
const SIGNATURES: readonly (readonly [ContainerName, string])[] = [
  ['wav', 'RIFF....WAVE'],
  ['wav', 'RIFX....WAVE'],
  ['wav', 'RF64....WAVE'],
  ['wav', 'BW64....WAVE'],
  ['flac', 'fLaC'],
  ['ogg', 'OggS'],
  ['mp4', '....ftyp'],
  ['wavpack', 'wvpk'],
  ['aiff', 'FORM....AIFF'],
  ['aiff', 'FORM....AIFC'],
  ['w64', 'riff\x2e\x91\xcf\x11'],
  ['caf', 'caff'],
  ['au', '.snd'],
  ['matroska', '\x1a\x45\xdf\xa3'],
  ['ape', 'MAC '],
  ['tta', 'TTA1'],
  ['dsf', 'DSD '],
]

/** Enough to hold a signature and, for MPEG audio without one, a few frames in a row. */
const HEAD_BYTES = 1 << 16
/** More tags than this in front of the audio are not skipped. */
const MAX_ID3_TAGS = 16

/** What a file is by its bytes, never by its name, and where that begins (after any ID3 tags). */
export function recogniseContainer(file: FileBytes): { name: ContainerName; startsAt: number } {
  if (file.size === 0) throw new AudioFault('AUDIO_EMPTY', 'the file has no bytes')
  const startsAt = skipId3(file)
  const head = file.read(startsAt, HEAD_BYTES)
  for (const [name, signature] of SIGNATURES) if (hasSignature(head, signature)) return { name, startsAt }
  if (isAdts(head)) return { name: 'adts', startsAt }
  if (findMpegAudio(head)) return { name: 'mp3', startsAt }
  if (/^(RIFF|RIFX|RF64|BW64|FORM)/.test(head.toString('latin1', 0, 4)) && head.length >= 12) {
    throw new AudioFault('AUDIO_NOT_AUDIO', `a ${head.toString('latin1', 0, 4)} file without audio`)
  }
  throw new AudioFault('AUDIO_NOT_AUDIO', 'no known audio format')
}

function hasSignature(head: Buffer, signature: string): boolean {
  if (head.length < signature.length) return false
  for (let i = 0; i < signature.length; i++) {
    const want = signature.charCodeAt(i)
    if (want !== 0x2e && want !== head[i]) return false
  }
  return true
}

/** Where a file goes on behind ID3v2 tags in front of it: 10 bytes of header with the size in 4 x 7 bits, then that many bytes. */
export function skipId3(file: FileBytes): number {
  let at = 0
  for (let i = 0; i < MAX_ID3_TAGS; i++) {
    const header = file.read(at, 10)
    if (header.length < 10 || header.toString('latin1', 0, 3) !== 'ID3') return at
    let bytes = 0
    for (let k = 6; k < 10; k++) bytes = bytes * 128 + (header[k]! & 0x7f)
    const hasFooter = (header[5]! & 0x10) !== 0
    at += 10 + bytes + (hasFooter ? 10 : 0)
  }
  return at
}

import { createHash } from 'node:crypto'
import type { PcmFile } from './audio-info.ts'
import { type FileBytes, withFile } from './file-bytes.ts'

const READ_BYTES = 1 << 20

/** SHA-256 of a file's bytes, in lower-case hex. Throws `AudioFault` when there is no such file. */
export function hashFile(path: string): string {
  return withFile(path, (file) => hashRange(file, 0, file.size))
}

/** SHA-256 of a file's samples as they stand in it, without headers and tags, in lower-case hex. */
export function hashPcm(file: PcmFile): string {
  const { dataOffset, frameBytes } = file.pcm
  return withFile(file.path, (bytes) => hashRange(bytes, dataOffset, dataOffset + file.frames * frameBytes))
}

function hashRange(file: FileBytes, from: number, to: number): string {
  const hash = createHash('sha256')
  const buffer = Buffer.allocUnsafe(READ_BYTES)
  for (let at = from; at < to; ) {
    const got = file.readInto(buffer.subarray(0, Math.min(READ_BYTES, to - at)), at)
    if (got === 0) break
    hash.update(buffer.subarray(0, got))
    at += got
  }
  return hash.digest('hex')
}

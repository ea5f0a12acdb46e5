import { createHash, type Hash } from 'node:crypto'
import type { PcmFile } from './audio-info.ts'
import { type FileBytes, withFile } from './file-bytes.ts'
import type { OnSampleBytes } from './pcm-reader.ts'

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

/**
 * SHA-256 of a file whose samples somebody reads anyway: `readSamples` hands all their bytes to `onBytes`, in order.
 * Throws `AudioFault` when there is no such file.
 */
export function hashWhileReading(file: PcmFile, readSamples: (onBytes: OnSampleBytes) => void): string {
  const { dataOffset, frameBytes } = file.pcm
  return withFile(file.path, (bytes) => {
    const hash = createHash('sha256')
    update(hash, bytes, 0, dataOffset)
    readSamples((samples) => hash.update(samples))
    update(hash, bytes, dataOffset + file.frames * frameBytes, bytes.size)
    return hash.digest('hex')
  })
}

function hashRange(file: FileBytes, from: number, to: number): string {
  const hash = createHash('sha256')
  update(hash, file, from, to)
  return hash.digest('hex')
}

function update(hash: Hash, file: FileBytes, from: number, to: number): void {
  const buffer = Buffer.allocUnsafe(READ_BYTES)
  for (let at = from; at < to; ) {
    const got = file.readInto(buffer.subarray(0, Math.min(READ_BYTES, to - at)), at)
    if (got === 0) break
    hash.update(buffer.subarray(0, got))
    at += got
  }
}

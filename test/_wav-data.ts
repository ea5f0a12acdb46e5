import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'

/** The bytes of a WAV file's samples, found without the code under test. */
export function wavData(path: string): Buffer {
  const bytes = readFileSync(path)
  let at = 12
  while (bytes.toString('latin1', at, at + 4) !== 'data') at += 8 + Math.ceil(bytes.readUInt32LE(at + 4) / 2) * 2
  return bytes.subarray(at + 8, at + 8 + bytes.readUInt32LE(at + 4))
}

export function sha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex')
}

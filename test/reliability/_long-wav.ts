import { closeSync, ftruncateSync, openSync, writeSync } from 'node:fs'
import { RATE_HZ } from '../_song.ts'

const FRAME_BYTES = 4
const HEADER_BYTES = 44

/**
 * Writes a stereo 16-bit WAV file of any length in next to no time: a burst of noise, the same for a seed, at the start
 * of each `everyS` seconds, and a hole in the file, which is silence, between.
 */
export function writeLongWav(path: string, { seconds, burstS = 1, everyS = 1, seed = 1 }: LongWav): void {
  const frames = Math.round(seconds * RATE_HZ)
  const header = Buffer.alloc(HEADER_BYTES)
  header.write('RIFF')
  header.writeUInt32LE(HEADER_BYTES - 8 + frames * FRAME_BYTES, 4)
  header.write('WAVEfmt ', 8)
  header.writeUInt32LE(16, 16)
  header.writeUInt16LE(1, 20)
  header.writeUInt16LE(2, 22)
  header.writeUInt32LE(RATE_HZ, 24)
  header.writeUInt32LE(RATE_HZ * FRAME_BYTES, 28)
  header.writeUInt16LE(FRAME_BYTES, 32)
  header.writeUInt16LE(16, 34)
  header.write('data', 36)
  header.writeUInt32LE(frames * FRAME_BYTES, 40)
  const burst = noiseBytes(Math.round(burstS * RATE_HZ), seed)
  const file = openSync(path, 'w')
  try {
    writeSync(file, header)
    for (let frame = 0; frame < frames; frame += Math.round(everyS * RATE_HZ)) {
      const bytes = Math.min(burst.length, (frames - frame) * FRAME_BYTES)
      writeSync(file, burst, 0, bytes, HEADER_BYTES + frame * FRAME_BYTES)
    }
    ftruncateSync(file, HEADER_BYTES + frames * FRAME_BYTES)
  } finally {
    closeSync(file)
  }
}

export interface LongWav {
  seconds: number
  burstS?: number
  everyS?: number
  seed?: number
}

/** Noise at about -15 dBFS. */
function noiseBytes(frames: number, seed: number): Buffer {
  const bytes = Buffer.alloc(frames * FRAME_BYTES)
  let state = seed | 0
  for (let at = 0; at < bytes.length; at += 2) {
    state = (Math.imul(state, 1664525) + 1013904223) | 0
    bytes.writeInt16LE(state >> 18, at)
  }
  return bytes
}

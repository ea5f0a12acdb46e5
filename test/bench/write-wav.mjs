import { closeSync, openSync, writeSync } from 'node:fs'

const FRAME_BYTES = 6
/** What is written repeats after this long: computing minutes of it would take longer than the race. */
const PATTERN_S = 30

/** Writes stereo 24-bit PCM; `frameAt(n)` returns [left, right] in -1 … 1 and is asked for the first 30 s. */
export function writeWav(path, frames, rateHz, frameAt) {
  const header = Buffer.alloc(44)
  header.write('RIFF')
  header.writeUInt32LE(36 + frames * FRAME_BYTES, 4)
  header.write('WAVEfmt ', 8)
  header.writeUInt32LE(16, 16)
  header.writeUInt16LE(1, 20)
  header.writeUInt16LE(2, 22)
  header.writeUInt32LE(rateHz, 24)
  header.writeUInt32LE(rateHz * FRAME_BYTES, 28)
  header.writeUInt16LE(FRAME_BYTES, 32)
  header.writeUInt16LE(24, 34)
  header.write('data', 36)
  header.writeUInt32LE(frames * FRAME_BYTES, 40)
  const pattern = patternOf(Math.min(frames, PATTERN_S * rateHz), frameAt)
  const file = openSync(path, 'w')
  writeSync(file, header)
  for (let left = frames * FRAME_BYTES; left > 0; left -= pattern.length) {
    writeSync(file, pattern, 0, Math.min(left, pattern.length))
  }
  closeSync(file)
}

function patternOf(frames, frameAt) {
  const bytes = Buffer.alloc(frames * FRAME_BYTES)
  for (let n = 0; n < frames; n++) {
    const [left, right] = frameAt(n)
    writeWord(bytes, n * FRAME_BYTES, Math.round(left * 8388607))
    writeWord(bytes, n * FRAME_BYTES + 3, Math.round(right * 8388607))
  }
  return bytes
}

function writeWord(bytes, at, word) {
  bytes[at] = word
  bytes[at + 1] = word >> 8
  bytes[at + 2] = word >> 16
}

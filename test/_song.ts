import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { onTestFinished } from 'vitest'

/** A sample of a recording, by channel and frame. */
export type SampleAt = (frame: number, channel: number) => number

export interface Recording {
  frames: number
  channels?: number
  sampleRateHz?: number
  at: SampleAt
}

export const RATE_HZ = 48_000

/** A folder that is gone when the test is over. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'mixwright-test-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}

/** Writes a mix file and its recordings (32-bit float WAV) into a temporary folder. */
export function writeSong(mixFile: string, recordings: Record<string, Recording>, folder = temporaryFolder()): string {
  for (const [name, recording] of Object.entries(recordings)) {
    const path = join(folder, name)
    mkdirSync(dirname(path), { recursive: true })
    writeFileSync(path, floatWav(recording))
  }
  writeFileSync(join(folder, 'mix.yaml'), mixFile)
  return folder
}

export function sine(freqHz: number, amplitude: number, seconds = 1, sampleRateHz = RATE_HZ): Recording {
  const step = (2 * Math.PI * freqHz) / sampleRateHz
  return {
    frames: Math.round(seconds * sampleRateHz),
    channels: 1,
    sampleRateHz,
    at: (frame) => amplitude * Math.sin(step * frame),
  }
}

/** Stereo noise that is the same for a seed. */
export function noise(seed: number, amplitude: number, seconds: number): Recording {
  const frames = Math.round(seconds * RATE_HZ)
  let state = seed | 0
  const samples = new Float32Array(2 * frames)
  for (let index = 0; index < samples.length; index++) {
    state = (Math.imul(state, 1664525) + 1013904223) | 0
    samples[index] = (amplitude * state) / 2 ** 31
  }
  return { frames, channels: 2, at: (frame, channel) => samples[2 * frame + channel]! }
}

export const silence = (seconds: number): Recording => ({
  frames: Math.round(seconds * RATE_HZ),
  channels: 2,
  at: () => 0,
})

export function floatWav({ frames, channels = 1, sampleRateHz = RATE_HZ, at }: Recording): Buffer {
  const bytes = Buffer.alloc(44 + frames * channels * 4)
  bytes.write('RIFF')
  bytes.writeUInt32LE(bytes.length - 8, 4)
  bytes.write('WAVEfmt ', 8)
  bytes.writeUInt32LE(16, 16)
  bytes.writeUInt16LE(3, 20)
  bytes.writeUInt16LE(channels, 22)
  bytes.writeUInt32LE(sampleRateHz, 24)
  bytes.writeUInt32LE(sampleRateHz * channels * 4, 28)
  bytes.writeUInt16LE(channels * 4, 32)
  bytes.writeUInt16LE(32, 34)
  bytes.write('data', 36)
  bytes.writeUInt32LE(bytes.length - 44, 40)
  const samples = new DataView(bytes.buffer, bytes.byteOffset + 44)
  for (let frame = 0, byte = 0; frame < frames; frame++) {
    for (let channel = 0; channel < channels; channel++, byte += 4) samples.setFloat32(byte, at(frame, channel), true)
  }
  return bytes
}

export interface Samples {
  sampleRateHz: number
  left: Float64Array
  right: Float64Array
}

/** Reads a stereo WAV file of 16 or 24-bit integers or of floats, chunk by chunk. */
export function readWav(path: string): Samples {
  const bytes = readFileSync(path)
  let format = { tag: 0, channels: 0, sampleRateHz: 0, bits: 0 }
  for (let at = 12; at + 8 <= bytes.length; ) {
    const id = bytes.toString('latin1', at, at + 4)
    const size = bytes.readUInt32LE(at + 4)
    const body = at + 8
    if (id === 'fmt ') {
      format = {
        tag: bytes.readUInt16LE(body),
        channels: bytes.readUInt16LE(body + 2),
        sampleRateHz: bytes.readUInt32LE(body + 4),
        bits: bytes.readUInt16LE(body + 14),
      }
    }
    if (id === 'data') return split(bytes.subarray(body, body + size), format)
    at = body + size + (size % 2)
  }
  throw new Error(`${path} has no data chunk`)
}

function split(data: Buffer, format: { tag: number; channels: number; sampleRateHz: number; bits: number }): Samples {
  const width = format.bits / 8
  const frames = data.length / (width * format.channels)
  const float = (at: number) => (width === 8 ? data.readDoubleLE(at) : data.readFloatLE(at))
  const read = (index: number) =>
    format.tag === 3 ? float(index * width) : data.readIntLE(index * width, width) / 2 ** (format.bits - 1)
  const channel = (which: number) => Float64Array.from({ length: frames }, (_, i) => read(i * format.channels + which))
  return { sampleRateHz: format.sampleRateHz, left: channel(0), right: channel(format.channels - 1) }
}

/** Amplitude of a sine of known frequency in a stretch of samples, by least squares. */
export function amplitudeOf(
  samples: Float64Array,
  freqHz: number,
  sampleRateHz: number,
  from: number,
  frames: number,
): number {
  const step = (2 * Math.PI * freqHz) / sampleRateHz
  let [ss, cc, sc, xs, xc] = [0, 0, 0, 0, 0]
  for (let n = from; n < from + frames; n++) {
    const [s, c, x] = [Math.sin(step * n), Math.cos(step * n), samples[n]!]
    ss += s * s
    cc += c * c
    sc += s * c
    xs += x * s
    xc += x * c
  }
  const determinant = ss * cc - sc * sc
  return Math.hypot((xs * cc - xc * sc) / determinant, (xc * ss - xs * sc) / determinant)
}

export const toDb = (ratio: number): number => 20 * Math.log10(Math.abs(ratio))

import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import {
  type AudioInfo,
  type ChannelPick,
  decodeToPcm,
  FfmpegCore,
  openPcm,
  type PcmFile,
  probeAudio,
  probeWav,
} from '@mixwright/audio-files'
import { Arena } from '@mixwright/kernels'
import { afterAll } from 'vitest'

/** Real recordings beside the repository; tests that need them skip where they are absent. */
export const SHARED = fileURLToPath(new URL('../../../../shared/', import.meta.url))
export const WAVS = join(SHARED, 'wavs')
export const hasWavs = existsSync(WAVS)

export const arena = new Arena()

/** A folder that is gone after the tests of a file. */
export function scratchFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'mixwright-audio-files-'))
  afterAll(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}

export function loadCore(): FfmpegCore {
  const loaded = FfmpegCore.load()
  if ('problem' in loaded) throw new Error(loaded.problem.message)
  return loaded.core
}

/** What a file is, or an error that says why it is nothing. */
export async function infoOf(path: string): Promise<AudioInfo> {
  const probed = await probeAudio(path)
  if ('problem' in probed) throw new Error(`${path}: ${probed.problem.code} ${probed.problem.message}`)
  return probed.info
}

export function wavInfoOf(path: string): PcmFile {
  const probed = probeWav(path)
  if ('problem' in probed) throw new Error(`${path}: ${probed.problem.code} ${probed.problem.message}`)
  return probed.info
}

/** Any file as one that can be streamed; decoded into `folder` if need be. */
export async function pcmOf(path: string, folder: string): Promise<PcmFile> {
  const info = await infoOf(path)
  if (info.pcm !== null) return { ...info, pcm: info.pcm }
  const decoded = await decodeToPcm(loadCore(), info, join(folder, 'decoded.wav'))
  if ('problem' in decoded) throw new Error(`${path}: ${decoded.problem.code} ${decoded.problem.message}`)
  return decoded.info
}

/** All of a file as interleaved stereo. */
export function samplesOf(file: PcmFile, pick: ChannelPick = 'stereo'): Float64Array {
  const mark = arena.mark()
  const reader = openPcm(file, arena)
  const at = arena.allocFrames(file.frames)
  reader.readInto(at, 0, file.frames, pick)
  reader.close()
  const samples = arena.f64(at, file.frames * 2).slice()
  arena.release(mark)
  return samples
}

/** How samples lie in a file, as a test says it: from a look at the bytes, not from the reader. */
export interface Layout {
  at: number
  bytes: number
  channels: number
  float?: boolean
  bigEndian?: boolean
}

/** The slow, obvious reader: the first two channels (the only one twice) of `frames` frames. */
export function plainSamples(path: string, layout: Layout, frames: number): Float64Array {
  const file = readFileSync(path)
  const samples = new Float64Array(frames * 2)
  for (let frame = 0; frame < frames; frame++) {
    for (let side = 0; side < 2; side++) {
      const channel = Math.min(side, layout.channels - 1)
      const at = layout.at + (frame * layout.channels + channel) * layout.bytes
      const word = Buffer.from(file.subarray(at, at + layout.bytes))
      if (layout.bigEndian) word.reverse()
      samples[frame * 2 + side] = plainSample(word, layout.float ?? false)
    }
  }
  return samples
}

function plainSample(word: Buffer, float: boolean): number {
  if (float) return word.length === 8 ? word.readDoubleLE() : word.readFloatLE()
  if (word.length === 1) return (word[0]! - 128) / 128
  let code = 0n
  for (const byte of [...word].reverse()) code = code * 256n + BigInt(byte)
  return Number(BigInt.asIntN(8 * word.length, code)) / 2 ** (8 * word.length - 1)
}

/** Equal bit for bit; for arrays too long for a diff to be of use. */
export function areSameBits(a: Float64Array, b: Float64Array): boolean {
  return Buffer.from(a.buffer, a.byteOffset, a.byteLength).equals(Buffer.from(b.buffer, b.byteOffset, b.byteLength))
}

/** Largest difference over the frames that both have. */
export function largestDifference(a: Float64Array, b: Float64Array): number {
  let largest = 0
  for (let i = 0; i < Math.min(a.length, b.length); i++) largest = Math.max(largest, Math.abs(a[i]! - b[i]!))
  return largest
}

/** How much of `reference` is in `signal` (linear gain), and how alike the two are (1 is equal in shape). */
export function compare(signal: Float64Array, reference: Float64Array, lagFrames = 0) {
  let cross = 0
  let signalPower = 0
  let referencePower = 0
  for (let i = Math.max(0, -2 * lagFrames); i < reference.length && i + 2 * lagFrames < signal.length; i++) {
    const x = signal[i + 2 * lagFrames]!
    const y = reference[i]!
    cross += x * y
    signalPower += x * x
    referencePower += y * y
  }
  return {
    gainDb: 20 * Math.log10(Math.abs(cross / referencePower)),
    correlation: cross / Math.sqrt(signalPower * referencePower),
  }
}

/** The lag, in frames within ±`range`, at which `signal` is most like `reference`. */
export function lagOf(signal: Float64Array, reference: Float64Array, range: number): number {
  let best = { lag: 0, correlation: -2 }
  for (let lag = -range; lag <= range; lag++) {
    const { correlation } = compare(signal, reference, lag)
    if (correlation > best.correlation) best = { lag, correlation }
  }
  return best.lag
}

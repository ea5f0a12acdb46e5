import type { Arena, Pointer } from '@mixwright/kernels'
import { AudioFault, type PcmFile, type PcmLayout } from './audio-info.ts'
import { FileBytes } from './file-bytes.ts'

/**
 * Which channels become left and right: `stereo` the first two (the only one twice, in a mono file), `left`, `right`
 * one of them on both sides, `swap` the two exchanged, `mono` half their sum on both sides; or any two by index from 0.
 */
export type ChannelPick = 'stereo' | 'left' | 'right' | 'swap' | 'mono' | readonly [left: number, right: number]

type Decode = (bytes: Pointer, samples: Pointer, count: number) => number

/** Read ahead, so that short reads cost no system call each. */
const READ_BYTES = 1 << 16
/** Kernels may read a few bytes past the samples they decode. */
const SLACK_BYTES = 16
/** The kernel for each encoding and width; a width without one is gathered into the next wider. */
const DECODERS = {
  int: { 1: 'decodeU8', 2: 'decodeS16', 3: 'decodeS24', 4: 'decodeS32', 8: 'decodeS64' },
  float: { 4: 'decodeF32', 8: 'decodeF64' },
  alaw: { 1: 'decodeALaw' },
  mulaw: { 1: 'decodeMuLaw' },
} as const

/** Receives the bytes of samples as they are read from a file; they are overwritten by the next ones. */
export type OnSampleBytes = (bytes: Uint8Array) => void

/** Opens uncompressed audio for reading by position. */
export function openPcm(file: PcmFile, arena: Arena, onBytes?: OnSampleBytes): PcmReader {
  return new PcmReader(file, arena, onBytes)
}

/**
 * Reads an uncompressed file as interleaved stereo f64 frames, from any position.
 *
 * The constructor only reserves memory (64 KiB, and up to four times that for unusual formats); the file is opened at the
 * first read. Bytes go straight from the file into the kernels' memory. Each reader belongs to one thread.
 */
export class PcmReader {
  readonly frames: number
  readonly channels: number
  readonly sampleRateHz: number
  /** NaN and infinities met in float samples so far; each was read as 0. */
  nonFiniteSamples = 0
  /** The first frame, of those read so far, that held one; null where none did. */
  firstNonFiniteFrame: number | null = null
  readonly #path: string
  readonly #layout: PcmLayout
  readonly #arena: Arena
  readonly #decode: Decode
  readonly #windowFrames: number
  readonly #window: Pointer
  /** Bytes of a gathered sample, and where gathered samples go; 0 when the file's own bytes can be decoded. */
  readonly #gatheredBytes: number
  readonly #gathered: Pointer
  readonly #onBytes: OnSampleBytes | undefined
  #file: FileBytes | undefined
  #windowStart = 0
  #windowEnd = 0

  /** `onBytes` is told all bytes of the samples once, in order, where frames are read once and in order. */
  constructor(file: PcmFile, arena: Arena, onBytes?: OnSampleBytes) {
    this.#onBytes = onBytes
    const { encoding, sampleBytes, frameBytes, bigEndian } = file.pcm
    this.frames = file.frames
    this.channels = file.channels
    this.sampleRateHz = file.sampleRateHz
    this.#path = file.path
    this.#layout = file.pcm
    this.#arena = arena
    const decoders: Partial<Record<number, keyof Arena['kernels']>> = DECODERS[encoding]
    const decodedBytes = decoders[sampleBytes] === undefined ? 8 : sampleBytes
    this.#decode = arena.kernels[decoders[decodedBytes]!] as Decode
    const isPlain = file.channels <= 2 && !(bigEndian && sampleBytes > 1) && decodedBytes === sampleBytes
    this.#windowFrames = Math.max(1, Math.floor(READ_BYTES / frameBytes))
    this.#window = arena.alloc(this.#windowFrames * frameBytes + SLACK_BYTES)
    this.#gatheredBytes = isPlain ? 0 : decodedBytes
    this.#gathered = isPlain ? 0 : arena.alloc(this.#windowFrames * 2 * decodedBytes + SLACK_BYTES)
  }

  /**
   * Writes `frameCount` frames at `at`, the first of them frame `startFrame` of the file (which may be negative); zeros
   * before its beginning and after its end. Returns whether all of it is digital silence.
   * Throws `AudioFault` when the file has become shorter since it was probed.
   */
  readInto(at: Pointer, startFrame: number, frameCount: number, pick: ChannelPick = 'stereo'): boolean {
    const end = startFrame + frameCount
    const first = Math.min(Math.max(startFrame, 0), end)
    const last = Math.max(Math.min(end, this.frames), first)
    const { clear } = this.#arena.kernels
    if (first > startFrame) clear(at, first - startFrame)
    let isSilent = true
    for (let frame = first; frame < last; ) {
      if (frame < this.#windowStart || frame >= this.#windowEnd) this.#fill(frame)
      const count = Math.min(last, this.#windowEnd) - frame
      if (!this.#decodeWindow(at + (frame - startFrame) * 16, frame, count, pick)) isSilent = false
      frame += count
    }
    if (last < end) clear(at + (last - startFrame) * 16, end - last)
    return isSilent
  }

  close(): void {
    this.#file?.close()
    this.#file = undefined
    this.#windowEnd = this.#windowStart
  }

  #fill(frame: number): void {
    this.#file ??= this.#open()
    const { frameBytes, dataOffset } = this.#layout
    const count = Math.min(this.#windowFrames, this.frames - frame)
    const bytes = this.#arena.bytes(this.#window, count * frameBytes)
    const got = this.#file.readInto(bytes, dataOffset + frame * frameBytes)
    if (got < bytes.length) throw new AudioFault('AUDIO_DAMAGED', 'became shorter while it was read')
    this.#windowStart = frame
    this.#windowEnd = frame + count
    this.#onBytes?.(bytes)
  }

  #open(): FileBytes {
    const file = FileBytes.open(this.#path)
    const { dataOffset, frameBytes } = this.#layout
    if (file.size >= dataOffset + this.frames * frameBytes) return file
    file.close()
    throw new AudioFault('AUDIO_DAMAGED', 'became shorter since it was looked at')
  }

  #decodeWindow(at: Pointer, frame: number, count: number, pick: ChannelPick): boolean {
    const { kernels } = this.#arena
    const { encoding, frameBytes, sampleBytes, bigEndian } = this.#layout
    const bytes = this.#window + (frame - this.#windowStart) * frameBytes
    const silence = encoding === 'int' && sampleBytes === 1 ? 0x80 : 0
    const hasSilence = encoding === 'int' || encoding === 'float'
    if (hasSilence && kernels.isFilledWith(bytes, count * frameBytes, silence)) {
      kernels.clear(at, count)
      return true
    }
    const [left, right] = this.#channelsOf(pick)
    if (this.#gatheredBytes > 0) {
      const [from, to] = [left * sampleBytes, right * sampleBytes]
      const width = this.#gatheredBytes
      kernels.gatherStereo(bytes, this.#gathered, count, frameBytes, from, to, sampleBytes, width, bigEndian ? 1 : 0)
      this.#decodeSamples(this.#gathered, at, frame, count, from === to ? 'twice' : 'stereo')
    } else if (this.channels === 1) {
      this.#decodeSamples(bytes, at, frame, count, 'mono')
      kernels.spreadMono(at, count)
    } else {
      this.#decodeSamples(bytes, at, frame, count, 'stereo')
      if (left === 1 && right === 0) kernels.swapSides(at, count)
      else if (left === right) kernels[left === 0 ? 'keepLeft' : 'keepRight'](at, count)
    }
    if (pick === 'mono' && this.channels > 1) kernels.foldMono(at, count)
    return false
  }

  #decodeSamples(bytes: Pointer, at: Pointer, frame: number, frames: number, shape: 'mono' | 'stereo' | 'twice'): void {
    const aFrame = shape === 'mono' ? 1 : 2
    const replaced = this.#decode(bytes, at, frames * aFrame)
    if (this.#layout.encoding !== 'float' || replaced === 0) return
    this.nonFiniteSamples += shape === 'twice' ? replaced / 2 : replaced
    const first = frame + Math.floor(this.#firstNonFinite(bytes, frames * aFrame) / aFrame)
    this.firstNonFiniteFrame = Math.min(first, this.firstNonFiniteFrame ?? first)
  }

  /** Index of the first sample that is no number, among those of little-endian floats. */
  #firstNonFinite(bytes: Pointer, count: number): number {
    const sampleBytes = this.#gatheredBytes || this.#layout.sampleBytes
    const { buffer, byteOffset } = this.#arena.bytes(bytes, count * sampleBytes)
    const view = new DataView(buffer, byteOffset, count * sampleBytes)
    const sample = (i: number) => (sampleBytes === 4 ? view.getFloat32(4 * i, true) : view.getFloat64(8 * i, true))
    let i = 0
    while (i < count && Number.isFinite(sample(i))) i++
    return i
  }

  #channelsOf(pick: ChannelPick): readonly [number, number] {
    if (this.channels === 1) return [0, 0]
    const pair = typeof pick === 'string' ? PICKS[pick] : pick
    if (Math.max(...pair) < this.channels) return pair
    throw new RangeError(`channels: got ${pair.join(' and ')}, the file has ${this.channels}`)
  }
}

const PICKS = { stereo: [0, 1], left: [0, 0], right: [1, 1], swap: [1, 0], mono: [0, 1] } as const

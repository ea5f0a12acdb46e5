import { closeSync, ftruncateSync, openSync, writeSync } from 'node:fs'
import type { Arena, Pointer } from '@mixwright/kernels'
import { AsideFile } from './aside-file.ts'
import type { AudioTags } from './audio-tags.ts'
import { type WavSampleFormat, type WavShape, wavFrameBytes, wavHeader } from './wav-header.ts'
import { type WavMetadata, wavTagChunks } from './wav-tags.ts'

export interface WavOptions extends WavShape {
  tags?: AudioTags
  /** Chunks that carry the tags. Default none. */
  metadata?: WavMetadata
  /** Whether `finish` waits until the file is safe on disk; else who moves it into place sees to that. Default true. */
  isSynced?: boolean | undefined
}

const ENCODERS = {
  '16': 'encodeS16',
  '24': 'encodeS24',
  '32': 'encodeS32',
  '32f': 'encodeF32',
  '64f': 'encodeF64',
} as const

/**
 * Encodes `count` f64 samples at `samples` to the bytes of a format at `bytes`. Integers are rounded
 * `floor(x * 2^(bits - 1) + 0.5)` and clamped; samples that a quantiser has made whole steps come out exactly.
 */
export function encodePcm(
  arena: Arena,
  format: WavSampleFormat,
  samples: Pointer,
  bytes: Pointer,
  count: number,
): void {
  arena.kernels[ENCODERS[format]](samples, bytes, count)
}

/**
 * Writes a WAV file as it comes, in constant memory: RIFF up to 4 GiB, RF64 above. The file appears under its name at
 * `finish`, safely on disk if that is wanted; until then it lies beside it under a temporary one. Equal audio and tags
 * give equal bytes: no clock, path or host gets into the file. What fails on the machine (a full disk) is thrown; then
 * call `abort`.
 */
export class WavWriter {
  readonly frameBytes: number
  readonly #shape: WavShape
  readonly #tagChunks: Uint8Array
  readonly #headerBytes: number
  readonly #aside: AsideFile
  readonly #isSynced: boolean | undefined
  #fd: number | undefined
  #frames = 0

  constructor(path: string, options: WavOptions) {
    const { format, channels, sampleRateHz, tags = {}, metadata = 'none' } = options
    this.#shape = { format, channels, sampleRateHz }
    this.frameBytes = wavFrameBytes(this.#shape)
    this.#tagChunks = wavTagChunks(tags, metadata, this.#shape)
    const header = wavHeader(this.#shape, 0, this.#tagChunks)
    this.#headerBytes = header.length
    this.#aside = new AsideFile(path)
    this.#isSynced = options.isSynced
    this.#fd = openSync(this.#aside.path, 'w')
    this.#put(header, 0)
  }

  /** Frames written so far. */
  get frames(): number {
    return this.#frames
  }

  /** Appends `frames` frames that are already encoded (`encodePcm`) at `bytes`. */
  write(arena: Arena, bytes: Pointer, frames: number): void {
    this.#put(arena.bytes(bytes, frames * this.frameBytes), this.#headerBytes + this.#frames * this.frameBytes)
    this.#frames += frames
  }

  /** Closes the file and gives it its name. With `frames`, it is cut or filled with digital silence to that length. */
  finish(frames: number = this.#frames): void {
    const fd = this.#open()
    const dataBytes = frames * this.frameBytes
    ftruncateSync(fd, this.#headerBytes + dataBytes + (dataBytes % 2))
    this.#frames = frames
    this.#clearPadByte(dataBytes)
    this.#put(wavHeader(this.#shape, frames, this.#tagChunks), 0)
    closeSync(fd)
    this.#fd = undefined
    this.#aside.commit({ isSynced: this.#isSynced })
  }

  /** Leaves nothing behind. After `finish` it does nothing. */
  abort(): void {
    if (this.#fd !== undefined) closeSync(this.#fd)
    this.#fd = undefined
    this.#aside.abort()
  }

  /** Where the file was cut, its pad byte would be a byte of audio. */
  #clearPadByte(dataBytes: number): void {
    if (dataBytes % 2 === 1) this.#put(new Uint8Array(1), this.#headerBytes + dataBytes)
  }

  #put(bytes: Uint8Array, at: number): void {
    const fd = this.#open()
    for (let done = 0; done < bytes.length; ) done += writeSync(fd, bytes, done, bytes.length - done, at + done)
  }

  #open(): number {
    if (this.#fd === undefined) throw new TypeError('WavWriter: already finished')
    return this.#fd
  }
}

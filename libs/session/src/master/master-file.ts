import { type AudioTags, encodePcm, type WavMetadata, type WavSampleFormat, WavWriter } from '@mixwright/audio-files'
import type { Arena, Pointer } from '@mixwright/kernels'
import type { MasterPlan, MasterSink } from '@mixwright/mastering'
import { SampleChecksum } from './sample-checksum.ts'

const PIECE_FRAMES = 8192

/** Tags, and the chunks that carry them. */
export interface MasterMetadata {
  tags: AudioTags
  metadata: WavMetadata
}
type FilePlan = Pick<MasterPlan, 'word' | 'sampleRateHz'>

/** Writes a master as a WAV file; a new attempt replaces the former one. */
export class MasterFile implements MasterSink {
  readonly #path: string
  readonly #plan: FilePlan
  readonly #metadata: MasterMetadata
  readonly #bytes: Pointer
  readonly #checksum: SampleChecksum
  #writer: WavWriter | undefined

  constructor(path: string, plan: FilePlan, metadata: MasterMetadata, arena: Arena) {
    this.#path = path
    this.#plan = plan
    this.#metadata = metadata
    this.#bytes = arena.alloc(PIECE_FRAMES * 8)
    this.#checksum = new SampleChecksum(arena)
  }

  restart(): void {
    this.#writer?.abort()
    this.#checksum.reset()
    const { sampleRateHz } = this.#plan
    const shape = { format: this.#format, channels: 2, sampleRateHz } as const
    this.#writer = new WavWriter(this.#path, { ...shape, ...this.#metadata, isSynced: false })
  }

  write(arena: Arena, at: Pointer, frames: number): void {
    this.#checksum.add(at, frames)
    for (let done = 0; done < frames; done += PIECE_FRAMES) {
      const piece = Math.min(PIECE_FRAMES, frames - done)
      encodePcm(arena, this.#format, at + done * 16, this.#bytes, piece * 2)
      this.#writer!.write(arena, this.#bytes, piece)
    }
  }

  /** Of the samples of the last attempt. */
  get checksum(): string {
    return this.#checksum.read()
  }

  finish(): void {
    this.#writer!.finish()
  }

  abort(): void {
    this.#writer?.abort()
  }

  get #format(): WavSampleFormat {
    const { word } = this.#plan
    return word === 'float' ? '32f' : `${word}`
  }
}

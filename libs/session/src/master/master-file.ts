import { type AudioTags, encodePcm, type WavMetadata, type WavSampleFormat, WavWriter } from '@mixwright/audio-files'
import type { Arena, Pointer } from '@mixwright/kernels'
import type { MasterPlan, MasterSink } from '@mixwright/mastering'

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
  #writer: WavWriter | undefined

  constructor(path: string, plan: FilePlan, metadata: MasterMetadata, arena: Arena) {
    this.#path = path
    this.#plan = plan
    this.#metadata = metadata
    this.#bytes = arena.alloc(PIECE_FRAMES * 8)
  }

  restart(): void {
    this.#writer?.abort()
    const { sampleRateHz } = this.#plan
    const shape = { format: this.#format, channels: 2, sampleRateHz } as const
    this.#writer = new WavWriter(this.#path, { ...shape, ...this.#metadata, isSynced: false })
  }

  write(arena: Arena, at: Pointer, frames: number): void {
    for (let done = 0; done < frames; done += PIECE_FRAMES) {
      const piece = Math.min(PIECE_FRAMES, frames - done)
      encodePcm(arena, this.#format, at + done * 16, this.#bytes, piece * 2)
      this.#writer!.write(arena, this.#bytes, piece)
    }
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

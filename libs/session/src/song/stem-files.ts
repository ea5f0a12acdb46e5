import { encodePcm, WavWriter } from '@mixwright/audio-files'
import type { Arena, Pointer } from '@mixwright/kernels'
import type { StemSink } from '@mixwright/mixer'

const PIECE_FRAMES = 512

/** Writes each signal that reaches the mix bus as 64-bit floats, so that nothing is rounded and the sum stays exact. */
export class StemFiles implements StemSink {
  readonly #paths: readonly string[]
  readonly #sampleRateHz: number
  readonly #arena: Arena
  readonly #bytes: Pointer
  readonly #writers = new Map<number, WavWriter>()

  constructor(paths: readonly string[], sampleRateHz: number, arena: Arena) {
    this.#paths = paths
    this.#sampleRateHz = sampleRateHz
    this.#arena = arena
    this.#bytes = arena.alloc(PIECE_FRAMES * 16)
  }

  hears(): boolean {
    return true
  }

  write(input: number, audio: Pointer, frames: number): void {
    const writer = this.#open(input)
    for (let done = 0; done < frames; done += PIECE_FRAMES) {
      const piece = Math.min(PIECE_FRAMES, frames - done)
      encodePcm(this.#arena, '64f', audio + done * 16, this.#bytes, piece * 2)
      writer.write(this.#arena, this.#bytes, piece)
    }
  }

  /** Finishes all files, as long as the mix. */
  finish(frames: number): void {
    for (const input of this.#paths.keys()) this.#open(input).finish(frames)
  }

  abort(): void {
    for (const writer of this.#writers.values()) writer.abort()
  }

  #open(input: number): WavWriter {
    const open = this.#writers.get(input)
    if (open) return open
    const shape = { format: '64f', channels: 2, sampleRateHz: this.#sampleRateHz } as const
    const writer = new WavWriter(this.#paths[input]!, { ...shape, isSynced: false })
    this.#writers.set(input, writer)
    return writer
  }
}

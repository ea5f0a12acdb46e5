import type { Arena, Pointer, Processor } from '@mixwright/dsp'
import type { AudioSource } from './audio-source.ts'

const FRAME_BYTES = 16

/**
 * A source heard through processors in series, their latency taken out: frame n comes from frame n of the source.
 *
 * As long as the source, which begins at song frame 0; before and after it lies silence. Reading forwards processes each block once; reading a frame
 * that has passed begins again from the first.
 */
export class InsertChain {
  readonly frames: number
  readonly #source: AudioSource
  readonly #processors: readonly Processor[]
  readonly #arena: Arena
  readonly #blockFrames: number
  readonly #latencyFrames: number
  readonly #block: Pointer
  /** Frames of the source, and of the silence after it, that have gone in. */
  #fedFrames = 0

  /** `blockFrames` is a multiple of QUANTUM_FRAMES; the result does not depend on it. */
  constructor(source: AudioSource, processors: readonly Processor[], arena: Arena, blockFrames: number) {
    this.frames = source.frames
    this.#source = source
    this.#processors = processors
    this.#arena = arena
    this.#blockFrames = blockFrames
    this.#latencyFrames = processors.reduce((sum, { latencyFrames }) => sum + latencyFrames, 0)
    this.#block = arena.allocFrames(blockFrames)
  }

  reset(): void {
    for (const processor of this.#processors) processor.reset()
    this.#fedFrames = 0
  }

  /** Writes `frames` frames from `startFrame` on to `at`; zeros beyond the end. */
  read(startFrame: number, frames: number, at: Pointer): void {
    const { kernels } = this.#arena
    const end = Math.min(startFrame + frames, this.frames)
    for (let next = startFrame; next < end; ) {
      const blockEnd = this.#fedFrames - this.#latencyFrames
      const blockStart = blockEnd - this.#blockFrames
      if (this.#fedFrames === 0 || next >= blockEnd) {
        this.#processBlock()
      } else if (next < blockStart) {
        this.reset()
      } else {
        const piece = Math.min(end, blockEnd) - next
        const from = this.#block + (next - blockStart) * FRAME_BYTES
        kernels.copy(from, at + (next - startFrame) * FRAME_BYTES, piece)
        next += piece
      }
    }
    const heard = Math.max(0, end - startFrame)
    kernels.clear(at + heard * FRAME_BYTES, frames - heard)
  }

  #processBlock(): void {
    const { kernels } = this.#arena
    const present = Math.max(0, Math.min(this.#blockFrames, this.frames - this.#fedFrames))
    if (present > 0) this.#source.read(this.#arena, this.#block, this.#fedFrames, present)
    kernels.clear(this.#block + present * FRAME_BYTES, this.#blockFrames - present)
    let frame = this.#fedFrames
    for (const processor of this.#processors) {
      processor.process(this.#block, this.#blockFrames, undefined, frame)
      frame -= processor.latencyFrames
    }
    this.#fedFrames += this.#blockFrames
  }
}

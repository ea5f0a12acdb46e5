import type { Arena, Pointer } from '@mixwright/kernels'
import { BandSplit } from './band-split.ts'
import type { Processor } from './processor.ts'

export interface ImagerOptions {
  /** Where the bands meet, rising. Hz, > 0. */
  crossoversHz: readonly number[]
  /** Level of the side in each band, lowest first, one more than the crossovers. 0 (mono) … 2; 1 leaves it. */
  widths: readonly number[]
}

const MOST_FRAMES = 1024
const FRAME_BYTES = 16

/**
 * Stereo width by bands of Linkwitz-Riley crossovers.
 *
 * Shape    stereo → stereo, in place
 * Latency  0 frames
 * Mid      keeps its level and takes on the all-pass of the crossovers
 * Neutral  all widths 1: the audio is not touched
 */
export class Imager implements Processor {
  readonly latencyFrames = 0
  readonly gapFrames = 0
  readonly #widths: readonly number[]
  readonly #arena: Arena
  readonly #isNeutral: boolean
  readonly #split: BandSplit

  constructor({ crossoversHz, widths }: ImagerOptions, arena: Arena, sampleRateHz: number) {
    if (widths.length !== crossoversHz.length + 1) {
      throw new RangeError(`imager: got ${widths.length} widths for ${crossoversHz.length} crossovers`)
    }
    this.#widths = widths
    this.#arena = arena
    this.#isNeutral = widths.every((width) => width === 1)
    this.#split = new BandSplit(crossoversHz, arena, sampleRateHz, MOST_FRAMES)
  }

  reset(): void {
    this.#split.reset()
  }

  process(audio: Pointer, frames: number): void {
    if (this.#isNeutral) return
    const { kernels } = this.#arena
    for (let done = 0; done < frames; done += MOST_FRAMES) {
      const piece = Math.min(MOST_FRAMES, frames - done)
      this.#split.process(audio + done * FRAME_BYTES, piece, (band, index) => {
        const width = this.#widths[index]!
        if (width === 1) return
        const [own, other] = [(1 + width) / 2, (1 - width) / 2]
        kernels.place(band, piece, own, own, other, other)
      })
    }
  }

  isAtRest(): boolean {
    return this.#isNeutral || this.#split.isAtRest()
  }
}

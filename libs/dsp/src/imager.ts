import type { Arena, Pointer } from '@mixwright/kernels'
import { BandSplit } from './band-split.ts'
import type { Curve } from './curve.ts'
import { GainRamp, type Gains } from './gain-ramp.ts'
import { isCurve } from './may-move.ts'
import type { Processor } from './processor.ts'

export interface ImagerOptions {
  /** Where the bands meet, rising at each time; each may move. Hz, > 0. */
  crossoversHz: readonly Curve[]
  /** Level of the side in each band, lowest first, one more than the crossovers; each may move. 0 (mono) … 2; 1 leaves it. */
  widths: readonly Curve[]
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
  readonly #widths: readonly Curve[]
  readonly #arena: Arena
  readonly #isNeutral: boolean
  readonly #split: BandSplit
  readonly #ramp: GainRamp

  constructor({ crossoversHz, widths }: ImagerOptions, arena: Arena, sampleRateHz: number) {
    if (widths.length !== crossoversHz.length + 1) {
      throw new RangeError(`imager: got ${widths.length} widths for ${crossoversHz.length} crossovers`)
    }
    this.#widths = widths
    this.#arena = arena
    this.#isNeutral = widths.every((width) => width === 1)
    this.#split = new BandSplit(crossoversHz, arena, sampleRateHz, MOST_FRAMES)
    this.#ramp = new GainRamp(arena)
  }

  reset(): void {
    this.#split.reset()
  }

  process(audio: Pointer, frames: number, _key?: Pointer, songFrame = 0): void {
    if (this.#isNeutral) return
    for (let done = 0; done < frames; done += MOST_FRAMES) {
      const piece = Math.min(MOST_FRAMES, frames - done)
      const frame = songFrame + done
      this.#split.process(audio + done * FRAME_BYTES, piece, frame, (band, index) => {
        this.#widen(this.#widths[index]!, band, piece, frame)
      })
    }
  }

  #widen(width: Curve, band: Pointer, frames: number, songFrame: number): void {
    if (width === 1) return
    const shares = (level: number) => [(1 + level) / 2, (1 - level) / 2] as const
    if (isCurve(width)) {
      const gains: Gains = { curves: [width], of: (level) => shares(level!) }
      this.#ramp.place(gains, band, frames, songFrame)
      return
    }
    const [own, other] = shares(width)
    this.#arena.kernels.place(band, frames, own, own, other, other)
  }

  isAtRest(): boolean {
    return this.#isNeutral || this.#split.isAtRest()
  }
}

import { msToFrames } from '@mixwright/audio'
import type { Arena, Pointer } from '@mixwright/kernels'
import { FrameDelay } from './frame-delay.ts'
import { GainRider, type GainRiderOptions, RIDE_FRAMES } from './gain-rider.ts'
import type { Processor } from './processor.ts'

export interface CompressorOptions extends Omit<GainRiderOptions, 'rangeDb'> {
  /** Delays the audio, but not what steers it, so that the gain is down before a peak. ms, >= 0. */
  lookaheadMs: number
}

const FRAME_BYTES = 16

/**
 * Soft-knee feed-forward compressor, channels linked, with an external key and a parallel dry path.
 *
 * Shape    stereo → stereo, in place
 * Latency  lookaheadMs; the dry path of `mix` is delayed with the rest
 * State    two envelopes (dB), the peaks held, the look-ahead
 * Neutral  a ratio of 1 without make-up, or a mix of 0: the audio is not touched, and not delayed. Below the knee and
 *          with the envelope back at 0 dB, the gain without make-up is exactly 1
 * Source   Giannoulis, Massberg and Reiss, JAES 60(6), 2012
 */
export class Compressor implements Processor {
  readonly latencyFrames: number
  readonly gapFrames = 0
  readonly #isNeutral: boolean
  readonly #rider: GainRider
  readonly #delay: FrameDelay

  constructor(options: CompressorOptions, arena: Arena, sampleRateHz: number) {
    this.#isNeutral = isNeutralCompressor(options)
    this.latencyFrames = this.#isNeutral ? 0 : msToFrames(options.lookaheadMs, sampleRateHz)
    this.#rider = new GainRider({ ...options, rangeDb: Number.POSITIVE_INFINITY }, arena, sampleRateHz)
    this.#delay = new FrameDelay(arena, this.latencyFrames)
  }

  reset(): void {
    this.#rider.reset()
    this.#delay.reset()
  }

  process(audio: Pointer, frames: number, key: Pointer = audio): void {
    if (this.#isNeutral) return
    for (let done = 0; done < frames; done += RIDE_FRAMES) {
      const piece = Math.min(RIDE_FRAMES, frames - done)
      const at = audio + done * FRAME_BYTES
      const isMoving = this.#rider.follow(key + done * FRAME_BYTES, piece)
      this.#delay.process(at, piece)
      if (isMoving) this.#rider.apply(at, piece)
    }
  }

  /** Largest gain reduction since this was last asked, dB >= 0. */
  takeReductionDb(): number {
    return this.#isNeutral ? 0 : this.#rider.takeReductionDb()
  }

  isAtRest(): boolean {
    return this.#isNeutral || (this.#delay.isAtRest() && this.#rider.isAtRest())
  }
}

/** True for settings that return the input. */
export function isNeutralCompressor({ ratio, makeupDb, mix }: CompressorOptions): boolean {
  return (ratio === 1 && makeupDb === 0) || mix === 0
}

import type { Arena, Pointer } from '@mixwright/kernels'
import { RIDE_FRAMES } from './gain-rider.ts'
import { GateRider } from './gate-rider.ts'
import type { Processor } from './processor.ts'

export interface ExpanderOptions {
  /** Level under which gain is reduced. dBFS, of the largest sample, the louder channel. */
  thresholdDb: number
  /** Output dB under the threshold per input dB. >= 1; 1 does nothing. */
  ratio: number
  /** Width of the bend, centred on the threshold. dB, 0 (hard) and up. */
  kneeDb: number
  /** Most that the gain is reduced by. dB, >= 0; 0 does nothing. */
  rangeDb: number
  /** Time to cover 63 % of a rise of the gain, in dB. ms, >= 0. */
  attackMs: number
  /** Time to cover 63 % of its fall, in dB. ms, >= 0. */
  releaseMs: number
}

const FRAME_BYTES = 16

/**
 * Downward expander, channels linked, with an external key. Before the song begins its gain is down by the range.
 *
 * Shape    stereo → stereo, in place
 * Latency  0 frames
 * State    one gain (dB), the peaks held
 * Neutral  a ratio of 1 or a range of 0: the audio is not touched. Over the knee, with the gain back at 0 dB, it is
 *          exactly 1
 */
export class Expander implements Processor {
  readonly latencyFrames = 0
  readonly gapFrames = 0
  readonly #isNeutral: boolean
  readonly #rider: GateRider

  constructor(options: ExpanderOptions, arena: Arena, sampleRateHz: number) {
    this.#isNeutral = options.ratio === 1 || options.rangeDb === 0
    this.#rider = new GateRider({ ...options, law: options }, arena, sampleRateHz)
  }

  reset(): void {
    this.#rider.reset()
  }

  process(audio: Pointer, frames: number, key: Pointer = audio): void {
    if (this.#isNeutral) return
    for (let done = 0; done < frames; done += RIDE_FRAMES) {
      const piece = Math.min(RIDE_FRAMES, frames - done)
      const at = audio + done * FRAME_BYTES
      this.#rider.follow(key + done * FRAME_BYTES, piece)
      this.#rider.apply(at, piece)
    }
  }

  isAtRest(): boolean {
    return this.#isNeutral || this.#rider.isAtRest()
  }
}

import { msToFrames } from '@mixwright/audio'
import type { Arena, Pointer } from '@mixwright/kernels'
import { FrameDelay } from './frame-delay.ts'
import { RIDE_FRAMES } from './gain-rider.ts'
import { GateRider } from './gate-rider.ts'
import type { Processor } from './processor.ts'

export interface GateOptions {
  /** Level that opens the gate. dBFS, of the largest sample, the louder channel. */
  thresholdDb: number
  /** How far the level must fall under the threshold before the gate closes. dB, >= 0. */
  hysteresisDb: number
  /** How far the gate closes. dB, >= 0; 0 does nothing. */
  rangeDb: number
  /** Time to cover 63 % of opening, in dB. ms, >= 0. */
  attackMs: number
  /** Time that it stays open for after the level has fallen. ms, >= 0. */
  holdMs: number
  /** Time to cover 63 % of closing, in dB. ms, >= 0. */
  releaseMs: number
  /** Delays the audio, but not what opens the gate, so that it is open before a beat. ms, >= 0. */
  lookaheadMs: number
}

const FRAME_BYTES = 16

/**
 * Gate, channels linked, with an external key. It is closed before the song begins.
 *
 * Shape    stereo → stereo, in place
 * Latency  lookaheadMs
 * State    one gain (dB), the hold, the look-ahead
 * Neutral  a range of 0: the audio is not touched, and not delayed. Open, with the gain back at 0 dB, it is exactly 1
 */
export class Gate implements Processor {
  readonly latencyFrames: number
  readonly gapFrames = 0
  readonly #isNeutral: boolean
  readonly #rider: GateRider
  readonly #delay: FrameDelay

  constructor(options: GateOptions, arena: Arena, sampleRateHz: number) {
    const { thresholdDb, hysteresisDb, holdMs, lookaheadMs } = options
    this.#isNeutral = options.rangeDb === 0
    this.latencyFrames = this.#isNeutral ? 0 : msToFrames(lookaheadMs, sampleRateHz)
    const law = { openDb: thresholdDb, closeDb: thresholdDb - hysteresisDb, holdMs }
    this.#rider = new GateRider({ ...options, law }, arena, sampleRateHz)
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
      this.#rider.follow(key + done * FRAME_BYTES, piece)
      this.#delay.process(at, piece)
      this.#rider.apply(at, piece)
    }
  }

  isAtRest(): boolean {
    return this.#isNeutral || (this.#delay.isAtRest() && this.#rider.isAtRest())
  }
}

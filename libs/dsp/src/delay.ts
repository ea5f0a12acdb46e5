import { msToFrames } from '@mixwright/audio'
import type { Arena, Pointer } from '@mixwright/kernels'
import { analogSections } from './analog-filter.ts'
import { bilinear } from './biquad.ts'
import type { Processor } from './processor.ts'

export interface DelayOptions {
  /** Time from the sound to its echo, and from echo to echo. ms, at least one frame. */
  timeMs: number
  /** Level of each echo over the one before. 0…below 1. */
  feedback: number
  /** Echoes of the mono sum go from side to side, the first to the left. */
  pingPong: boolean
  /** Corner of a low-pass, 12 dB/oct, that each echo goes through once more than the one before. Hz. */
  lowPassHz?: number | undefined
  /** Corner of a high-pass, likewise. Hz. */
  highPassHz?: number | undefined
  /** Part of the echoes; the rest is the dry signal. 0 (does nothing)…1. */
  mix: number
}

const STATE_BYTES = 256
const FILTERS_BYTES = 64

/**
 * Echoes, the first after exactly `timeMs` to the nearest frame.
 *
 * Shape    stereo → stereo, in place
 * Latency  0 frames          Tail  until the last echo has fallen under 1e-24
 * Filters  Butterworth, bilinear; inside the loop, so the first echo passes them once, the second twice
 */
export class Delay implements Processor {
  readonly latencyFrames = 0
  readonly gapFrames: number
  readonly #options: DelayOptions
  readonly #sampleRateHz: number
  readonly #arena: Arena
  readonly #state: Pointer
  readonly #line: Pointer

  constructor(options: DelayOptions, arena: Arena, sampleRateHz: number) {
    this.#options = options
    this.#sampleRateHz = sampleRateHz
    this.#arena = arena
    this.gapFrames = Math.max(1, msToFrames(options.timeMs, sampleRateHz))
    this.#state = arena.alloc(STATE_BYTES)
    this.#line = arena.allocFrames(this.gapFrames)
  }

  reset(): void {
    const { feedback, pingPong, lowPassHz, highPassHz, mix } = this.#options
    this.#arena.kernels.clear(this.#line, this.gapFrames)
    this.#arena.bytes(this.#state, STATE_BYTES).fill(0)
    this.#arena.i32(this.#state, 3).set([this.gapFrames, 0, this.gapFrames])
    const both = (gain: number) => [gain, gain]
    const leftHalf = [0.5, 0]
    this.#arena
      .f64(this.#state + 16, 22)
      .set([
        ...(pingPong ? leftHalf : both(1)),
        ...(pingPong ? leftHalf : both(0)),
        ...both(pingPong ? 0 : feedback),
        ...both(pingPong ? feedback : 0),
        ...both(1 - mix),
        ...both(mix),
        ...this.#filter('lowPass', lowPassHz),
        ...this.#filter('highPass', highPassHz),
      ])
  }

  process(audio: Pointer, frames: number): void {
    if (this.#options.mix > 0) this.#arena.kernels.delayEchoes(this.#state, this.#line, audio, frames)
  }

  isAtRest(): boolean {
    const { kernels } = this.#arena
    const silentFrames = this.#arena.i32(this.#state, 3)[2]!
    return (
      silentFrames === this.gapFrames && kernels.isZero(this.#state + STATE_BYTES - FILTERS_BYTES, FILTERS_BYTES) === 1
    )
  }

  /** b0 b1 b2 a1 a2; a filter that is not wanted passes everything. */
  #filter(kind: 'lowPass' | 'highPass', freqHz: number | undefined): number[] {
    if (freqHz === undefined) return [1, 0, 0, 0, 0]
    const [section] = analogSections({ type: kind, freqHz, slopeDbPerOct: 12 })
    const { b0, b1, b2, a1, a2 } = bilinear(section!, this.#sampleRateHz)
    return [b0, b1, b2, a1, a2]
  }
}

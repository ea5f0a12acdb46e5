import type { Arena, Pointer } from '@mixwright/kernels'
import { Convolution } from './convolution.ts'
import { type EqBand, isFlat, isMoving } from './eq-band.ts'
import { linearPhaseTaps, sidesOf, writeLinearPhase } from './linear-phase-filter.ts'
import type { Processor } from './processor.ts'

/**
 * Equalizer bands together as one filter with a symmetric impulse response, convolved.
 *
 * Shape    stereo → stereo, in place; the channels cross where bands act on mid or side
 * Latency  half the filter and a quarter of it, the part that convolution works in: from 3071 frames for filters of
 *          4095 taps to 98303 for 131071 taps, the longest. Constant for given bands
 * Match    within 0.1 dB of the analogue prototype from 20 Hz up, down to -24 dB, where resonances are 1.5 Hz wide or
 *          wider at 48 kHz (+18 dB with q 8 at 30 Hz is); narrower ones ring longer than the longest filter and come
 *          out lower. Notches down to -24 dB from 30 Hz of width on, down to -12 dB from 9 Hz on
 * Refuses  all-passes, which have nothing but phase, and bands that follow the level, with a RangeError
 * Neutral  bands of 0 dB are left out; without bands the audio is not touched, and not delayed
 */
export class LinearPhaseEq implements Processor {
  readonly latencyFrames: number
  readonly gapFrames: number
  readonly #bands: readonly EqBand[]
  readonly #sampleRateHz: number
  readonly #paths: readonly Float64Array[]
  readonly #convolution: Convolution | undefined

  constructor(bands: readonly EqBand[], arena: Arena, sampleRateHz: number) {
    if (bands.some(({ type }) => type === 'allPass')) throw new RangeError('linear phase: got an all-pass')
    if (bands.some(isMoving)) throw new RangeError('linear phase: got a band that follows the level')
    this.#bands = bands.filter((band) => !isFlat(band))
    this.#sampleRateHz = sampleRateHz
    const taps = linearPhaseTaps(this.#bands, sampleRateHz)
    this.#paths = Array.from({ length: sidesOf(this.#bands) }, () => new Float64Array(taps))
    if (this.#bands.length > 0) {
      const impulse = { sampleRateHz, channels: this.#paths }
      const asItIs = { gainDb: 0, predelayMs: 0, normalize: false, mix: 1 }
      this.#convolution = new Convolution({ impulse, ...asItIs }, arena, sampleRateHz)
    }
    this.latencyFrames = this.#convolution ? this.#convolution.latencyFrames + (taps - 1) / 2 : 0
    this.gapFrames = this.#convolution?.gapFrames ?? 0
  }

  reset(): void {
    if (!this.#convolution) return
    writeLinearPhase(this.#bands, this.#sampleRateHz, this.#paths)
    this.#convolution.reset()
  }

  process(audio: Pointer, frames: number): void {
    this.#convolution?.process(audio, frames)
  }

  isAtRest(): boolean {
    return this.#convolution?.isAtRest() ?? true
  }
}

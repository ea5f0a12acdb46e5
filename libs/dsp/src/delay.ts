import { msToFrames } from '@mixwright/audio'
import type { Arena, Pointer } from '@mixwright/kernels'
import { analogSections } from './analog-filter.ts'
import { bilinear } from './biquad.ts'
import { allocTaps, LEAST_FRAMES, movingLineFrames, writeTaps } from './delay-taps.ts'
import { Ducker, type DuckOptions } from './ducker.ts'
import { RIDE_FRAMES } from './gain-rider.ts'
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
  /** Moves the time as a sine does. Default: it stands still. */
  modulation?: DelayModulation | undefined
  /** Holds the echoes down while the dry signal sounds. Default: it does not. */
  duck?: DuckOptions | undefined
  /** Part of the echoes; the rest is the dry signal. 0 (does nothing)…1. */
  mix: number
}

export interface DelayModulation {
  /** Cycles a second. Hz, > 0. */
  rateHz: number
  /** From the shortest to the longest time, around `timeMs`. ms, 0 … timeMs. */
  depthMs: number
}

// As drawn in assembly/delay.ts.
const STATE_BYTES = 320
const FILTERS_AT = 192
const FILTERS_BYTES = 64
/** A moving delay begins in the middle of its way, on its way up. */
export const MIDDLE_PHASE = 0.25
const FRAME_BYTES = 16

/**
 * Echoes, the first after exactly `timeMs` to the nearest frame; with modulation, after that and up to half the depth
 * more or less.
 *
 * Shape       stereo → stereo, in place
 * Latency     0 frames          Tail  until the last echo has fallen under 1e-24
 * Filters     Butterworth, bilinear; inside the loop, so the first echo passes them once, the second twice
 * Modulation  inside the loop too; begins in the middle at the first sound, and anew at the first sound after silence
 *             that has outlasted the line. Both sides move alike. Read by 16 taps of a Kaiser-windowed sinc
 * Ducking     of what is heard of the echoes, not of what is fed back
 * Neutral     mix 0: the audio is not touched
 */
export class Delay implements Processor {
  readonly latencyFrames = 0
  readonly gapFrames: number
  readonly #options: DelayOptions
  readonly #sampleRateHz: number
  readonly #arena: Arena
  readonly #lineFrames: number
  readonly #state: Pointer
  readonly #line: Pointer
  /** Present when the time moves. */
  readonly #taps: Pointer | undefined
  readonly #ducker: Ducker | undefined

  constructor(options: DelayOptions, arena: Arena, sampleRateHz: number) {
    const { timeMs, modulation, duck } = options
    this.#options = options
    this.#sampleRateHz = sampleRateHz
    this.#arena = arena
    const timeFrames = Math.max(1, msToFrames(timeMs, sampleRateHz))
    this.#lineFrames = modulation
      ? movingLineFrames(((timeMs + modulation.depthMs / 2) * sampleRateHz) / 1000)
      : timeFrames
    this.gapFrames = this.#lineFrames
    this.#state = arena.alloc(STATE_BYTES)
    this.#line = arena.allocFrames(this.#lineFrames)
    this.#taps = modulation && allocTaps(arena)
    this.#ducker = duck && new Ducker(duck, arena, sampleRateHz)
  }

  reset(): void {
    this.#arena.kernels.clear(this.#line, this.#lineFrames)
    this.#arena.bytes(this.#state, STATE_BYTES).fill(0)
    this.#arena.i32(this.#state, 3).set([this.#lineFrames, 0, this.#lineFrames])
    const { feedback, pingPong, lowPassHz, highPassHz, modulation, mix } = this.#options
    const both = (gain: number) => [gain, gain]
    const leftHalf = [0.5, 0]
    this.#arena
      .f64(this.#state + 16, 22)
      .set([
        ...(pingPong ? leftHalf : both(1)),
        ...(pingPong ? leftHalf : both(0)),
        ...both(pingPong ? 0 : feedback),
        ...both(pingPong ? feedback : 0),
        ...both(this.#ducker ? 0 : 1 - mix),
        ...both(mix),
        ...this.#filter('lowPass', lowPassHz),
        ...this.#filter('highPass', highPassHz),
      ])
    this.#ducker?.reset()
    if (modulation) this.#writeModulation(modulation)
  }

  process(audio: Pointer, frames: number): void {
    if (this.#options.mix === 0) return
    if (!this.#ducker) {
      this.#echo(audio, frames)
      return
    }
    for (let done = 0; done < frames; done += RIDE_FRAMES) {
      const piece = Math.min(RIDE_FRAMES, frames - done)
      const at = audio + done * FRAME_BYTES
      this.#ducker.listen(at, piece)
      this.#echo(at, piece)
      this.#ducker.duck(at, piece, 1 - this.#options.mix)
    }
  }

  isAtRest(): boolean {
    if (this.#options.mix === 0) return true
    const { kernels } = this.#arena
    const silentFrames = this.#arena.i32(this.#state, 3)[2]!
    const isEmpty = silentFrames === this.#lineFrames && kernels.isZero(this.#state + FILTERS_AT, FILTERS_BYTES) === 1
    return isEmpty && (this.#ducker?.isAtRest() ?? true)
  }

  #echo(audio: Pointer, frames: number): void {
    const { kernels } = this.#arena
    if (this.#taps === undefined) kernels.delayEchoes(this.#state, this.#line, audio, frames)
    else kernels.delayMovingEchoes(this.#state, this.#line, this.#taps, audio, frames)
  }

  #writeModulation({ rateHz, depthMs }: DelayModulation): void {
    const framesPerMs = this.#sampleRateHz / 1000
    const halfDepth = (depthMs / 2) * framesPerMs
    const middle = Math.max(this.#options.timeMs * framesPerMs, LEAST_FRAMES + halfDepth)
    const step = rateHz / this.#sampleRateHz
    this.#arena.f64(this.#state + 256, 5).set([MIDDLE_PHASE, MIDDLE_PHASE, step, middle, halfDepth])
    writeTaps(this.#arena, this.#taps!)
  }

  /** b0 b1 b2 a1 a2; a filter that is not wanted passes everything. */
  #filter(kind: 'lowPass' | 'highPass', freqHz: number | undefined): number[] {
    if (freqHz === undefined) return [1, 0, 0, 0, 0]
    const [section] = analogSections({ type: kind, freqHz, slopeDbPerOct: 12 })
    const { b0, b1, b2, a1, a2 } = bilinear(section!, this.#sampleRateHz)
    return [b0, b1, b2, a1, a2]
  }
}

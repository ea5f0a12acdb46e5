import { QUANTUM_FRAMES } from '@mixwright/audio'
import { type Arena, dbToGain, type Pointer } from '@mixwright/kernels'
import { type Biquad, inverted } from './biquad.ts'
import { BiquadChain } from './biquad-chain.ts'
import { firstOrder } from './first-order.ts'
import { FrameDelay } from './frame-delay.ts'
import { Oversampler } from './oversampler.ts'
import type { Processor } from './processor.ts'

export type SaturationCurve = 'tape' | 'tube' | 'soft' | 'hard'

export interface SaturationOptions {
  /**
   * `tape`: tanh, the highs driven harder; `tube`: tanh off its centre, so also even harmonics; `soft`: straight for
   * longer, then bent; `hard`: cut off at ±1.
   */
  curve: SaturationCurve
  /** Raises the level into the curve, and is taken off again after it. dB, >= 0. */
  driveDb: number
  /** Turns the result around 1 kHz: highs up by this, lows down by it. dB. */
  toneDb: number
  /** Part of the saturated signal; the rest is the input, aligned. 0 … 1; 0 does nothing. */
  mix: number
}

/** How a curve is bent: see assembly/saturation.ts. `hard` is cut, not bent. */
const BENDS = {
  tape: { cubic: 0, bias: 0 },
  tube: { cubic: 0, bias: 0.4 },
  soft: { cubic: 1 / 6, bias: 0 },
} as const
/** Frequency that the tone turns around. */
export const TONE_HZ = 1000
/** `tape`: what lies above this frequency meets the curve up to 3 dB louder. */
const EMPHASIS_HZ = 4000
const EMPHASIS_DB = 3
/** `tube`: corner of the high-pass that takes out the offset of an uneven curve; 0.04 dB down at 20 Hz. */
const OFFSET_HZ = 2
const MOST_SECTIONS = 2
const FRAME_BYTES = 16

/**
 * Saturation, computed at 4 times the session rate, `hard` at 8 times.
 *
 * Shape    stereo → stereo, in place; the channels do not touch each other
 * Latency  106 frames, `hard` 109; the dry path of `mix` is delayed with the rest
 * Level    drive is taken off again: what stays far below the curve's end (0 dBFS less the drive) keeps its level, flat
 *          within 0.01 dB to 20 kHz (`hard`: 0.13 dB), and what is louder gets quieter
 * Aliases  at least 80 dB under a sine of 5 kHz driven by 12 dB over 0 dBFS at 48 kHz
 * Neutral  mix 0: the audio is not touched, and not delayed
 */
export class Saturation implements Processor {
  readonly latencyFrames: number
  readonly gapFrames = 0
  readonly #options: SaturationOptions
  readonly #arena: Arena
  readonly #sampleRateHz: number
  readonly #drive: number
  readonly #oversampler: Oversampler
  readonly #emphasis: BiquadChain
  readonly #finish: BiquadChain
  readonly #past: Pointer
  readonly #dry: Pointer
  readonly #dryDelay: FrameDelay

  constructor(options: SaturationOptions, arena: Arena, sampleRateHz: number) {
    this.#options = options
    this.#arena = arena
    this.#sampleRateHz = sampleRateHz
    this.#drive = dbToGain(options.driveDb)
    const isHard = options.curve === 'hard'
    this.#oversampler = new Oversampler(isHard ? { times: 8, lateFrames: 1 } : { times: 4, lateFrames: 0 }, arena)
    this.latencyFrames = options.mix === 0 ? 0 : this.#oversampler.latencyFrames
    this.#emphasis = new BiquadChain(arena, 1)
    this.#finish = new BiquadChain(arena, MOST_SECTIONS)
    this.#past = arena.allocFrames(2)
    this.#dry = arena.allocFrames(QUANTUM_FRAMES)
    this.#dryDelay = new FrameDelay(arena, options.mix === 1 ? 0 : this.latencyFrames)
  }

  reset(): void {
    const { emphasis, finish } = saturationFilters(this.#options, this.#sampleRateHz)
    this.#oversampler.reset()
    this.#emphasis.reset(emphasis)
    this.#finish.reset(finish)
    this.#arena.kernels.clear(this.#past, 2)
    this.#dryDelay.reset()
  }

  process(audio: Pointer, frames: number): void {
    const { mix } = this.#options
    if (mix === 0) return
    const { kernels } = this.#arena
    const end = audio + frames * FRAME_BYTES
    for (let at = audio; at < end; at += QUANTUM_FRAMES * FRAME_BYTES) {
      if (mix < 1) {
        kernels.copy(at, this.#dry, QUANTUM_FRAMES)
        this.#dryDelay.process(this.#dry, QUANTUM_FRAMES)
      }
      this.#emphasis.process(at, QUANTUM_FRAMES)
      this.#oversampler.process(at, this.#saturate)
      this.#finish.process(at, QUANTUM_FRAMES)
      if (mix < 1) {
        kernels.scale(at, QUANTUM_FRAMES, mix, mix)
        kernels.accumulate(at, this.#dry, QUANTUM_FRAMES, 1 - mix)
      }
    }
  }

  isAtRest(): boolean {
    if (this.#options.mix === 0) return true
    const isFilterAtRest = this.#emphasis.isAtRest() && this.#finish.isAtRest()
    return isFilterAtRest && this.#oversampler.isAtRest() && this.#dryDelay.isAtRest()
  }

  readonly #saturate = (raised: Pointer, frames: number): void => {
    const { kernels } = this.#arena
    const { curve } = this.#options
    if (curve === 'hard') {
      kernels.clip(this.#past, raised, frames, this.#drive)
    } else {
      const { cubic, bias } = BENDS[curve]
      kernels.bend(raised, frames, this.#drive, cubic, bias)
    }
  }
}

/** Filters before the curve, and after it, all of first order. */
function saturationFilters({ curve, toneDb }: SaturationOptions, sampleRateHz: number) {
  const emphasis: Biquad[] = []
  const finish: Biquad[] = []
  if (curve === 'tape') {
    const bend = Math.sqrt(dbToGain(EMPHASIS_DB))
    const shelf = firstOrder(EMPHASIS_HZ, [1, bend], [1, 1 / bend], sampleRateHz)
    emphasis.push(shelf)
    finish.push(inverted(shelf))
  }
  if (curve === 'tube') finish.push(firstOrder(OFFSET_HZ, [0, 1], [1, 1], sampleRateHz))
  if (toneDb !== 0) {
    const gain = dbToGain(toneDb)
    finish.push(firstOrder(TONE_HZ, [1, gain], [gain, 1], sampleRateHz))
  }
  return { emphasis, finish }
}

import { QUANTUM_FRAMES } from '@mixwright/audio'
import { type Arena, dbToGain, type Pointer } from '@mixwright/kernels'
import { BiquadChain } from './biquad-chain.ts'
import { crossoverAt } from './crossover.ts'
import { FrameDelay } from './frame-delay.ts'
import { Oversampler } from './oversampler.ts'
import type { Processor } from './processor.ts'

export interface ExciterOptions {
  /** What lies above this frequency makes harmonics. Hz, > 0. */
  freqHz: number
  /** Level into the curve that makes them. dB, >= 0. */
  driveDb: number
  /** `tube`: odd and even ones; `tape`: odd ones. */
  curve: 'tube' | 'tape'
  /** How much of them is added. 0 … 1; 0 does nothing. */
  amount: number
}

/** How far the curve is off its centre. */
const BIASES = { tube: 0.4, tape: 0 } as const
const FRAME_BYTES = 16
const SPLIT_SECTIONS = 2

/**
 * Exciter: what a curve adds to the highs, and nothing of the highs themselves, is added to the input. Computed at 4
 * times the session rate.
 *
 * Shape    stereo → stereo, in place; the channels do not touch each other
 * Latency  106 frames
 * Lows     what is added goes through the same high-pass, 24 dB per octave, -6 dB at `freqHz`, again: no rumble, no offset
 * Neutral  amount 0: the audio is not touched, and not delayed
 */
export class Exciter implements Processor {
  readonly latencyFrames: number
  readonly gapFrames = 0
  readonly #options: ExciterOptions
  readonly #arena: Arena
  readonly #sampleRateHz: number
  readonly #drive: number
  readonly #oversampler: Oversampler
  readonly #before: BiquadChain
  readonly #after: BiquadChain
  readonly #highs: Pointer
  readonly #added: Pointer
  readonly #highsDelay: FrameDelay
  readonly #delay: FrameDelay

  constructor(options: ExciterOptions, arena: Arena, sampleRateHz: number) {
    this.#options = options
    this.#arena = arena
    this.#sampleRateHz = sampleRateHz
    this.#drive = dbToGain(options.driveDb)
    this.#oversampler = new Oversampler({ times: 4, lateFrames: 0 }, arena)
    this.latencyFrames = options.amount === 0 ? 0 : this.#oversampler.latencyFrames
    this.#before = new BiquadChain(arena, SPLIT_SECTIONS)
    this.#after = new BiquadChain(arena, SPLIT_SECTIONS)
    this.#highs = arena.allocFrames(QUANTUM_FRAMES)
    this.#added = arena.allocFrames(QUANTUM_FRAMES)
    this.#highsDelay = new FrameDelay(arena, this.latencyFrames)
    this.#delay = new FrameDelay(arena, this.latencyFrames)
  }

  reset(): void {
    const { high } = crossoverAt(this.#options.freqHz, this.#sampleRateHz)
    this.#before.reset(high)
    this.#after.reset(high)
    this.#oversampler.reset()
    this.#highsDelay.reset()
    this.#delay.reset()
  }

  process(audio: Pointer, frames: number): void {
    const { amount } = this.#options
    if (amount === 0) return
    const { kernels } = this.#arena
    const end = audio + frames * FRAME_BYTES
    for (let at = audio; at < end; at += QUANTUM_FRAMES * FRAME_BYTES) {
      kernels.copy(at, this.#highs, QUANTUM_FRAMES)
      this.#before.process(this.#highs, QUANTUM_FRAMES)
      kernels.copy(this.#highs, this.#added, QUANTUM_FRAMES)
      this.#oversampler.process(this.#added, this.#bend)
      this.#highsDelay.process(this.#highs, QUANTUM_FRAMES)
      kernels.accumulate(this.#added, this.#highs, QUANTUM_FRAMES, -1)
      this.#after.process(this.#added, QUANTUM_FRAMES)
      this.#delay.process(at, QUANTUM_FRAMES)
      kernels.accumulate(at, this.#added, QUANTUM_FRAMES, amount)
    }
  }

  isAtRest(): boolean {
    if (this.#options.amount === 0) return true
    const areFiltersAtRest = this.#before.isAtRest() && this.#after.isAtRest() && this.#oversampler.isAtRest()
    return areFiltersAtRest && this.#highsDelay.isAtRest() && this.#delay.isAtRest()
  }

  readonly #bend = (raised: Pointer, frames: number): void => {
    this.#arena.kernels.bend(raised, frames, this.#drive, 0, BIASES[this.#options.curve])
  }
}

import { QUANTUM_FRAMES } from '@mixwright/audio'
import { type Arena, dbToGain, type Pointer } from '@mixwright/kernels'
import { CrossoverFilter } from './crossover-filter.ts'
import type { Curve } from './curve.ts'
import { FrameDelay } from './frame-delay.ts'
import { GainRamp, type Gains } from './gain-ramp.ts'
import { isCurve } from './may-move.ts'
import { Oversampler } from './oversampler.ts'
import type { Processor } from './processor.ts'

export interface ExciterOptions {
  /** What lies above this frequency makes harmonics; may move. Hz, > 0. */
  freqHz: Curve
  /** Level into the curve that makes them; may move. dB, >= 0. */
  driveDb: Curve
  /** `tube`: odd and even ones; `tape`: odd ones. */
  curve: 'tube' | 'tape'
  /** How much of them is added. 0 … 1; 0 does nothing. */
  amount: number
}

/** How far the curve is off its centre. */
const BIASES = { tube: 0.4, tape: 0 } as const
const FRAME_BYTES = 16

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
  /** Level into the curve: all of it where it stands, 1 where it moves ahead of the curve. */
  readonly #drive: number
  readonly #raise: Gains | undefined
  readonly #lower: Gains | undefined
  readonly #ramp: GainRamp
  readonly #oversampler: Oversampler
  readonly #before: CrossoverFilter
  readonly #after: CrossoverFilter
  readonly #highs: Pointer
  readonly #added: Pointer
  readonly #highsDelay: FrameDelay
  readonly #delay: FrameDelay

  constructor(options: ExciterOptions, arena: Arena, sampleRateHz: number) {
    this.#options = options
    this.#arena = arena
    const { freqHz, driveDb } = options
    const isDriven = isCurve(driveDb)
    this.#drive = isDriven ? 1 : dbToGain(driveDb)
    this.#raise = isDriven ? { curves: [driveDb], of: (db) => [dbToGain(db!)] } : undefined
    this.#lower = isDriven ? { curves: [driveDb], of: (db) => [dbToGain(-db!)] } : undefined
    this.#ramp = new GainRamp(arena)
    this.#oversampler = new Oversampler({ times: 4, lateFrames: 0 }, arena)
    this.latencyFrames = options.amount === 0 ? 0 : this.#oversampler.latencyFrames
    this.#before = new CrossoverFilter([{ freqHz, part: 'high' }], arena, sampleRateHz)
    this.#after = new CrossoverFilter([{ freqHz, part: 'high' }], arena, sampleRateHz)
    this.#highs = arena.allocFrames(QUANTUM_FRAMES)
    this.#added = arena.allocFrames(QUANTUM_FRAMES)
    this.#highsDelay = new FrameDelay(arena, this.latencyFrames)
    this.#delay = new FrameDelay(arena, this.latencyFrames)
  }

  reset(): void {
    this.#before.reset()
    this.#after.reset()
    this.#oversampler.reset()
    this.#highsDelay.reset()
    this.#delay.reset()
  }

  process(audio: Pointer, frames: number, _key?: Pointer, songFrame = 0): void {
    const { amount } = this.#options
    if (amount === 0) return
    const { kernels } = this.#arena
    const end = audio + frames * FRAME_BYTES
    let frame = songFrame
    for (let at = audio; at < end; at += QUANTUM_FRAMES * FRAME_BYTES, frame += QUANTUM_FRAMES) {
      const late = frame - this.latencyFrames
      kernels.copy(at, this.#highs, QUANTUM_FRAMES)
      this.#before.process(this.#highs, QUANTUM_FRAMES, frame)
      kernels.copy(this.#highs, this.#added, QUANTUM_FRAMES)
      if (this.#raise) this.#ramp.scale(this.#raise, this.#added, QUANTUM_FRAMES, frame)
      this.#oversampler.process(this.#added, this.#bend)
      if (this.#lower) this.#ramp.scale(this.#lower, this.#added, QUANTUM_FRAMES, late)
      this.#highsDelay.process(this.#highs, QUANTUM_FRAMES)
      kernels.accumulate(this.#added, this.#highs, QUANTUM_FRAMES, -1)
      this.#after.process(this.#added, QUANTUM_FRAMES, late)
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

import { QUANTUM_FRAMES } from '@mixwright/audio'
import { type Arena, dbToGain, type Pointer } from '@mixwright/kernels'
import { FrameDelay } from './frame-delay.ts'
import { Limiter } from './limiter.ts'
import { Oversampler } from './oversampler.ts'
import type { Processor } from './processor.ts'

export interface ClipperOptions {
  /** Level at which the curve ends, and that no sample of the output passes. dBFS. */
  ceilingDb: number
  /** `hard`: straight up to the ceiling; `soft`: bent from 6 dB under it on, flat 3.5 dB over it. */
  curve: 'soft' | 'hard'
}

/** Half the width of the bend, in units of the ceiling. */
const KNEES = { soft: 0.5, hard: 0 } as const
/** How peaks that ring over the ceiling are turned down, in each channel by itself: held long enough to make no aliases. */
const RING = { releaseMs: 5, lookaheadMs: 0, holdMs: 4, link: 0, truePeak: false } as const
const FRAME_BYTES = 16

/**
 * Clipper. What is over the curve is found at 8 times the session rate, and taken from the input. The filters that keep
 * aliases away let what is left ring over the ceiling, by 1.5 dB for a clipped tone of 1 kHz; there the gain comes down
 * smoothly, which makes no aliases either.
 *
 * Shape    stereo → stereo, in place; the channels do not touch each other
 * Latency  221 frames
 * Promise  no sample passes the ceiling; the curve between the samples may, and is a true-peak limiter's matter
 * Neutral  while the curve through the input stays on its straight part, the input comes out late but bit for bit
 */
export class Clipper implements Processor {
  readonly latencyFrames: number
  readonly gapFrames = 0
  readonly #arena: Arena
  readonly #drive: number
  readonly #knee: number
  readonly #oversampler: Oversampler
  readonly #past: Pointer
  readonly #excess: Pointer
  readonly #delay: FrameDelay
  readonly #guard: Limiter

  constructor({ ceilingDb, curve }: ClipperOptions, arena: Arena, sampleRateHz: number) {
    this.#arena = arena
    this.#drive = 1 / dbToGain(ceilingDb)
    this.#knee = KNEES[curve]
    this.#oversampler = new Oversampler({ times: 8, lateFrames: 1 }, arena)
    this.#guard = new Limiter({ ceilingDbtp: ceilingDb, ...RING }, arena, sampleRateHz)
    this.latencyFrames = this.#oversampler.latencyFrames + this.#guard.latencyFrames
    this.#past = arena.allocFrames(2)
    this.#excess = arena.allocFrames(QUANTUM_FRAMES)
    this.#delay = new FrameDelay(arena, this.#oversampler.latencyFrames)
  }

  reset(): void {
    this.#oversampler.reset()
    this.#arena.kernels.clear(this.#past, 2)
    this.#delay.reset()
    this.#guard.reset()
  }

  process(audio: Pointer, frames: number): void {
    const { kernels } = this.#arena
    const end = audio + frames * FRAME_BYTES
    for (let at = audio; at < end; at += QUANTUM_FRAMES * FRAME_BYTES) {
      kernels.copy(at, this.#excess, QUANTUM_FRAMES)
      this.#oversampler.process(this.#excess, this.#findExcess)
      this.#delay.process(at, QUANTUM_FRAMES)
      kernels.accumulate(at, this.#excess, QUANTUM_FRAMES, -1)
    }
    this.#guard.process(audio, frames)
  }

  isAtRest(): boolean {
    return this.#oversampler.isAtRest() && this.#delay.isAtRest() && this.#guard.isAtRest()
  }

  readonly #findExcess = (raised: Pointer, frames: number): void => {
    this.#arena.kernels.excess(this.#past, raised, frames, this.#drive, this.#knee)
  }
}

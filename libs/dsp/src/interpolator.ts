import type { Arena, Pointer } from '@mixwright/kernels'
import { KAISER_BETA, kaiserWidth } from './resampler-filter.ts'

/** Up to this many phases each has its own row of taps. */
const MAX_ROWS = 4096
/** Rows of a bank with more phases than that; cubic interpolation between them errs by less than -165 dB. */
const SHARED_ROWS = 256

/**
 * Second stage of the resampler: any rational ratio, by a short filter bank. It may be short because its input holds
 * nothing between the band limit and the first image of it.
 */
export class Interpolator {
  /** Input frames that weigh in on an output frame: taps / 2 - 1 before the one at or before it, taps / 2 after. */
  readonly taps: number
  readonly #arena: Arena
  readonly #phases: number
  readonly #advance: number
  readonly #rows: number
  readonly #bank: Pointer

  /**
   * An output frame lies `advance` / `phases` input frames after the one before; `occupied` is the part of the input's
   * Nyquist band that holds signal, below 1.
   */
  constructor(advance: number, phases: number, occupied: number, arena: Arena) {
    this.#arena = arena
    this.#advance = advance
    this.#phases = phases
    this.taps = Math.ceil(kaiserWidth(1 - occupied) / 4) * 4
    this.#rows = phases <= MAX_ROWS ? phases : SHARED_ROWS
    this.#bank = arena.alloc((this.#rows + 3) * this.taps * 8)
  }

  /** Computes the bank: rows for -1 / rows, 0, 1 / rows … (rows + 1) / rows of a frame, each of sum 1. */
  reset(): void {
    const { taps } = this
    for (let row = 0; row < this.#rows + 3; row++) {
      const at = this.#bank + row * taps * 8
      const first = 1 - taps / 2 - (row - 1) / this.#rows
      this.#arena.kernels.kaiserSinc(at, taps, first, 1, 0.5, taps / 2, KAISER_BETA)
      const weights = this.#arena.f64(at, taps)
      let sum = 0
      for (const weight of weights) sum += weight
      for (let tap = 0; tap < taps; tap++) weights[tap]! /= sum
    }
  }

  /** Renders `frames` frames from `phase` on; `input` points at the first frame that weighs in on the first. */
  render(input: Pointer, phase: number, at: Pointer, frames: number): void {
    const { kernels } = this.#arena
    const { taps } = this
    const phases = this.#phases
    const step = this.#advance % phases
    const whole = (this.#advance - step) / phases
    if (this.#rows === phases) {
      kernels.interpolate(input, this.#bank + taps * 8, taps, phases, whole, step, phase, at, frames)
    } else {
      kernels.interpolateBetween(input, this.#bank, this.#rows, taps, phases, whole, step, phase, at, frames)
    }
  }
}

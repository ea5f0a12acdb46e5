import type { Arena, Pointer } from '@mixwright/kernels'
import { GainRider, RIDE_FRAMES } from './gain-rider.ts'

export interface DuckOptions {
  /** Most that is taken away. dB, >= 0. */
  amountDb: number
  /** Level of the dry signal from which on as many dB are taken away as it is above. dBFS. */
  thresholdDb: number
  /** Time to cover 63 % of a fall of the gain. ms, >= 0. */
  attackMs: number
  /** Time to cover 63 % of its rise. ms, >= 0. */
  releaseMs: number
}

const KNEE_DB = 6

/** Makes room for a dry signal: turns down what a processor adds to it, by the dry signal's own peaks. */
export class Ducker {
  readonly #arena: Arena
  readonly #rider: GainRider
  readonly #dry: Pointer
  #isMoving = false

  constructor({ amountDb, ...options }: DuckOptions, arena: Arena, sampleRateHz: number) {
    const curve = { ratio: Number.POSITIVE_INFINITY, kneeDb: KNEE_DB, makeupDb: 0, mix: 1, rangeDb: amountDb }
    this.#arena = arena
    this.#rider = new GainRider({ ...options, ...curve, detector: 'peak' }, arena, sampleRateHz)
    this.#dry = arena.allocFrames(RIDE_FRAMES)
  }

  reset(): void {
    this.#rider.reset()
    this.#isMoving = false
  }

  /** Keeps the dry signal, at most RIDE_FRAMES frames, and finds the gains. */
  listen(dry: Pointer, frames: number): void {
    this.#arena.kernels.copy(dry, this.#dry, frames)
    this.#isMoving = this.#rider.follow(dry, frames)
  }

  /** Turns down what came of the frames just heard, and adds the dry signal at its level. */
  duck(wet: Pointer, frames: number, dryGain: number): void {
    if (this.#isMoving) this.#rider.apply(wet, frames)
    this.#arena.kernels.accumulate(wet, this.#dry, frames, dryGain)
  }

  isAtRest(): boolean {
    return this.#rider.isAtRest()
  }
}

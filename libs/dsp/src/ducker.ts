import { QUANTUM_FRAMES } from '@mixwright/audio'
import type { Arena, Pointer } from '@mixwright/kernels'
import { curveValueBefore, lowestOf } from './curve.ts'
import { GainRamp, type Gains } from './gain-ramp.ts'
import { GainRider, type GainRiderOptions, RIDE_FRAMES } from './gain-rider.ts'
import { againstThreshold, NOMINAL_DB } from './level-gains.ts'
import { isCurve, type MayMove, moves, settingsAt } from './may-move.ts'

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

/** Makes room for a dry signal: turns down what a processor adds to it, by the dry signal's own peaks. All may move. */
export class Ducker {
  readonly #arena: Arena
  readonly #options: MayMove<DuckOptions>
  readonly #rider: GainRider
  readonly #ramp: GainRamp
  /** The dry signal, raised or lowered against a threshold that moves. */
  readonly #level: Gains | undefined
  readonly #heard: Pointer
  readonly #isTuned: boolean
  readonly #dry: Pointer
  #isMoving = false

  constructor(options: MayMove<DuckOptions>, arena: Arena, sampleRateHz: number) {
    const { thresholdDb, releaseMs, ...tuned } = options
    this.#options = options
    this.#arena = arena
    const first = { ...this.#ridden(settingsAt<DuckOptions>(options, 0)), releaseMs: lowestOf(releaseMs) }
    this.#rider = new GainRider(first, arena, sampleRateHz)
    this.#ramp = new GainRamp(arena)
    this.#level = isCurve(thresholdDb) ? againstThreshold(thresholdDb) : undefined
    this.#isTuned = moves({ ...tuned, releaseMs })
    this.#dry = arena.allocFrames(RIDE_FRAMES)
    this.#heard = arena.allocFrames(this.#level ? QUANTUM_FRAMES : 0)
  }

  reset(): void {
    this.#rider.reset()
    this.#isMoving = false
  }

  /** Keeps the dry signal, at most RIDE_FRAMES frames, one quantum where anything moves, and finds the gains. */
  listen(dry: Pointer, frames: number, songFrame = 0): void {
    const { kernels } = this.#arena
    kernels.copy(dry, this.#dry, frames)
    if (this.#isTuned) {
      const next = settingsAt<DuckOptions>(this.#options, songFrame + frames, curveValueBefore)
      this.#rider.retune(this.#ridden(settingsAt<DuckOptions>(this.#options, songFrame)), this.#ridden(next))
    }
    if (this.#level) {
      kernels.copy(dry, this.#heard, frames)
      this.#ramp.scale(this.#level, this.#heard, frames, songFrame)
    }
    this.#isMoving = this.#rider.follow(this.#level ? this.#heard : dry, frames)
  }

  /** Turns down what came of the frames just heard, and adds the dry signal at its level. */
  duck(wet: Pointer, frames: number, dryGain: number): void {
    if (this.#isMoving) this.#rider.apply(wet, frames)
    this.#arena.kernels.accumulate(wet, this.#dry, frames, dryGain)
  }

  #ridden({ amountDb, thresholdDb, attackMs, releaseMs }: DuckOptions): GainRiderOptions {
    const level = isCurve(this.#options.thresholdDb) ? NOMINAL_DB : thresholdDb
    const curve = { ratio: Number.POSITIVE_INFINITY, kneeDb: KNEE_DB, makeupDb: 0, mix: 1, rangeDb: amountDb }
    return { ...curve, thresholdDb: level, attackMs, releaseMs, detector: 'peak' }
  }

  isAtRest(): boolean {
    return this.#rider.isAtRest()
  }
}

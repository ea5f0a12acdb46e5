import type { Arena, Pointer } from '@mixwright/kernels'
import { bandSections, CORRECTION_SECTIONS } from './band-sections.ts'
import { BiquadChain } from './biquad-chain.ts'
import { RIDE_FRAMES } from './gain-rider.ts'

/** What a dynamics processor hears of its key, be it another signal or its own. */
export interface SidechainOptions {
  /** Corner of a Butterworth high-pass, 12 dB/oct. Hz. */
  highPassHz?: number | undefined
  /** Corner of a low-pass, likewise. Hz. */
  lowPassHz?: number | undefined
  /** Puts out what is heard instead of the result. */
  listen?: boolean | undefined
}

export const SLOPE_DB_PER_OCT = 12

/** The filters between a key and the detector that it steers. Without any, the key is heard where it lies. */
export class Sidechain {
  readonly #options: SidechainOptions
  readonly #arena: Arena
  readonly #sampleRateHz: number
  readonly #isFiltered: boolean
  readonly #chain: BiquadChain
  readonly #heard: Pointer

  constructor(options: SidechainOptions, arena: Arena, sampleRateHz: number) {
    const { highPassHz, lowPassHz } = options
    this.#options = options
    this.#arena = arena
    this.#sampleRateHz = sampleRateHz
    this.#isFiltered = highPassHz !== undefined || lowPassHz !== undefined
    this.#chain = new BiquadChain(arena, this.#isFiltered ? 2 * (1 + CORRECTION_SECTIONS) : 0)
    this.#heard = arena.allocFrames(this.#isFiltered ? RIDE_FRAMES : 0)
  }

  reset(): void {
    const { highPassHz, lowPassHz } = this.#options
    const filter = (type: 'highPass' | 'lowPass', freqHz: number | undefined) => {
      return freqHz === undefined
        ? []
        : bandSections({ type, freqHz, slopeDbPerOct: SLOPE_DB_PER_OCT }, this.#sampleRateHz)
    }
    this.#chain.reset([...filter('highPass', highPassHz), ...filter('lowPass', lowPassHz)])
  }

  /** Where what is heard of `frames` frames (at most RIDE_FRAMES) of `key` lies. */
  hear(key: Pointer, frames: number): Pointer {
    if (!this.#isFiltered) return key
    this.#arena.kernels.copy(key, this.#heard, frames)
    this.#chain.process(this.#heard, frames)
    return this.#heard
  }

  isAtRest(): boolean {
    return this.#chain.isAtRest()
  }
}

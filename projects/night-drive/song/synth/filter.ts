import { maths } from '@mixwright/kernels'

/** Lowest state that is kept; smaller ones become zero, so that silence stays fast. */
const DUST = 1e-24

/**
 * Second-order filter with low, band and high output that may be retuned at every sample.
 * Source: Simper, "Linear trapezoidal integrated state variable filter", Cytomic, 2013.
 */
export class Filter {
  /** Two states, then damping and three coefficients; arrays of doubles are the fastest place for them. */
  readonly #state = new Float64Array(6)
  readonly #sampleRateHz: number

  constructor(sampleRateHz: number) {
    this.#sampleRateHz = sampleRateHz
  }

  /** Sets corner and quality; 0.707 is flat. The corner is held under 0.45 of the sample rate. */
  tune(freqHz: number, q: number): this {
    const g = maths.tan((Math.PI * Math.min(freqHz, this.#sampleRateHz * 0.45)) / this.#sampleRateHz)
    const state = this.#state
    const k = 1 / q
    const a1 = 1 / (1 + g * (g + k))
    state[2] = k
    state[3] = a1
    state[4] = g * a1
    state[5] = g * g * a1
    return this
  }

  lowPass(input: number): number {
    const state = this.#state
    const v3 = input - state[1]!
    const low = state[1]! + state[4]! * state[0]! + state[5]! * v3
    step(state, v3, low)
    return low
  }

  /** Unity gain at the centre. */
  bandPass(input: number): number {
    const state = this.#state
    const v3 = input - state[1]!
    return state[2]! * step(state, v3, state[1]! + state[4]! * state[0]! + state[5]! * v3)
  }

  highPass(input: number): number {
    const state = this.#state
    const v3 = input - state[1]!
    const low = state[1]! + state[4]! * state[0]! + state[5]! * v3
    return input - state[2]! * step(state, v3, low) - low
  }
}

/** Moves the two integrators on; returns the band output. */
function step(state: Float64Array, v3: number, low: number): number {
  const band = state[3]! * state[0]! + state[4]! * v3
  const first = 2 * band - state[0]!
  const second = 2 * low - state[1]!
  state[0] = Math.abs(first) < DUST ? 0 : first
  state[1] = Math.abs(second) < DUST ? 0 : second
  return band
}

import { TABLE_LENGTH } from './sine.ts'

/** Reads a cycle again and again. */
export class Oscillator {
  /** The cycle: TABLE_LENGTH values and the first one again. May be exchanged at any time. */
  table: Float64Array
  /** One number; arrays of doubles are the fastest place for it. */
  readonly #phase = new Float64Array(1)

  /** `phase` is where in the cycle it begins, 0 (included) to 1 (excluded). */
  constructor(table: Float64Array, phase = 0) {
    this.table = table
    this.#phase[0] = phase
  }

  /** Where in the cycle the next value comes from. 0 to 1. */
  get phase(): number {
    return this.#phase[0]!
  }

  /** The present value; then moves on by `increment` cycles, 0 to 1. */
  next(increment: number): number {
    const phase = this.#phase[0]!
    const next = phase + increment
    this.#phase[0] = next >= 1 ? next - 1 : next
    return valueAt(this.table, phase)
  }

  /** Overwrites all of `wave` with its next values, at a steady pitch. */
  fill(wave: Float64Array, increment: number): void {
    const { table } = this
    let phase = this.#phase[0]!
    for (let i = 0; i < wave.length; i++) {
      wave[i] = valueAt(table, phase)
      phase += increment
      if (phase >= 1) phase -= 1
    }
    this.#phase[0] = phase
  }
}

function valueAt(table: Float64Array, phase: number): number {
  const at = phase * TABLE_LENGTH
  const index = at | 0
  const from = table[index]!
  return from + (table[index + 1]! - from) * (at - index)
}

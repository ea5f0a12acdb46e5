import type { Arena, Pointer } from '@mixwright/kernels'
import type { Biquad } from './biquad.ts'

// As in assembly/biquad.ts.
const RUN_SECTIONS = 4
const RUN_HEAD_LENGTH = 2
const SECTION_LENGTH = 8
const SECTION_STATE_BYTES = 32

/** Biquads in series on stereo audio, with their coefficients and state in the arena. */
export class BiquadChain {
  readonly #arena: Arena
  readonly #coefficients: Pointer
  readonly #coefficientsLength: number
  readonly #state: Pointer
  #sections = 0

  /** Makes room for up to `mostSections` sections. */
  constructor(arena: Arena, mostSections: number) {
    this.#arena = arena
    this.#coefficientsLength = mostSections * SECTION_LENGTH + Math.ceil(mostSections / RUN_SECTIONS) * RUN_HEAD_LENGTH
    this.#coefficients = arena.alloc(this.#coefficientsLength * 8)
    this.#state = arena.alloc(mostSections * SECTION_STATE_BYTES)
  }

  /** Takes the sections of each channel, as many on both, and clears the state. */
  reset(left: readonly Biquad[], right: readonly Biquad[] = left): void {
    this.#sections = left.length
    const table = this.#arena.f64(this.#coefficients, this.#coefficientsLength)
    for (let first = 0; first < left.length; first += RUN_SECTIONS) {
      const runAt = (first / RUN_SECTIONS) * (RUN_HEAD_LENGTH + RUN_SECTIONS * SECTION_LENGTH)
      writeRun(table.subarray(runAt), left.slice(first, first + RUN_SECTIONS), 0)
      writeRun(table.subarray(runAt), right.slice(first, first + RUN_SECTIONS), 1)
    }
    this.#arena.bytes(this.#state, left.length * SECTION_STATE_BYTES).fill(0)
  }

  process(audio: Pointer, frames: number): void {
    if (this.#sections === 0) return
    this.#arena.kernels.biquads(this.#coefficients, this.#state, this.#sections, audio, frames)
  }

  isAtRest(): boolean {
    return this.#sections === 0 || this.#arena.kernels.isZero(this.#state, this.#sections * SECTION_STATE_BYTES) === 1
  }
}

/** Writes one channel of a run of up to four sections: their common gain, then each with b0 = 1. */
function writeRun(table: Float64Array, sections: readonly Biquad[], channel: 0 | 1): void {
  table[channel] = sections.reduce((gain, { b0 }) => gain * b0, 1)
  sections.forEach(({ b0, b1, b2, a1, a2 }, i) => {
    const at = RUN_HEAD_LENGTH + i * SECTION_LENGTH + channel
    table[at] = b1 / b0
    table[at + 2] = b2 / b0
    table[at + 4] = a1
    table[at + 6] = a2
  })
}

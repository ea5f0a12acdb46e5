import type { Arena, Pointer } from '@mixwright/kernels'
import type { Biquad } from './biquad.ts'
import { BiquadChain } from './biquad-chain.ts'
import { type Crossover, crossoverAt } from './crossover.ts'
import type { Curve } from './curve.ts'
import { HIGHEST_FREQ } from './matched-filter.ts'
import { isCurve } from './may-move.ts'
import { SweptFilter } from './swept-filter.ts'
import { stateVariable } from './swept-sections.ts'

/** A part of a crossover whose frequency may move. */
export interface CrossoverPart {
  readonly freqHz: Curve
  readonly part: keyof Crossover
}

/** Parts of crossovers in series, which stand, or move with their frequencies over song time. */
export class CrossoverFilter {
  readonly #parts: readonly CrossoverPart[]
  readonly #sampleRateHz: number
  readonly #filter: BiquadChain | SweptFilter

  constructor(parts: readonly CrossoverPart[], arena: Arena, sampleRateHz: number) {
    this.#parts = parts
    this.#sampleRateHz = sampleRateHz
    const curves = parts.map(({ freqHz }) => freqHz)
    const of = (...values: number[]) => this.#sections(values).flatMap(stateVariable)
    this.#filter = curves.some(isCurve)
      ? new SweptFilter({ curves, of }, 'stereo', arena)
      : new BiquadChain(arena, this.#sections(curves as number[]).length)
  }

  reset(): void {
    if (this.#filter instanceof SweptFilter) this.#filter.reset()
    else this.#filter.reset(this.#sections(this.#parts.map(({ freqHz }) => freqHz as number)))
  }

  process(audio: Pointer, frames: number, songFrame: number): void {
    this.#filter.process(audio, frames, songFrame)
  }

  isAtRest(): boolean {
    return this.#filter.isAtRest()
  }

  #sections(frequenciesHz: readonly number[]): Biquad[] {
    const highestHz = HIGHEST_FREQ * this.#sampleRateHz
    return this.#parts.flatMap(({ freqHz, part }, index) => {
      const wantedHz = frequenciesHz[index]!
      return crossoverAt(isCurve(freqHz) ? Math.min(wantedHz, highestHz) : wantedHz, this.#sampleRateHz)[part]
    })
  }
}

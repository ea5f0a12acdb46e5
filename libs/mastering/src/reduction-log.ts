import type { Processor } from '@mixwright/dsp'

/** Gain reduction over time: item i is the largest of the stretch from `i * stepFrames` on. dB, >= 0 */
export interface ReductionCourse {
  /** Place of the insert in the chain, or the limiter that ends it. */
  of: number | 'limiter'
  stepS: number
  reductionDb: Float64Array
}

/** Asks processors for their gain reduction, block by block. */
export class ReductionLog {
  readonly #followed: { of: number | 'limiter'; processor: Processor; reductionsDb: number[] }[]
  readonly #stepS: number

  /** @param blockS time of a block */
  constructor(processors: readonly (readonly [of: number | 'limiter', processor: Processor])[], blockS: number) {
    this.#stepS = blockS
    this.#followed = processors
      .filter(([, processor]) => processor.takeReductionDb !== undefined)
      .map(([of, processor]) => ({ of, processor, reductionsDb: [] }))
  }

  /** Call it after each block. */
  note(): void {
    for (const { processor, reductionsDb } of this.#followed) reductionsDb.push(processor.takeReductionDb!())
  }

  read(): ReductionCourse[] {
    return this.#followed.map(({ of, reductionsDb }) => ({
      of,
      stepS: this.#stepS,
      reductionDb: Float64Array.from(reductionsDb),
    }))
  }
}

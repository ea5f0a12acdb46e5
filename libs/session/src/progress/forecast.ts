/** How far all the work of a command has come. */
export interface WholeProgress {
  /** 0 to 1; never falls. */
  done: number
  /** Time since the work began. */
  elapsedS: number
  /** Time that the rest will take. Rises only where the work turns out to be much slower than it seemed. */
  leftS: number
  /** Length of the programme that is made. */
  songS?: number
}

/** Stages and the time that each would take on the machine that they were measured on, in the order of the work. */
export type ExpectedStages = Readonly<Record<string, number>>

/** How much of the work that is ahead counts as if it had been seen, at the speed that was measured. */
const TRUST = 0.1
/** A stage that takes less than this part of its time came from the cache, and says nothing of the machine. */
const CACHED = 0.1
/** How far an estimate may rise without being told, in part and in seconds. */
const STEADY = { part: 0.1, s: 1 } as const

/**
 * Tells how much time is left of work whose stages have known shares. The shares are those of another machine and
 * another song; the stages that are over, and the part of the one that is on, tell how much faster or slower this is.
 */
export class Forecast {
  readonly #expected: ExpectedStages
  readonly #songS: number | undefined
  readonly #over = new Map<string, number>()
  #done = 0
  #shownS = Number.POSITIVE_INFINITY

  /** @param songS length of the programme that is made */
  constructor(expected: ExpectedStages, songS?: number) {
    this.#expected = expected
    this.#songS = songS
  }

  /** Notes that a stage has taken its time. */
  finish(stage: string, tookS: number): void {
    if (stage in this.#expected) this.#over.set(stage, tookS)
  }

  /**
   * @param stage the one that is on, `done` of it, and the time since it began
   * @param elapsedS time since the whole work began
   */
  at(stage: string, done: number, stageS: number, elapsedS: number): WholeProgress {
    const leftS = this.#steady(this.#leftS(stage, done, stageS))
    const total = elapsedS + leftS
    this.#done = Math.max(this.#done, total === 0 ? 0 : elapsedS / total)
    return { done: this.#done, elapsedS, leftS, ...(this.#songS === undefined ? {} : { songS: this.#songS }) }
  }

  #leftS(stage: string, done: number, stageS: number): number {
    const stages = Object.entries(this.#expected)
    const isNow = stage in this.#expected && !this.#over.has(stage)
    const nowS = isNow ? this.#expected[stage]! : 0
    const over = [...this.#over].map(([name, tookS]) => ({ expectedS: this.#expected[name]!, tookS }))
    const seen = [...over, { expectedS: nowS * done, tookS: isNow ? stageS : 0 }]
    const aheadS = stages.reduce((sum, [name, s]) => (name === stage || this.#over.has(name) ? sum : sum + s), 0)
    const slow = slowness(seen, TRUST * (aheadS + nowS * (1 - done)))
    // What a stage has shown of itself counts the more, the more of it is done.
    const restS = (1 - done) * ((1 - done) * nowS * slow + (isNow ? stageS : 0))
    return restS + aheadS * slow
  }

  #steady(leftS: number): number {
    const isWorse = leftS > this.#shownS * (1 + STEADY.part) + STEADY.s
    this.#shownS = isWorse ? leftS : Math.min(this.#shownS, leftS)
    return this.#shownS
  }
}

/** How many times as long as expected work takes here; what was not computed does not count. */
function slowness(seen: readonly { expectedS: number; tookS: number }[], trustS: number): number {
  const computed = seen.filter(({ expectedS, tookS }) => tookS >= CACHED * expectedS)
  const expectedS = computed.reduce((sum, one) => sum + one.expectedS, trustS)
  const tookS = computed.reduce((sum, one) => sum + one.tookS, trustS)
  return expectedS === 0 ? 1 : tookS / expectedS
}

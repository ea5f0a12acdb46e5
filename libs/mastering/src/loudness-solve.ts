import type { MasterPlan } from './master-plan.ts'

/** Gain, and the level that the limiter after it holds. */
export interface Aim {
  gainDb: number
  /** dBTP; null where the signal goes past the limiter. */
  limiterDbtp: number | null
}

/** What a signal measured. */
export interface Reading {
  integratedLufs: number
  truePeakDbtp: number
}

/** A solve ends within this of its target, half of what is promised. */
export const SOLVE_TOLERANCE_LU = 0.05

/** Taken off beyond what a ceiling was passed by, so that the next attempt does not pass it by a rounding. */
const CEILING_MARGIN_DB = 0.01

/** Attempts that may change the gain for loudness; later ones only mend the ceiling. */
const LOUDNESS_ATTEMPTS = 7

/** Share of a step of gain that arrives as loudness: all of it at most, and never so little that a step runs away. */
const LEAST_SLOPE = 0.2
/**
 * Loudness that a limiter takes grows with about this power of the dB by which peaks pass its ceiling: measured on a song
 * between 4 and 9 dB. Guides the first step only; later ones go by what was measured.
 */
const LOSS_POWER = 3

/** With peaks further over the ceiling than this a limiter takes more than the tolerance off the loudness. dB */
const GUESS_OVER_DB = 2

type Goal = Pick<MasterPlan, 'targetLufs' | 'ceilingDbtp' | 'maxLimitingDb'>

/**
 * Finds the gain into the limiter that brings a programme to its loudness under its ceiling: a secant search over
 * measured attempts. Loudness rises with gain, by less the more the limiter holds.
 */
export class LoudnessSolve {
  readonly #goal: Goal
  readonly #before: Reading
  /** More gain would break the ceiling, or need more limiting than is allowed. */
  #highestGainDb: number
  /** The ceiling, lowered where what follows the limiter has raised a peak over it. */
  #limiterDbtp: number
  #attempts = 0
  #last: { gainDb: number; lufs: number } | undefined

  /** `before` is the reading of the programme ahead of gain and limiter. */
  constructor(goal: Goal, before: Reading) {
    const { targetLufs, ceilingDbtp, maxLimitingDb } = goal
    this.#goal = goal
    this.#before = before
    this.#limiterDbtp = ceilingDbtp ?? Number.POSITIVE_INFINITY
    const isFree = ceilingDbtp === null || before.truePeakDbtp === Number.NEGATIVE_INFINITY
    const keepsGain = targetLufs === null && maxLimitingDb > 0
    this.#highestGainDb = Number.POSITIVE_INFINITY
    if (!isFree && !keepsGain) this.#highestGainDb = highestGain(ceilingDbtp - before.truePeakDbtp, maxLimitingDb)
  }

  /** The first attempt: the whole way to the target, as if nothing had to be limited. */
  first(): Aim {
    return this.#aim(this.#missingLu(this.#before))
  }

  /** True where the limiter holds so much that the first attempt is hardly the last. */
  isGuess({ gainDb, limiterDbtp }: Aim): boolean {
    const { targetLufs } = this.#goal
    if (targetLufs === null || limiterDbtp === null) return false
    return this.#attempts === 0 && this.#before.truePeakDbtp + gainDb - limiterDbtp > GUESS_OVER_DB
  }

  /** A better attempt after `aim` gave `reading`; null when there is none. */
  next(aim: Aim, reading: Reading): Aim | null {
    this.#attempts++
    const { ceilingDbtp } = this.#goal
    if (ceilingDbtp !== null && reading.truePeakDbtp > ceilingDbtp) {
      this.#lowerCeiling(aim, reading.truePeakDbtp - ceilingDbtp + CEILING_MARGIN_DB)
    }
    const better = this.#aim(aim.gainDb + this.#gainStepDb(aim, reading))
    return better.gainDb === aim.gainDb && better.limiterDbtp === aim.limiterDbtp ? null : better
  }

  /** True when the ceiling and the most limiting that is allowed forbid the gain that the target needs. */
  isHeldBack({ gainDb }: Aim, reading: Reading): boolean {
    return gainDb >= this.#highestGainDb && this.#missingLu(reading) > SOLVE_TOLERANCE_LU
  }

  /** What a reading lacks to the target; 0 where there is no target or no loudness. */
  #missingLu({ integratedLufs }: Reading): number {
    const { targetLufs } = this.#goal
    return targetLufs !== null && Number.isFinite(integratedLufs) ? targetLufs - integratedLufs : 0
  }

  #aim(wantedGainDb: number): Aim {
    const gainDb = Math.min(wantedGainDb, this.#highestGainDb)
    const isLimited = this.#goal.maxLimitingDb > 0 && this.#before.truePeakDbtp + gainDb > this.#limiterDbtp
    return { gainDb, limiterDbtp: isLimited ? this.#limiterDbtp : null }
  }

  #lowerCeiling({ gainDb, limiterDbtp }: Aim, byDb: number): void {
    if (this.#goal.maxLimitingDb === 0) this.#highestGainDb = gainDb - byDb
    else this.#limiterDbtp = (limiterDbtp ?? this.#before.truePeakDbtp + gainDb) - byDb
  }

  #gainStepDb({ gainDb }: Aim, reading: Reading): number {
    const missingLu = this.#missingLu(reading)
    if (Math.abs(missingLu) <= SOLVE_TOLERANCE_LU || this.#attempts >= LOUDNESS_ATTEMPTS) return 0
    const last = this.#last
    this.#last = { gainDb, lufs: reading.integratedLufs }
    const slope =
      last && last.gainDb !== gainDb
        ? (reading.integratedLufs - last.lufs) / (gainDb - last.gainDb)
        : this.#expectedSlope(gainDb, reading)
    return missingLu / Math.max(LEAST_SLOPE, Math.min(1, slope))
  }

  #expectedSlope(gainDb: number, { integratedLufs }: Reading): number {
    const lostLu = this.#before.integratedLufs + gainDb - integratedLufs
    const overDb = this.#before.truePeakDbtp + gainDb - this.#limiterDbtp
    return overDb > 0 ? 1 - (LOSS_POWER * lostLu) / overDb : 1
  }
}

/** Without a limiter the rounding that follows is given room, unless the programme fits as it is. */
function highestGain(headroomDb: number, maxLimitingDb: number): number {
  if (maxLimitingDb > 0) return headroomDb + maxLimitingDb
  const withMargin = headroomDb - CEILING_MARGIN_DB
  return headroomDb >= 0 ? Math.max(0, withMargin) : withMargin
}

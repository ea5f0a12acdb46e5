import type { Disc } from './disc.ts'
import type { Direction } from './groove-meter.ts'

export type FindingKind =
  | 'slope'
  | 'tracing'
  | 'depth'
  | 'space'
  | 'lowSide'
  | 'sideLength'
  | 'sideEnd'
  | 'level'
  | 'edges'
  | 'clipping'
export type FindingSeverity = 'error' | 'warning' | 'info'

/** Something that whoever cuts the record will meet, or its buyer will hear. Times are those of the programme. */
export interface Finding {
  kind: FindingKind
  severity: FindingSeverity
  /** What moves too far; absent where it is not one of both. */
  direction?: Direction
  startS: number
  endS: number
  /** The worst moment. */
  atS: number
  /** There. */
  value: number
  limit: number
  unit: 'cm/s' | 'g' | 'um' | 'dB' | 's' | 'runs'
  /** Where on the side the worst moment lies. */
  sideS: number
  radiusMm: number
  third: 'outer' | 'middle' | 'inner'
  /** What was found, in words. */
  message: string
  /** What to change. */
  fix: string
}

/** One stretch that passes a limit. */
export interface Excess {
  startS: number
  endS: number
  value: number
  limit: number
}

/** Excesses in one go: what lies closer together than `gapS` is one. */
export interface Spell extends Excess {
  atS: number
}

const FIRST_GAP_S = 2
/** Most findings of one kind; where there are more the gaps that they are joined over grow. */
const MOST_SPELLS = 8

/** Joins excesses, in order of time, over gaps of `firstGapS` to spells; the value and limit of a spell are those of its worst stretch. */
export function spells(excesses: readonly Excess[], firstGapS: number = FIRST_GAP_S): Spell[] {
  for (let gapS = firstGapS; ; gapS *= 2) {
    const joined: Spell[] = []
    for (const excess of excesses) {
      const last = joined[joined.length - 1]
      if (!last || excess.startS - last.endS > gapS) joined.push({ ...excess, atS: excess.startS })
      else {
        last.endS = excess.endS
        if (excess.value / excess.limit > last.value / last.limit) {
          last.value = excess.value
          last.limit = excess.limit
          last.atS = excess.startS
        }
      }
    }
    if (joined.length <= MOST_SPELLS) return joined
  }
}

/** Where a moment of the side lies. */
export function placeOf(disc: Disc, sideS: number): Pick<Finding, 'sideS' | 'radiusMm' | 'third'> {
  return { sideS, radiusMm: disc.radiusMm(sideS), third: disc.third(sideS) }
}

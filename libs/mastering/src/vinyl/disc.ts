import type { VinylPlan } from './vinyl-settings.ts'

const MM_PER_INCH = 25.4
const CM_PER_MM = 0.1
const S_PER_MIN = 60

/** Radii of what is recorded, mm: the first groove (IEC 60098) and the last one that music should reach. */
const RADII_MM: Readonly<Record<number, { outer: number; inner: number }>> = {
  12: { outer: 146.3, inner: 60.3 },
  10: { outer: 120.9, inner: 60.3 },
  7: { outer: 84.15, inner: 53 },
}
/** Grooves of a short side lie no further apart than this; the rest of the disc is left blank. */
const WIDEST_PITCH_MM = MM_PER_INCH / 100
/** Grooves of a long side lie no closer than this: 300 lines an inch (Boden). */
const FINEST_PITCH_MM = MM_PER_INCH / 300

/**
 * Where the moments of a side land. The pitch, the distance from turn to turn, is the one that spreads the side over
 * the disc; a lathe opens and closes it around this mean.
 */
export class Disc {
  readonly rpm: number
  readonly diameterIn: number
  readonly outerRadiusMm: number
  readonly innerRadiusMm: number
  /** Playing time of the whole side. */
  readonly sideLengthS: number
  readonly pitchMm: number

  constructor({ rpm, diameterIn }: Pick<VinylPlan, 'rpm' | 'diameterIn'>, sideLengthS: number) {
    const { outer, inner } = RADII_MM[diameterIn]!
    this.rpm = rpm
    this.diameterIn = diameterIn
    this.outerRadiusMm = outer
    this.innerRadiusMm = inner
    this.sideLengthS = sideLengthS
    const spread = (outer - inner) / this.turns(sideLengthS)
    this.pitchMm = Math.max(FINEST_PITCH_MM, Math.min(WIDEST_PITCH_MM, spread))
  }

  /** The longest side that fits, at the finest pitch. */
  get longestSideS(): number {
    return ((this.outerRadiusMm - this.innerRadiusMm) / FINEST_PITCH_MM / this.rpm) * S_PER_MIN
  }

  /** Turns in a span of the side. */
  turns(spanS: number): number {
    return (spanS * this.rpm) / S_PER_MIN
  }

  /** Of the groove at a moment of the side. mm */
  radiusMm(sideS: number): number {
    return this.outerRadiusMm - this.pitchMm * this.turns(sideS)
  }

  /** How fast the groove passes under the stylus: 2 π r times turns a second. cm/s */
  speedCmPerS(sideS: number): number {
    return (2 * Math.PI * this.radiusMm(sideS) * CM_PER_MM * this.rpm) / S_PER_MIN
  }

  /** The third of the band, from the first groove of the disc to its last, that a moment lies in. */
  third(sideS: number): 'outer' | 'middle' | 'inner' {
    const part = (this.outerRadiusMm - this.radiusMm(sideS)) / (this.outerRadiusMm - this.innerRadiusMm)
    return part < 1 / 3 ? 'outer' : part < 2 / 3 ? 'middle' : 'inner'
  }
}

/** The side that a programme lies on. */
export function discOf(plan: VinylPlan, programmeS: number): Disc {
  return new Disc(plan, plan.sideLengthS ?? plan.sideStartS + programmeS)
}

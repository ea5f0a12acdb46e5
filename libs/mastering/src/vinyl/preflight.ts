import type { FlatTops } from './clip-tap.ts'
import { wallVelocity } from './cut-level.ts'
import { CUTTING_LIMITS, LIMITS_DATE, ROUND_STYLUS_UM, sideLevelDb } from './cutting-limits.ts'
import { type Disc, discOf } from './disc.ts'
import { fileFindings } from './file-findings.ts'
import type { Finding } from './finding.ts'
import { type Cut, grooveFindings, highestLevel } from './groove-findings.ts'
import type { GrooveHistory } from './groove-meter.ts'
import type { LowsHistory } from './lows-meter.ts'
import { lowSideDb, programmeFindings } from './programme-findings.ts'
import type { VinylPlan } from './vinyl-settings.ts'

/** What is known of a finished vinyl master. */
export interface PreflightInput {
  plan: VinylPlan
  durationS: number
  /** Loudest 400 ms of the file. */
  momentaryMaxLufs: number
  groove: GrooveHistory
  /** What the lows were before the vinyl filter; null where lows are not made mono. */
  lows: LowsHistory | null
  flatTops: FlatTops
  /** What became of the level: the true peak ahead of the vinyl filter and behind it, and the gain after. */
  level: { mixPeakDbtp: number; filteredPeakDbtp: number; gainDb: number; ceilingDbtp: number | null }
}

/** The record as it would be cut, and what stands against it. Levels of nothing are -Infinity. */
export interface Preflight {
  disc: {
    diameterIn: number
    rpm: number
    sideLengthS: number
    sideStartS: number
    startRadiusMm: number
    endRadiusMm: number
    /** Mean distance of neighbouring turns. */
    pitchUm: number
  }
  cut: {
    referenceCmPerS: number
    /** Loudest 400 ms of the programme against a 1 kHz tone at the reference velocity. */
    levelDb: number
    /** The highest level that keeps the groove within its limits, and the one that sets it; null for silence. */
    highestLevelDb: number | null
    heldBy: 'slope' | 'tracing' | 'depth' | 'space' | null
    stylusUm: number
    roundStylusUm: number
  }
  level: PreflightInput['level']
  /** Along the programme; each entry covers `stepS` and holds the highest peaks there. */
  figures: {
    stepS: number
    radiusMm: number[]
    grooveSpeedCmPerS: number[]
    lateralVelocityCmPerS: number[]
    verticalVelocityCmPerS: number[]
    lateralAccelerationG: number[]
    verticalAccelerationG: number[]
    lateralDisplacementUm: number[]
    verticalDisplacementUm: number[]
    /** Side over mid below the mono corner, ahead of the filter; absent where lows are not made mono. */
    lowSideDb?: number[]
  }
  findings: Finding[]
  limits: { name: string; source: string }[]
  limitsDate: string
}

const MOST_STEPS = 240
const ORDER = { error: 0, warning: 1, info: 2 } as const

/** Judges a vinyl master by what its groove would be. */
export function preflight(input: PreflightInput): Preflight {
  const { plan, durationS, momentaryMaxLufs, groove, lows, flatTops, level } = input
  const disc = discOf(plan, durationS)
  const levelDb = plan.levelDb ?? sideLevelDb(disc)
  const { referenceCmPerS, stylusUm, sideStartS } = plan
  const cut: Cut = {
    disc,
    sideStartS,
    durationS,
    stylusUm,
    levelDb,
    isLevelAsked: plan.levelDb !== null,
    wallCmPerS: wallVelocity(momentaryMaxLufs, levelDb, referenceCmPerS),
    groove,
  }
  const highest = highestLevel(cut)
  const findings = [
    ...grooveFindings(cut),
    ...programmeFindings(cut, momentaryMaxLufs, lows, level),
    ...fileFindings(cut, flatTops),
  ]
  findings.sort((a, b) => ORDER[a.severity] - ORDER[b.severity] || a.startS - b.startS)
  return {
    disc: {
      diameterIn: disc.diameterIn,
      rpm: disc.rpm,
      sideLengthS: disc.sideLengthS,
      sideStartS,
      startRadiusMm: disc.radiusMm(sideStartS),
      endRadiusMm: disc.radiusMm(sideStartS + durationS),
      pitchUm: disc.pitchMm * 1000,
    },
    cut: {
      referenceCmPerS,
      levelDb,
      highestLevelDb: highest?.levelDb ?? null,
      heldBy: highest?.heldBy ?? null,
      stylusUm,
      roundStylusUm: ROUND_STYLUS_UM,
    },
    level,
    figures: figuresOf(cut, disc, lows, durationS),
    findings,
    limits: Object.values(CUTTING_LIMITS).map(({ name, source }) => ({ name, source })),
    limitsDate: LIMITS_DATE,
  }
}

function figuresOf(cut: Cut, disc: Disc, lows: LowsHistory | null, durationS: number): Preflight['figures'] {
  const { groove, sideStartS, wallCmPerS } = cut
  const cellsPerStep = Math.max(1, Math.ceil(groove.cells / MOST_STEPS))
  const stepS = cellsPerStep * groove.cellS
  const steps = Math.ceil(groove.cells / cellsPerStep)
  const list = (of: (step: number) => number) => Array.from({ length: steps }, (_, step) => of(step))
  const peak = (of: (cell: number) => number) =>
    list((step) => {
      let most = 0
      const end = Math.min(groove.cells, (step + 1) * cellsPerStep)
      for (let cell = step * cellsPerStep; cell < end; cell++) most = Math.max(most, of(cell))
      return most * wallCmPerS
    })
  const middleS = (step: number) => sideStartS + Math.min((step + 0.5) * stepS, durationS)
  return {
    stepS,
    radiusMm: list((step) => disc.radiusMm(middleS(step))),
    grooveSpeedCmPerS: list((step) => disc.speedCmPerS(middleS(step))),
    lateralVelocityCmPerS: peak((cell) => groove.at(cell, 'lateral').velocityCmPerS),
    verticalVelocityCmPerS: peak((cell) => groove.at(cell, 'vertical').velocityCmPerS),
    lateralAccelerationG: peak((cell) => groove.at(cell, 'lateral').accelerationG),
    verticalAccelerationG: peak((cell) => groove.at(cell, 'vertical').accelerationG),
    lateralDisplacementUm: peak((cell) => groove.at(cell, 'lateral').displacementUm),
    verticalDisplacementUm: peak((cell) => groove.at(cell, 'vertical').displacementUm),
    ...(lows ? { lowSideDb: list((step) => lowSideDb(lows, step * stepS, (step + 1) * stepS)) } : {}),
  }
}

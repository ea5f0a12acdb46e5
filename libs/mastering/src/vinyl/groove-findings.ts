import { gainToDb } from '@mixwright/dsp'
import { depthLimitsUm, grooveShare, ROUND_STYLUS_UM, tracingLimitG } from './cutting-limits.ts'
import type { Disc } from './disc.ts'
import { type Excess, type Finding, type FindingSeverity, placeOf, type Spell, spells } from './finding.ts'
import type { Direction, GrooveHistory } from './groove-meter.ts'
import { clock, figure } from './words.ts'

/** A programme at its place on a side, at the level it would be cut at. */
export interface Cut {
  disc: Disc
  /** Where on the side the programme begins. */
  sideStartS: number
  /** How long it is. */
  durationS: number
  stylusUm: number
  levelDb: number
  /** True where the mix file says so; else whoever cuts it finds the level. */
  isLevelAsked: boolean
  /** See cut-level.ts. */
  wallCmPerS: number
  /** Peaks for walls at 1 cm/s. */
  groove: GrooveHistory
}

const DIRECTIONS: readonly Direction[] = ['lateral', 'vertical']
/** A groove that is so far over what can be cut at a level that was asked for is no matter of a little less level. */
const HOPELESS_DB = 6
/** Pauses that a finding goes on over; what round styluses miss is a matter of whole verses. */
const WARNING_GAP_S = 2
const INFO_GAP_S = 30

type Measure = (cell: number, sideS: number) => { value: number; limit: number }

/** All that is wrong with the groove itself. */
export function grooveFindings(cut: Cut): Finding[] {
  return [
    ...DIRECTIONS.flatMap((direction) => slopeFindings(cut, direction)),
    ...DIRECTIONS.flatMap((direction) => tracingFindings(cut, direction)),
    ...depthFindings(cut),
    ...spaceFindings(cut),
  ]
}

/** The level at which the worst of all limits is just kept, and which limit that is; null for silence. */
export function highestLevel(cut: Cut): { levelDb: number; heldBy: 'slope' | 'tracing' | 'depth' | 'space' } | null {
  const worst = (...measures: Measure[]) => {
    let most = 0
    for (const measure of measures) {
      each(cut, (cell, sideS) => {
        const { value, limit } = measure(cell, sideS)
        most = Math.max(most, value / limit)
      })
    }
    return most
  }
  const room = roomOf(cut)
  const parts = [
    ['slope', worst(...DIRECTIONS.map((direction) => slope(cut, direction)))],
    ['tracing', worst(...DIRECTIONS.map((direction) => tracing(cut, direction, cut.stylusUm)))],
    ['depth', worst(depth(cut))],
    ['space', room.meanUm / room.landUm],
  ] as const
  const [heldBy, most] = parts.reduce((all, one) => (one[1] > all[1] ? one : all))
  return most > 0 ? { levelDb: cut.levelDb - gainToDb(most), heldBy } : null
}

function slopeFindings(cut: Cut, direction: Direction): Finding[] {
  return spellsOver(cut, slope(cut, direction)).map((spell) => {
    const overDb = gainToDb(spell.value / spell.limit)
    return found(cut, spell, {
      kind: 'slope',
      severity: severityOf(cut, overDb),
      direction,
      unit: 'cm/s',
      message: `${direction} velocity ${figure(spell.value)} cm/s, the groove runs at ${figure(spell.limit)} cm/s`,
      fix: `cut ${figure(overDb)} dB lower, tame the peak at ${clock(spell.atS)}, or move the song outwards on the side`,
    })
  })
}

function tracingFindings(cut: Cut, direction: Direction): Finding[] {
  const styluses = [
    { stylusUm: cut.stylusUm, severity: 'warning', gapS: WARNING_GAP_S },
    { stylusUm: ROUND_STYLUS_UM, severity: 'info', gapS: INFO_GAP_S },
  ] as const
  const findings: Finding[] = []
  for (const { stylusUm, severity, gapS } of styluses.filter((one, i) => i === 0 || one.stylusUm > cut.stylusUm)) {
    for (const spell of spellsOver(cut, tracing(cut, direction, stylusUm), gapS)) {
      const isSaid = findings.some(({ startS, endS }) => startS <= spell.endS && spell.startS <= endS)
      if (isSaid && severity === 'info') continue
      const limit = `a stylus of ${stylusUm} um traces ${figure(spell.limit)} g there`
      findings.push(
        found(cut, spell, {
          kind: 'tracing',
          severity,
          direction,
          unit: 'g',
          message: `highs bend the groove with ${figure(spell.value)} g (${direction}), ${limit}`,
          fix: `de-ess or lower the highs by ${figure(gainToDb(spell.value / spell.limit))} dB, set \`sibilance: gentle\`, or move the song outwards`,
        }),
      )
    }
  }
  return findings
}

function depthFindings(cut: Cut): Finding[] {
  const { lifting } = depthLimitsUm(grooveShare(cut.disc.pitchMm).widthUm)
  return spellsOver(cut, depth(cut)).map((spell) => {
    const what = spell.value > lifting ? 'the stylus would leave the groove' : 'the groove gets too shallow'
    return found(cut, spell, {
      kind: 'depth',
      severity: severityOf(cut, gainToDb(spell.value / spell.limit)),
      direction: 'vertical',
      unit: 'um',
      message: `vertical swing ${figure(spell.value)} um of at most ${figure(spell.limit)} um: ${what}`,
      fix: 'raise the corner or the slope of `lowMono`, or narrow the low mids of the mix',
    })
  })
}

function severityOf({ isLevelAsked }: Cut, overDb: number): FindingSeverity {
  return isLevelAsked && overDb > HOPELESS_DB ? 'error' : 'warning'
}

function spaceFindings(cut: Cut): Finding[] {
  const { meanUm, landUm, widest } = roomOf(cut)
  const overDb = gainToDb(meanUm / landUm)
  if (!(overDb > 0) || !widest) return []
  const spell: Spell = {
    startS: 0,
    endS: cut.durationS,
    atS: widest.atS,
    value: meanUm,
    limit: landUm,
  }
  const message = `neighbouring turns swing ${figure(meanUm)} um on average, a side of ${clock(cut.disc.sideLengthS)} leaves ${figure(landUm)} um`
  const fix = `cut ${figure(overDb)} dB lower, shorten the side, or lower the bass (most at ${clock(widest.atS)}: ${figure(widest.swingUm)} um)`
  return [found(cut, spell, { kind: 'space', severity: 'warning', direction: 'lateral', unit: 'um', message, fix })]
}

function slope(cut: Cut, direction: Direction): Measure {
  return (cell, sideS) => ({
    value: cut.groove.at(cell, direction).velocityCmPerS * cut.wallCmPerS,
    limit: cut.disc.speedCmPerS(sideS),
  })
}

function tracing(cut: Cut, direction: Direction, stylusUm: number): Measure {
  return (cell, sideS) => ({
    value: cut.groove.at(cell, direction).accelerationG * cut.wallCmPerS,
    limit: tracingLimitG(cut.disc.speedCmPerS(sideS), stylusUm),
  })
}

function depth(cut: Cut): Measure {
  const { safe } = depthLimitsUm(grooveShare(cut.disc.pitchMm).widthUm)
  return (cell) => ({ value: cut.groove.at(cell, 'vertical').displacementUm * cut.wallCmPerS, limit: safe })
}

interface Room {
  /** Mean over the turns of how far a turn and the one before swing, together. */
  meanUm: number
  /** What lies between them. */
  landUm: number
  widest: { atS: number; swingUm: number } | null
}

function roomOf({ disc, groove, wallCmPerS }: Cut): Room {
  const turnS = disc.sideLengthS / disc.turns(disc.sideLengthS)
  const swingsUm: number[] = []
  for (let cell = 0; cell < groove.cells; cell++) {
    const turn = Math.floor((cell * groove.cellS) / turnS)
    const swingUm = groove.at(cell, 'lateral').displacementUm * wallCmPerS
    swingsUm[turn] = Math.max(swingsUm[turn] ?? 0, swingUm)
  }
  let sum = 0
  let widest: Room['widest'] = null
  swingsUm.forEach((swingUm, turn) => {
    const together = swingUm + (swingsUm[turn - 1] ?? swingUm)
    sum += together
    if (together > (widest?.swingUm ?? 0)) widest = { atS: turn * turnS, swingUm: together }
  })
  return { meanUm: swingsUm.length > 0 ? sum / swingsUm.length : 0, landUm: grooveShare(disc.pitchMm).landUm, widest }
}

function spellsOver(cut: Cut, measure: Measure, gapS = WARNING_GAP_S): Spell[] {
  const excesses: Excess[] = []
  each(cut, (cell, sideS) => {
    const { value, limit } = measure(cell, sideS)
    const startS = cell * cut.groove.cellS
    if (value > limit) excesses.push({ startS, endS: startS + cut.groove.cellS, value, limit })
  })
  return spells(excesses, gapS)
}

function each({ groove, sideStartS }: Cut, visit: (cell: number, sideS: number) => void): void {
  for (let cell = 0; cell < groove.cells; cell++) visit(cell, sideStartS + cell * groove.cellS)
}

type Words = Pick<Finding, 'kind' | 'severity' | 'unit' | 'message' | 'fix'> & { direction: Direction }

function found(
  { disc, sideStartS, durationS }: Cut,
  { startS, endS, atS, value, limit }: Spell,
  words: Words,
): Finding {
  const { kind, severity, direction, unit, message, fix } = words
  const place = placeOf(disc, sideStartS + atS)
  return {
    kind,
    severity,
    direction,
    startS,
    endS: Math.min(endS, durationS),
    atS,
    value,
    limit,
    unit,
    ...place,
    message,
    fix,
  }
}

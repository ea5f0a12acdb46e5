import { dbToGain, gainToDb } from '@mixwright/dsp'
import { sideLengthLimitsS } from './cutting-limits.ts'
import { type Excess, type Finding, placeOf, spells } from './finding.ts'
import type { Cut } from './groove-findings.ts'
import type { LowsHistory } from './lows-meter.ts'
import type { PreflightInput } from './preflight.ts'
import { clock, figure } from './words.ts'

/** Lows of the side as loud as those of the mid: half of them are lost in mono. */
const LOST_DB = 0
/** Stretches that are averaged together. */
const LOWS_CELLS = 5
/** Lows so far under the loudest 400 ms are of no account. */
const AUDIBLE_DB = -24
/** A level that is only lowered by so much is not worth a word. */
const NOTED_GAIN_DB = -0.5

/** All that is wrong with the programme as such: its lows, its length, its level. */
export function programmeFindings(
  cut: Cut,
  momentaryMaxLufs: number,
  lows: LowsHistory | null,
  level: PreflightInput['level'],
): Finding[] {
  return [
    ...lengthFindings(cut),
    ...(lows ? lowSideFindings(cut, lows, momentaryMaxLufs - level.gainDb) : []),
    ...levelFindings(cut, level),
  ]
}

function lengthFindings({ disc, sideStartS, durationS }: Cut): Finding[] {
  const { recommended, most } = sideLengthLimitsS(disc)
  const whole = { startS: 0, endS: durationS, atS: durationS, unit: 's' as const }
  const endS = sideStartS + durationS
  const findings: Finding[] = []
  if (disc.sideLengthS > recommended) {
    const isTooLong = disc.sideLengthS > most
    findings.push({
      kind: 'sideLength',
      severity: isTooLong ? 'warning' : 'info',
      ...whole,
      value: disc.sideLengthS,
      limit: isTooLong ? most : recommended,
      ...placeOf(disc, disc.sideLengthS),
      message: `the side lasts ${clock(disc.sideLengthS)}, ${clock(recommended)} is advised and ${clock(most)} the most`,
      fix: 'move a song to another side, or expect a quieter cut',
    })
  }
  if (disc.sideLengthS > disc.longestSideS || endS > disc.sideLengthS) {
    const limit = Math.min(disc.sideLengthS, disc.longestSideS)
    findings.push({
      kind: 'sideEnd',
      severity: 'error',
      ...whole,
      value: Math.max(endS, disc.sideLengthS),
      limit,
      ...placeOf(disc, limit),
      message: `the programme ends at ${clock(endS)} of a side of ${clock(disc.sideLengthS)}; ${clock(disc.longestSideS)} fit on the disc`,
      fix: 'set `sideLength` to the playing time of all songs of the side, and `sideStart` to where this one begins',
    })
  }
  return findings
}

/** `programmeLufs` is the loudest 400 ms before the master's gain. */
function lowSideFindings({ disc, sideStartS, durationS }: Cut, lows: LowsHistory, programmeLufs: number): Finding[] {
  const audible = dbToGain(2 * (programmeLufs + AUDIBLE_DB))
  const excesses: Excess[] = []
  lows.cells.forEach((_, cell) => {
    const { mid, side } = meanOf(lows, cell, cell + LOWS_CELLS)
    const startS = cell * lows.cellS
    if (side > audible && side > mid) {
      const endS = Math.min(startS + LOWS_CELLS * lows.cellS, durationS)
      excesses.push({ startS, endS, value: Math.sqrt(side / (mid + audible)), limit: 1 })
    }
  })
  return spells(excesses).map((spell) => {
    const { mid, side } = meanOf(
      lows,
      Math.floor(spell.startS / lows.cellS + 0.5),
      Math.floor(spell.endS / lows.cellS + 0.5),
    )
    const value = ratioDb(side, mid)
    return {
      kind: 'lowSide',
      severity: 'warning',
      startS: spell.startS,
      endS: spell.endS,
      atS: spell.atS,
      value,
      limit: LOST_DB,
      unit: 'dB',
      ...placeOf(disc, sideStartS + spell.atS),
      message: `lows are out of phase: side ${figure(value)} dB over mid, so mono takes ${figure(ratioDb(mid + side, mid))} dB of them`,
      fix: 'turn the polarity of one channel, narrow the bass in the mix, or lower `lowMono`',
    }
  })
}

function levelFindings({ disc, sideStartS, durationS }: Cut, level: PreflightInput['level']): Finding[] {
  const { gainDb, mixPeakDbtp, filteredPeakDbtp, ceilingDbtp } = level
  if (ceilingDbtp === null || gainDb >= NOTED_GAIN_DB || filteredPeakDbtp <= ceilingDbtp) return []
  const raised = figure(filteredPeakDbtp - mixPeakDbtp)
  return [
    {
      kind: 'level',
      severity: 'info',
      startS: 0,
      endS: durationS,
      atS: 0,
      value: filteredPeakDbtp,
      limit: ceilingDbtp,
      unit: 'dB',
      ...placeOf(disc, sideStartS),
      message: `the file is ${figure(-gainDb)} dB lower than the mix: peaks of ${figure(mixPeakDbtp)} dBTP, ${raised} dB more after the vinyl filter, are not limited`,
      fix: 'nothing: the level of the record is set while cutting, and a lower file costs none of it',
    },
  ]
}

/** Side over mid from one moment to another, dB. */
export function lowSideDb(lows: LowsHistory, fromS: number, toS: number): number {
  const { mid, side } = meanOf(lows, Math.floor(fromS / lows.cellS + 0.5), Math.floor(toS / lows.cellS + 0.5))
  return ratioDb(side, mid)
}

/** Two mean squares against each other; what is 100 dB under the other counts as that. */
function ratioDb(of: number, to: number): number {
  const floor = 1e-10 * of
  return of === 0 ? Number.NEGATIVE_INFINITY : gainToDb(Math.sqrt(of / Math.max(to, floor)))
}

function meanOf({ cells }: LowsHistory, from: number, to: number): { mid: number; side: number } {
  const part = cells.slice(from, Math.max(from + 1, to))
  const sum = part.reduce((all, { mid, side }) => ({ mid: all.mid + mid, side: all.side + side }), { mid: 0, side: 0 })
  const count = Math.max(1, part.length)
  return { mid: sum.mid / count, side: sum.side / count }
}

import { gainToDb } from '@mixwright/dsp'
import type { FlatTops } from './clip-tap.ts'
import { type Finding, placeOf } from './finding.ts'
import type { Cut } from './groove-findings.ts'
import { figure } from './words.ts'

/** Silence that plants ask for at both ends of a file. */
const CLEAN_S = 0.2
/** A groove so far under its widest movement is silent. */
const SILENT_DB = -60
/** Flat tops that are the peaks of the mix, or all but them. */
const CLIPPED_SHARE = 0.98

/** What is wrong with the file as a studio takes it in: its ends, and clipping in what it was made from. */
export function fileFindings(cut: Cut, flatTops: FlatTops): Finding[] {
  return [...edgeFindings(cut), ...clipFindings(cut, flatTops)]
}

function edgeFindings({ disc, sideStartS, durationS, groove }: Cut): Finding[] {
  const velocity = (cell: number) =>
    Math.max(groove.at(cell, 'lateral').velocityCmPerS, groove.at(cell, 'vertical').velocityCmPerS)
  let widest = 0
  for (let cell = 0; cell < groove.cells; cell++) widest = Math.max(widest, velocity(cell))
  if (widest === 0) return []
  const levelDb = (fromS: number, toS: number) => {
    let most = 0
    const end = Math.min(groove.cells, Math.ceil(toS / groove.cellS))
    for (let cell = Math.max(0, Math.floor(fromS / groove.cellS)); cell < end; cell++)
      most = Math.max(most, velocity(cell))
    return gainToDb(most / widest)
  }
  // A stretch that only touches the silence belongs to the sound.
  const inside = CLEAN_S - groove.cellS / 2
  const ends = [
    {
      what: 'begins',
      startS: 0,
      endS: CLEAN_S,
      levelDb: levelDb(0, inside),
      fix: 'let the stems start a little later',
    },
    {
      what: 'ends',
      startS: Math.max(0, durationS - CLEAN_S),
      endS: durationS,
      levelDb: levelDb(durationS - inside, durationS),
      fix: 'let the mix ring out, with a longer `length`',
    },
  ]
  return ends
    .filter(({ levelDb }) => levelDb > SILENT_DB)
    .map(({ what, startS, endS, levelDb, fix }) => ({
      kind: 'edges',
      severity: 'info',
      startS,
      endS,
      atS: startS,
      value: levelDb,
      limit: SILENT_DB,
      unit: 'dB',
      ...placeOf(disc, sideStartS + startS),
      message: `the file ${what} without ${CLEAN_S} s of silence: the groove moves ${figure(-levelDb)} dB under its widest there`,
      fix,
    }))
}

function clipFindings({ disc, sideStartS, durationS }: Cut, { runs, share, atS }: FlatTops): Finding[] {
  if (runs === 0 || share < CLIPPED_SHARE) return []
  return [
    {
      kind: 'clipping',
      severity: 'warning',
      startS: atS,
      endS: durationS,
      atS,
      value: runs,
      limit: 0,
      unit: 'runs',
      ...placeOf(disc, sideStartS + atS),
      message: `the mix is clipped: ${runs} flat tops of three samples and more, the first here`,
      fix: 'take the mix from before it was clipped or limited hard',
    },
  ]
}

import type { Disc } from './disc.ts'

const UM_PER_MIL = 25.4
const UM_PER_MM = 1000
const STANDARD_GRAVITY_CM_PER_S2 = 980.665
const UM_PER_CM = 1e4
const S_PER_MIN = 60

/** A figure that the preflight judges by: what it is, and where it comes from. */
export interface CuttingLimit {
  readonly name: string
  readonly source: string
}

/** When the sources were last looked at. */
export const LIMITS_DATE = '2026-11-22'

/** Every figure of the preflight and its source; plants and studios differ, so the mix file may set its own. */
export const CUTTING_LIMITS = {
  slope: {
    name: 'peak velocity under the speed of the groove: 45 degrees, the back of a cutting stylus',
    source: 'pspatialaudio.com, vinylrecorder.com',
  },
  tracing: {
    name: 'acceleration under speed² / stylus radius: the groove bends no more sharply than the stylus',
    source: 'derived; radii of 18 um (round) and 7.6 um (elliptical and finer) are conventions',
  },
  depth: {
    name: 'vertical swing under what leaves a groove that a round stylus still rests in',
    source: 'groove width (1000 / LPI + 1) / 2 mil (Boden, tonmeister.ca), 90 degrees; derived',
  },
  space: {
    name: 'mean swing of neighbouring turns under the land that the mean pitch leaves between them',
    source: 'groove width after Boden; derived',
  },
  lowSide: {
    name: 'side under mid below the mono corner',
    source: 'pressing plants: in phase below 100 to 300 Hz, side 6 to 9 dB under mid (x-disc)',
  },
  sideLength: {
    name: 'playing time of a side',
    source: 'tables of pressing plants (100vinyl, Qrates, xvinylx); level by length: Lossendero Studio, advisory',
  },
} as const satisfies Record<string, CuttingLimit>

/** A stylus that most players of the last fifty years had, and the radius down to which tracing is no question. */
export const ROUND_STYLUS_UM = 18

/** Speed² / radius, in g. */
export function tracingLimitG(speedCmPerS: number, stylusUm: number): number {
  return (speedCmPerS * speedCmPerS * UM_PER_CM) / stylusUm / STANDARD_GRAVITY_CM_PER_S2
}

/** Width of the groove at rest and the land beside it, (pitch ± 1 mil) / 2. */
export function grooveShare(pitchMm: number): { widthUm: number; landUm: number } {
  const pitchUm = pitchMm * UM_PER_MM
  return { widthUm: (pitchUm + UM_PER_MIL) / 2, landUm: (pitchUm - UM_PER_MIL) / 2 }
}

/** Vertical swings of a groove of 90 degrees: up to `safe` a round stylus rests in it, at `lifting` there is none left. */
export function depthLimitsUm(widthUm: number): { safe: number; lifting: number } {
  const leastWidthUm = Math.SQRT2 * ROUND_STYLUS_UM
  return { safe: (widthUm - leastWidthUm) / 2, lifting: widthUm / 2 }
}

/** Playing times a side should and can have, minutes. */
const MINUTES: Readonly<Record<string, readonly [recommended: number, most: number]>> = {
  '12/33': [19.5, 23],
  '10/33': [13.5, 16],
  '7/33': [6.67, 7.5],
  '12/45': [12, 14.5],
  '10/45': [10, 12],
  '7/45': [4.5, 5],
}

/** Level at which a side of so many minutes can be cut, dB to the reference level. */
const LEVELS: Readonly<Record<string, readonly (readonly [minutes: number, levelDb: number])[]>> = {
  '12/33': [
    [20, 0],
    [24, -3],
    [28, -6],
  ],
  '10/33': [
    [13, 0],
    [17, -3],
    [19, -6],
  ],
  '7/33': [
    [6.5, 0],
    [7.5, -3],
    [9.5, -6],
  ],
  '12/45': [
    [10.5, 3],
    [13.5, 0],
    [16, -3],
  ],
  '10/45': [
    [8, 3],
    [10, 0],
    [12, -3],
  ],
  '7/45': [
    [4, 3],
    [5, 0],
    [6, -3],
  ],
}
/** No side is cut louder than this for being short. */
const LOUDEST_DB = 3

const kindOf = ({ diameterIn, rpm }: Disc) => `${diameterIn}/${Math.floor(rpm)}`

/** How long a side of this disc should be at most, and can be. s */
export function sideLengthLimitsS(disc: Disc): { recommended: number; most: number } {
  const [recommended, most] = MINUTES[kindOf(disc)]!
  return { recommended: recommended * S_PER_MIN, most: most * S_PER_MIN }
}

/** Level that a side of this length holds, by straight lines through the table and on beyond its ends, +3 dB at most. */
export function sideLevelDb(disc: Disc): number {
  const points = LEVELS[kindOf(disc)]!
  const minutes = disc.sideLengthS / S_PER_MIN
  const after = Math.min(
    points.length - 1,
    Math.max(
      1,
      points.findIndex(([until]) => minutes < until),
    ),
  )
  const last = minutes >= points[points.length - 1]![0] ? points.length - 1 : after
  const [[x0, y0], [x1, y1]] = [points[last - 1]!, points[last]!]
  return Math.min(LOUDEST_DB, y0 + ((minutes - x0) * (y1 - y0)) / (x1 - x0))
}

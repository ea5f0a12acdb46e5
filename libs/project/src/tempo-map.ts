/** A tempo that is reached at a moment of the song. */
export interface TempoPoint {
  readonly atS: number
  /** Quarter notes from the beginning of the song. */
  readonly atQuarter: number
  /** Quarter notes a minute. */
  readonly bpm: number
  /** `line`: by as much in every second, from the point before; `step`: at once. */
  readonly shape: 'line' | 'step'
}

/** A tempo over time: before the first point and after the last it stays. */
export interface TempoCurve {
  readonly points: readonly TempoPoint[]
}

/** From a point on, until the next. */
interface Stretch {
  readonly fromS: number
  readonly fromQuarter: number
  readonly bpm: number
  /** By how much the tempo rises in a second. */
  readonly bpmPerS: number
}

/** Seconds that `quarters` quarter notes take while the tempo goes from one to another in a straight line over time. */
export function lineSeconds(quarters: number, fromBpm: number, toBpm: number): number {
  return (120 * quarters) / (fromBpm + toBpm)
}

/** Quarter notes in `seconds` of such a line: its mean tempo is half way. */
export function lineQuarters(seconds: number, fromBpm: number, toBpm: number): number {
  return (seconds * (fromBpm + toBpm)) / 120
}

/** Where the quarter notes of a song lie whose tempo moves. Exact to rounding, with no more than a square root. */
export class TempoMap {
  readonly #stretches: readonly Stretch[]

  constructor({ points }: TempoCurve) {
    const first: Stretch = { fromS: 0, fromQuarter: 0, bpm: points[0]!.bpm, bpmPerS: 0 }
    const after = points.map(({ atS, atQuarter, bpm }, index): Stretch => {
      const next = points[index + 1]
      const bpmPerS = next?.shape === 'line' ? (next.bpm - bpm) / (next.atS - atS) : 0
      return { fromS: atS, fromQuarter: atQuarter, bpm, bpmPerS }
    })
    this.#stretches = [first, ...after]
  }

  /** The time of a quarter note, counted from 0. */
  secondsAt(quarter: number): number {
    const { fromS, fromQuarter, bpm, bpmPerS } = this.#stretches.findLast((one) => one.fromQuarter <= quarter)!
    const beats = 60 * (quarter - fromQuarter)
    return fromS + (2 * beats) / (bpm + Math.sqrt(bpm * bpm + 2 * bpmPerS * beats))
  }

  /** The tempo at a time, quarter notes a minute. */
  bpmAt(seconds: number): number {
    const { fromS, bpm, bpmPerS } = this.#stretches.findLast((one) => one.fromS <= seconds)!
    return bpm + bpmPerS * (seconds - fromS)
  }
}

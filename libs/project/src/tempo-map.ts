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

/** A length of time that is reached at a moment, by the cubic that leaves and arrives with the slopes. */
export interface LengthPoint {
  readonly atS: number
  /** ms. */
  readonly value: number
  readonly shape: 'cubic'
  /** ms per second, after the point before and ahead of this one. */
  readonly slopes: readonly [number, number]
}

/** Curves are followed by cubics of this length, or a thousandth of a longer ramp: exact to a microsecond. */
const PIECE_S = 0.5
const MOST_PIECES = 1000

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

  /** True where the tempo is the same throughout. */
  get stands(): boolean {
    return this.#stretches.every(({ bpm }) => bpm === this.#stretches[0]!.bpm)
  }

  /** The time of a quarter note, counted from 0; the first tempo held before, too. */
  secondsAt(quarter: number): number {
    const { fromS, fromQuarter, bpm, bpmPerS } =
      this.#stretches.findLast((one) => one.fromQuarter <= quarter) ?? this.#stretches[0]!
    const beats = 60 * (quarter - fromQuarter)
    return fromS + (2 * beats) / (bpm + Math.sqrt(bpm * bpm + 2 * bpmPerS * beats))
  }

  /** The tempo at a time, quarter notes a minute. */
  bpmAt(seconds: number): number {
    return bpmIn(this.#stretchAt(seconds), seconds)
  }

  /** How many quarter notes have passed at a time. */
  quartersAt(seconds: number): number {
    const { fromS, fromQuarter, bpm, bpmPerS } = this.#stretchAt(seconds)
    const passed = seconds - fromS
    return fromQuarter + (passed * (bpm + (bpmPerS * passed) / 2)) / 60
  }

  /**
   * How long ago, at each time of the song, so many quarter notes were to go until then: the time from a sound to an
   * echo that comes so much music later, at the moment of the echo. Its slope is 1 less the tempo now over that then.
   */
  lengthOf(quarters: number): readonly LengthPoint[] {
    const then = (atS: number) => this.secondsAt(this.quartersAt(atS) - quarters)
    const lengthMs = (atS: number) => 1000 * (atS - then(atS))
    const bends = this.#stretches.flatMap(({ fromS, fromQuarter }) => [fromS, this.secondsAt(fromQuarter + quarters)])
    const places = [...new Set(bends)].sort((a, b) => a - b)
    const points: LengthPoint[] = [{ atS: 0, value: lengthMs(0), shape: 'cubic', slopes: [0, 0] }]
    for (let i = 1; i < places.length; i++) {
      const [from, to] = [places[i - 1]!, places[i]!]
      const [now, past] = [this.#stretchAt((from + to) / 2), this.#stretchAt(then((from + to) / 2))]
      const slopeAt = (atS: number) => 1000 * (1 - bpmIn(now, atS) / bpmIn(past, then(atS)))
      const isStraight = now.bpmPerS === 0 && past.bpmPerS === 0
      const pieces = isStraight ? 1 : Math.min(MOST_PIECES, Math.ceil((to - from) / PIECE_S))
      for (let piece = 1; piece <= pieces; piece++) {
        const [start, end] = [piece - 1, piece].map((one) => from + ((to - from) * one) / pieces) as [number, number]
        points.push({ atS: end, value: lengthMs(end), shape: 'cubic', slopes: [slopeAt(start), slopeAt(end)] })
      }
    }
    return points
  }

  #stretchAt(seconds: number): Stretch {
    return this.#stretches.findLast((one) => one.fromS <= seconds) ?? this.#stretches[0]!
  }
}

function bpmIn({ fromS, bpm, bpmPerS }: Stretch, seconds: number): number {
  return bpm + bpmPerS * (seconds - fromS)
}

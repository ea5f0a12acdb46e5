import { QUANTUM_FRAMES } from '@mixwright/audio'
import { maths } from '@mixwright/kernels'

/** A value over song time: one number, or points in rising order. Before the first and after the last it holds. */
export type Curve = number | readonly CurvePoint[]

export interface CurvePoint {
  /** Song frame at which the value is reached. */
  atFrame: number
  value: number
  /**
   * How the value is reached from the one before: at once, in a straight line, in an S (3t² - 2t³, level at both ends),
   * by equal ratios in equal times, or by the cubic that leaves and arrives with the `slopes`. All but `step` want finite
   * values, `exponential` values above 0.
   */
  shape: 'step' | 'line' | 'smooth' | 'exponential' | 'cubic'
  /** Of a cubic: rise per frame after the point before, and ahead of this one. Default 0, which is `smooth`. */
  slopes?: readonly [number, number] | undefined
}

/** Value of a curve at a song frame. At a step this is the new value. */
export function curveValue(curve: Curve, frame: number): number {
  if (typeof curve === 'number') return curve
  return between(curve, lastPointUpTo(curve, frame), frame)
}

/** Value that a curve reaches on its way to a song frame. At a step this is still the old value. */
export function curveValueBefore(curve: Curve, frame: number): number {
  if (typeof curve === 'number') return curve
  const before = lastPointUpTo(curve, frame - 1)
  const next = curve[before + 1]
  if (next?.atFrame === frame && (next.shape !== 'step' || before < 0)) return next.value
  return between(curve, before, frame)
}

function lastPointUpTo(points: readonly CurvePoint[], frame: number): number {
  let low = -1
  let high = points.length
  while (high - low > 1) {
    const middle = (low + high) >> 1
    if (points[middle]!.atFrame <= frame) low = middle
    else high = middle
  }
  return low
}

function between(points: readonly CurvePoint[], index: number, frame: number): number {
  const from = points[Math.max(0, index)]!
  const to = points[index + 1]
  if (index < 0 || to === undefined || to.shape === 'step' || frame === from.atFrame) return from.value
  const t = (frame - from.atFrame) / (to.atFrame - from.atFrame)
  if (to.shape === 'exponential') return from.value * maths.pow(to.value / from.value, t)
  if (to.shape === 'line') return from.value + (to.value - from.value) * t
  const [leaving, arriving] = to.slopes ?? [0, 0]
  const bent = t * (1 - t) * ((1 - t) * leaving - t * arriving) * (to.atFrame - from.atFrame)
  return from.value + (to.value - from.value) * (t * t * (3 - 2 * t)) + bent
}

/** Lowest value that a curve takes, or, of a cubic, a bound of it. */
export function lowestOf(curve: Curve): number {
  return boundsOf(curve).reduce((least, value) => Math.min(least, value))
}

/** Highest value that a curve takes, or, of a cubic, a bound of it. */
export function highestOf(curve: Curve): number {
  return boundsOf(curve).reduce((most, value) => Math.max(most, value))
}

/** Values between which a curve stays: a cubic between the corners of its control polygon. */
function boundsOf(curve: Curve): readonly number[] {
  if (typeof curve === 'number') return [curve]
  return curve.flatMap(({ atFrame, value, slopes }, index) => {
    const before = curve[index - 1]
    if (!slopes || !before) return [value]
    const third = (atFrame - before.atFrame) / 3
    return [value, before.value + slopes[0] * third, value - slopes[1] * third]
  })
}

/**
 * Cuts the song frames `start … start + frames` wherever a curve may bend: at each multiple of the quantum and at each
 * point. `visit` gets the offset and length of a piece in the span, and the first and last frame of the whole segment
 * that the piece belongs to, which do not depend on `start` or `frames`.
 */
export function forEachSegment(
  curves: readonly Curve[],
  start: number,
  frames: number,
  visit: (offset: number, count: number, fromFrame: number, toFrame: number) => void,
): void {
  const end = start + frames
  let at = start
  while (at < end) {
    let from = Math.floor(at / QUANTUM_FRAMES) * QUANTUM_FRAMES
    let to = from + QUANTUM_FRAMES
    for (const curve of curves) {
      if (typeof curve === 'number') continue
      for (let i = lastPointUpTo(curve, to - 1); i >= 0 && curve[i]!.atFrame > from; i--) {
        const point = curve[i]!.atFrame
        if (point > at) to = Math.min(to, point)
        else from = Math.max(from, point)
      }
    }
    const stop = Math.min(to, end)
    visit(at - start, stop - at, from, to)
    at = stop
  }
}

import type { AutomationPoint, Movement } from '@mixwright/project'
import type { Telling } from './change.ts'
import { isMovement, isSwitch, type Summary } from './summary.ts'
import { wordsFor } from './words.ts'

type Value = string | number | boolean | Movement

/** A property that may move over time, before and after. */
export interface MovingProperty {
  property: string
  from: Value
  to: Value
}

/** Tells how a property moves otherwise than before, of which one side at least moves. */
export function tellMovement({ property, from, to }: MovingProperty, at: Telling, summary: Summary): undefined {
  const label = wordsFor(property)
  if (isMovement(from) && isMovement(to)) return tellPoints({ property, label, from, to }, at, summary)
  if (isMovement(to)) {
    const stretch = typeof from === 'number' ? oneStretch(from, to, property, summary) : undefined
    const before = isSwitch(property) ? label : `${label} ${summary.value(property, from)}`
    const verb = isSwitch(property) ? 'now switches' : 'now moves'
    return at.tell(stretch ? `${label} ${stretch}` : `${before} ${verb}: ${summary.value(property, to)}`, from, to)
  }
  const throughout = isSwitch(property) ? (to === true ? 'on' : 'off') : summary.value(property, to)
  at.tell(`${label} no longer ${isSwitch(property) ? 'switches' : 'moves'}: ${throughout} throughout`, from, to)
}

/** `-4 dB → -2.5 dB from the chorus on`, where a value only jumps, and perhaps back. */
function oneStretch(before: number, { points }: Movement, property: string, summary: Summary): string | undefined {
  const [first, second, third] = points
  const isJump = first?.value === before && second?.shape === 'step'
  if (!isJump || points.length > 3) return undefined
  const shown = (value: number) => summary.pointValue(property, { value, shape: 'line' })
  const change = `${shown(before)} → ${shown(second.value)} from ${summary.moments.words(second.atS)}`
  if (!third) return `${change} on`
  return third.shape === 'step' && third.value === before
    ? `${change} to ${summary.moments.words(third.atS)}`
    : undefined
}

interface Curves {
  property: string
  label: string
  from: Movement
  to: Movement
}

function tellPoints(curves: Curves, at: Telling, summary: Summary): undefined {
  const { property, label, from, to } = curves
  const offset = commonOffset(property, from, to)
  if (offset !== undefined) {
    const amount = summary.value(property, Math.abs(offset))
    return at.tell(`${label} ${amount} ${offset > 0 ? 'higher' : 'lower'} throughout`, from, to)
  }
  const gone = from.points.filter(({ atS }) => !to.points.some((point) => point.atS === atS))
  for (const [index, point] of to.points.entries()) {
    const inside = at.into(summary.moments.key(point.atS))
    const former = from.points.find(({ atS }) => atS === point.atS)
    if (former) tellPoint(curves, former, index, inside, summary)
    else {
      const source = gone.findIndex(({ value, shape }) => value === point.value && shape === point.shape)
      const [moved] = source < 0 ? [] : gone.splice(source, 1)
      if (moved) {
        const { moments } = summary
        const shown = summary.pointValue(property, point)
        inside.tell(
          `${label} ${shown} moved from ${moments.words(moved.atS)} to ${moments.words(point.atS)}`,
          moved,
          point,
        )
      } else inside.tell(`${label} ${added(curves, index, summary)}`, null, point)
    }
  }
  for (const point of gone) {
    at.into(summary.moments.key(point.atS)).tell(
      `${label} point removed: ${summary.point(property, point)}`,
      point,
      null,
    )
  }
}

/** By how much a whole curve in dB was raised, if it was. */
function commonOffset(property: string, from: Movement, to: Movement): number | undefined {
  if (!property.endsWith('Db') || from.points.length !== to.points.length || to.points.length < 2) return undefined
  const offsets = to.points.map(({ value, atS, shape }, index) => {
    const former = from.points[index]!
    return former.atS === atS && former.shape === shape ? value - former.value : Number.NaN
  })
  const [first] = offsets
  const isCommon = offsets.every((offset) => Math.abs(offset - first!) < 1e-9)
  return isCommon && Number.isFinite(first) && first !== 0 ? Number(first!.toFixed(9)) : undefined
}

function tellPoint(
  { property, label, to }: Curves,
  former: AutomationPoint,
  index: number,
  at: Telling,
  summary: Summary,
): undefined {
  const point = to.points[index]!
  const when = summary.moments.words(point.atS)
  if (former.shape === point.shape && former.value === point.value) return
  if (former.value === point.value) {
    return at.tell(`${label} at ${when}: ${shapeWords(former)} → ${shapeWords(point)}`, former, point)
  }
  const isPlain = former.shape === point.shape
  const shown = ({ value, shape }: AutomationPoint) =>
    summary.pointValue(property, { value, shape: isPlain ? 'line' : shape })
  at.tell(`${label} ${shown(former)} → ${shown(point)} ${spanOf(to.points, index, summary)}`, former, point)
}

/** A new point: what it changes, where it only jumps from a value that was held; else the point itself. */
function added({ property, from, to }: Curves, index: number, summary: Summary): string {
  const point = to.points[index]!
  const before = from.points.findLast(({ atS }) => atS < point.atS)
  const isHeld = before !== undefined && before === from.points.at(-1)
  if (point.shape !== 'step' || !isHeld || index < to.points.length - 1) {
    return `point added: ${summary.point(property, point)}`
  }
  const shown = (value: number) => summary.pointValue(property, { value, shape: 'line' })
  return `${shown(before.value)} → ${shown(point.value)} from ${summary.moments.words(point.atS)} on`
}

/** For how long a point's value holds: only where it is reached, and left, at once. */
function spanOf(points: readonly AutomationPoint[], index: number, { moments }: Summary): string {
  const [point, next] = [points[index]!, points[index + 1]]
  if (point.shape !== 'step') return `at ${moments.words(point.atS)}`
  if (!next) return `from ${moments.words(point.atS)} on`
  return next.shape === 'step'
    ? `from ${moments.words(point.atS)} to ${moments.words(next.atS)}`
    : `at ${moments.words(point.atS)}`
}

function shapeWords({ shape }: AutomationPoint): string {
  return shape === 'line' ? 'straight line' : shape
}

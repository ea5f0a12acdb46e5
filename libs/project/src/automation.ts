import { type CurveShape, SHAPE_PATTERN, SHAPES_DOC, splitShape } from './curve-shape.ts'
import { type Field, type Form, type Presence, unitField } from './form.ts'
import { whole } from './list.ts'
import { readMoment } from './moment.ts'
import { quoted } from './printable.ts'
import type { QuantityField } from './quantity.ts'
import type { Reader } from './reader.ts'
import { type ScalarForm, scalarSchema } from './scalar.ts'
import { toggle } from './text.ts'
import type { Entry, MapNode, Node } from './tree.ts'

/** A value that is reached at a moment, from the point before. */
export interface AutomationPoint {
  readonly atS: number
  /** In the unit that the property's name carries. */
  readonly value: number
  /**
   * `line`: straight, in the value's own unit; `smooth`: in an S, 3t² - 2t³ of the way after t of the time;
   * `exponential`: by equal ratios in equal times; `step`: the former value holds until `atS`; `cubic`: by the cubic
   * that leaves and arrives with the slopes, which cannot be written.
   */
  readonly shape: CurveShape | 'cubic'
  /** Of a cubic: rise per second after the point before, and ahead of this one. */
  readonly slopes?: readonly [number, number]
}

/** Points in the order of time: before the first and after the last the value stays. */
export interface Movement {
  readonly points: readonly AutomationPoint[]
}

/** A value that holds for the whole song, or moves. */
export type Automation = number | Movement

/** The same key, whose value may move over time; its words, `auto`, stand still. */
export function automated<T extends number | string, S extends string, G extends boolean>({
  doc,
  form,
  suffix,
  fallback,
  given,
}: QuantityField<T, S, G>): Field<T | Movement, S, G> {
  const options: Presence<T | Movement> = fallback === undefined ? {} : { default: fallback }
  return { ...unitField(`${doc} May move: a map of times to values.`, automation(form), suffix, options), given }
}

/** One value, or a map from times to values: `{ 0:00: -4 dB, chorus: smooth -2.5 dB, outro: step -5 dB }`. */
export function automation<T extends number | string>(value: ScalarForm<T>): Form<T | Movement> {
  return {
    allowed: value.allowed,
    read(node, reader) {
      return node.type === 'map' ? readMovement(node, reader, numbersOf(value)) : value.read(node, reader)
    },
    check: (read, node, reader) => typeof read === 'object' || (value.check?.(read, node, reader) ?? true),
    schema: (definitions) => ({
      anyOf: [
        value.schema(definitions),
        {
          description: SHAPES_DOC,
          type: 'object',
          minProperties: 1,
          additionalProperties: scalarSchema(value, SHAPE_PATTERN),
        },
      ],
    }),
    show: (shown) => (typeof shown === 'object' ? '' : value.show(shown)),
  }
}

/** A key that is `true` or `false`, or switches over time; as a movement 1 is true and 0 is false. */
export function automatedToggle(doc: string): Field<boolean | Movement, '', true> {
  const options: Presence<boolean | Movement> = { default: false }
  const moving = `${doc} May switch: a map of times to \`on\` and \`off\`, fading for 5 ms from each time on; before the first it is the other way.`
  return { ...unitField(moving, toggleOverTime, '', options), given: true }
}

const SWITCH = new Map([
  ['on', 1],
  ['true', 1],
  ['off', 0],
  ['false', 0],
])

const toggleOverTime: Form<boolean | Movement> = {
  allowed: 'true or false',
  read(node, reader) {
    if (node.type !== 'map') return toggle.read(node, reader)
    const curved = node.entries.find(({ value }) => splitShape(value).shape !== 'line')
    if (curved) {
      return reader.into(`at ${quoted(curved.key.text)}`).refuse('PROJECT_BAD_VALUE', curved.value, 'on or off')
    }
    const points = readMovement(node, reader, { read: readSwitch })?.points
    return points && { points: withOpposite(points).map((point) => ({ ...point, shape: 'step' })) }
  },
  schema: (definitions) => ({
    anyOf: [
      toggle.schema(definitions),
      {
        type: 'object',
        minProperties: 1,
        additionalProperties: { anyOf: [{ type: 'boolean' }, { enum: [...SWITCH.keys()] }] },
      },
    ],
  }),
  show: (value) => (typeof value === 'object' ? '' : String(value)),
}

/** Before its first time a switch stands the other way. */
function withOpposite(points: readonly AutomationPoint[]): readonly AutomationPoint[] {
  const [first] = points
  return first!.atS === 0 ? points : [{ atS: 0, value: 1 - first!.value, shape: 'step' }, ...points]
}

function readSwitch(node: Node, reader: Reader): number | undefined {
  const value = node.type === 'scalar' ? SWITCH.get(node.text) : undefined
  return value ?? reader.refuse('PROJECT_BAD_VALUE', node, 'on or off')
}

/** The points of a map from times to values, in the order of time; `form` reads what stands at each. */
export function readMovement(node: MapNode, reader: Reader, form: PointForm): Movement | undefined {
  if (node.entries.length === 0) {
    return reader.report('PROJECT_MISSING_VALUE', node, 'got no points, allowed one or more')
  }
  const read = whole(node.entries.map((entry) => readPoint(entry, form, reader)))
  return read && inOrder(read, reader)
}

/** Reads the numbers of a form, and refuses its words. */
function numbersOf<T extends number | string>(form: ScalarForm<T>): PointForm {
  return {
    read(node, reader) {
      const value = form.read(node, reader)
      if (typeof value !== 'string') return value as number | undefined
      return reader.report('PROJECT_BAD_VALUE', node, `got ${quoted(value)}, allowed numbers where a value moves`)
    },
  }
}

/** How a value is read that stands at a time of the song. */
interface PointForm {
  read(node: Node, reader: Reader, atS: number): number | undefined
}

interface WrittenPoint extends AutomationPoint {
  readonly entry: Entry
}

function readPoint(entry: Entry, form: PointForm, reader: Reader): WrittenPoint | undefined {
  const inside = reader.into(`at ${quoted(entry.key.text)}`)
  const atS = readMoment(entry.key, inside)
  const { node, shape, misspelt } = splitShape(entry.value)
  if (misspelt) {
    return inside.report(
      'PROJECT_BAD_VALUE',
      misspelt.node,
      `got ${quoted(misspelt.node.text)}, allowed a value, or a shape and a value`,
      misspelt,
    )
  }
  const value = form.read(node, inside, atS ?? 0)
  return atS === undefined || value === undefined ? undefined : { atS, value, shape, entry }
}

function inOrder(written: readonly WrittenPoint[], reader: Reader): Movement | undefined {
  const sorted = [...written].sort((a, b) => a.atS - b.atS)
  let isGood = true
  for (let i = 1; i < sorted.length; i++) {
    const [before, point] = [sorted[i - 1]!, sorted[i]!]
    if (before.atS === point.atS) isGood = reportSameTime(before, point, reader)
    else if (!isReachable(before, point, reader)) isGood = false
  }
  return isGood ? { points: sorted.map(({ atS, value, shape }) => ({ atS, value, shape })) } : undefined
}

/** False after reporting a point that its shape cannot lead to. */
function isReachable(before: WrittenPoint, point: WrittenPoint, reader: Reader): boolean {
  const { value: node } = point.entry
  if (point.shape === 'step') return true
  if (!(Number.isFinite(before.value) && Number.isFinite(point.value))) {
    const fix = 'write `step` before the value, or use a low level such as -90 dB in place of -inf dB'
    reader.report('PROJECT_LINE_TO_SILENCE', node, 'a straight line cannot lead to or from -inf dB', { fix })
    return false
  }
  if (point.shape !== 'exponential' || (before.value > 0 && point.value > 0)) return true
  const fix = 'leave out `exponential`, or write `smooth`; a line in dB is one of equal ratios already'
  reader.report('PROJECT_BAD_VALUE', node, 'an exponential curve leads only between values above 0', { fix })
  return false
}

function reportSameTime(before: WrittenPoint, point: WrittenPoint, reader: Reader): false {
  const [first, second] = before.entry.key.head.from < point.entry.key.head.from ? [before, point] : [point, before]
  const message = `${quoted(second.entry.key.text)} is the same time as ${quoted(first.entry.key.text)}`
  reader.report('PROJECT_DUPLICATE_TIME', second.entry.key, message, { fix: 'keep one of them' })
  return false
}

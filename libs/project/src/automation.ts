import { type Field, type Form, type Presence, unitField } from './form.ts'
import { whole } from './list.ts'
import { readMoment } from './moment.ts'
import { quoted } from './printable.ts'
import type { QuantityField } from './quantity.ts'
import type { Reader } from './reader.ts'
import { type ScalarForm, scalarSchema } from './scalar.ts'
import type { Entry, Node, ScalarNode } from './tree.ts'

/** A value that is reached at a moment: on a straight line from the point before, or by a jump. */
export interface AutomationPoint {
  readonly atS: number
  /** In the unit that the property's name carries. */
  readonly value: number
  /** `line`: straight, in the value's own unit, from the point before. `step`: the former value holds until `atS`. */
  readonly shape: 'line' | 'step'
}

/**
 * A value that holds for the whole song, or moves through points in the order of time: before the first and after the
 * last the value stays.
 */
export type Automation = number | { readonly points: readonly AutomationPoint[] }

/** The same key, whose value may move over time. */
export function automated<S extends string, G extends boolean>({
  doc,
  form,
  suffix,
  fallback,
  given,
}: QuantityField<number, S, G>): Field<Automation, S, G> {
  const moving = `${doc} May move: a map of times to values.`
  const options: Presence<Automation> = fallback === undefined ? {} : { default: fallback }
  return { ...unitField(moving, automation(form), suffix, options), given }
}

/** One value, or a map from times to values: `{ 0:00: -4 dB, chorus: -2.5 dB, outro: step -5 dB }`. */
function automation(value: ScalarForm<number>): Form<Automation> {
  return {
    allowed: value.allowed,
    read(node, reader) {
      if (node.type !== 'map') return value.read(node, reader)
      if (node.entries.length === 0) {
        return reader.report('PROJECT_MISSING_VALUE', node, 'got no points, allowed one or more')
      }
      const read = whole(node.entries.map((entry) => readPoint(entry, value, reader)))
      return read && inOrder(read, reader)
    },
    schema: (definitions) => ({
      anyOf: [
        value.schema(definitions),
        { type: 'object', minProperties: 1, additionalProperties: scalarSchema(value, '(?:step\\s+)?') },
      ],
    }),
    show: (shown) => (typeof shown === 'number' ? value.show(shown) : ''),
  }
}

interface WrittenPoint extends AutomationPoint {
  readonly entry: Entry
}

function readPoint(entry: Entry, form: ScalarForm<number>, reader: Reader): WrittenPoint | undefined {
  const inside = reader.into(`at ${quoted(entry.key.text)}`)
  const atS = readMoment(entry.key, inside)
  const { node, shape } = withoutStep(entry.value)
  const value = form.read(node, inside)
  return atS === undefined || value === undefined ? undefined : { atS, value, shape, entry }
}

/** Splits `step -5 dB` into the word and the value, which keeps its place in the text. */
function withoutStep(node: Node): { node: Node; shape: 'line' | 'step' } {
  const step = node.type === 'scalar' ? /^step\s+(?=\S)/.exec(node.text)?.[0].length : undefined
  if (step === undefined || node.type !== 'scalar') return { node, shape: 'line' }
  const text = node.text.slice(step)
  const from = node.plain ? Math.min(node.head.from + step, node.head.to - 1) : node.head.from
  return { node: { ...node, text, head: { from, to: node.head.to } } satisfies ScalarNode, shape: 'step' }
}

function inOrder(written: readonly WrittenPoint[], reader: Reader): Automation | undefined {
  const sorted = [...written].sort((a, b) => a.atS - b.atS)
  let isGood = true
  for (let i = 1; i < sorted.length; i++) {
    const [before, point] = [sorted[i - 1]!, sorted[i]!]
    if (before.atS === point.atS) isGood = reportSameTime(before, point, reader)
    else if (point.shape === 'line' && !(Number.isFinite(before.value) && Number.isFinite(point.value))) {
      isGood = false
      const fix = 'write `step` before the value, or use a low level such as -90 dB in place of -inf dB'
      reader.report('PROJECT_LINE_TO_SILENCE', point.entry.value, 'a straight line cannot lead to or from -inf dB', {
        fix,
      })
    }
  }
  return isGood ? { points: sorted.map(({ atS, value, shape }) => ({ atS, value, shape })) } : undefined
}

function reportSameTime(before: WrittenPoint, point: WrittenPoint, reader: Reader): false {
  const [first, second] = before.entry.key.head.from < point.entry.key.head.from ? [before, point] : [point, before]
  const message = `${quoted(second.entry.key.text)} is the same time as ${quoted(first.entry.key.text)}`
  reader.report('PROJECT_DUPLICATE_TIME', second.entry.key, message, { fix: 'keep one of them' })
  return false
}

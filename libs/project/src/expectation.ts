import { type Fields, type Form, field, renamed } from './form.ts'
import { list } from './list.ts'
import { levelOver, type Measure, type MeasureName, measures } from './measure.ts'
import { NAME_SCHEMA } from './name.ts'
import { quoted } from './printable.ts'
import type { Reader } from './reader.ts'
import { readFields, recordSchema, refuseUnknownKeys } from './record.ts'
import { reference } from './reference.ts'
import { MIX_BUS } from './routes.ts'
import type { ScalarForm } from './scalar.ts'
import { soleKey } from './sole-key.ts'
import type { Stretch } from './stretch.ts'
import { didYouMean, listed } from './suggestion.ts'
import { textField } from './text.ts'
import { type Entry, isNothing, type Node } from './tree.ts'

/** What a mix is held to: something that is measured, and its limits, one or both. */
export interface Expectation {
  readonly measure: MeasureName
  /** The mix (`mix`) or a delivery; for `level` strips, which are taken together. */
  readonly of: readonly string[]
  /** Strips that `of` is held against, taken together. */
  readonly over?: readonly string[]
  readonly in?: Stretch
  /** Only what lies below. Hz */
  readonly belowHz?: number
  /** Octave of `balance`. */
  readonly band?: string
  readonly atLeast?: number
  readonly atMost?: number
  /** Of limits and value: LUFS, LU, dB, dBTP, dBFS, s, or empty. */
  readonly unit: string
  /** What it is called where the file gives it a name. */
  readonly name?: string
}

/** Names of strips: a list, or a single one. */
const stripsForm: Form<readonly string[]> = {
  allowed: 'the names of stems, buses or returns',
  read(node, reader) {
    if (node.type === 'scalar' && !isNothing(node)) {
      const name = strip.read(node, reader)
      return name === undefined ? undefined : [name]
    }
    const names = strips.read(node, reader)
    if (names?.length !== 0) return names
    return reader.report('PROJECT_MISSING_VALUE', node, 'got none, allowed one stem, bus or return or more')
  },
  schema: () => ({ anyOf: [NAME_SCHEMA, { type: 'array', items: NAME_SCHEMA, minItems: 1 }] }),
}

const strip = reference('level')
const strips = list('strip', strip)

/** The mix, or a delivery by its name; nothing means the mix. */
const soundForm: Form<readonly string[]> = {
  allowed: '`mix`, or the name of a delivery',
  read(node, reader) {
    if (isNothing(node)) return [MIX_BUS]
    const names = [MIX_BUS, ...(reader.song.deliveries ?? [])]
    if (node.type !== 'scalar') return reader.refuse('PROJECT_WRONG_TYPE', node, soundForm.allowed)
    if (names.includes(node.text)) return [node.text]
    const message = `got ${quoted(node.text)}, neither the mix nor a delivery ${listed(names)}`
    return reader.report('EXPECT_UNKNOWN_NAME', node, message, { fix: didYouMean(node.text, names) })
  },
  schema: () => ({ anyOf: [NAME_SCHEMA, { type: 'null' }] }),
}

/** Two limits, the lower one first. */
function between(limit: ScalarForm<number>): Form<readonly [number, number]> {
  const allowed = `two limits, each ${limit.allowed}`
  return {
    allowed,
    read(node, reader) {
      if (node.type !== 'list' || node.items.length !== 2) {
        return reader.report('PROJECT_WRONG_TYPE', node, `got no pair, allowed ${allowed}`, {
          fix: 'write `between: [ …, … ]`',
        })
      }
      const [low, high] = node.items.map((item) => limit.read(item, reader))
      if (low === undefined || high === undefined) return undefined
      if (low <= high) return [low, high]
      return reader.report('PROJECT_OUT_OF_RANGE', node, 'got the higher limit first', { fix: 'swap them' })
    },
    schema: (definitions) => ({ type: 'array', items: limit.schema(definitions), minItems: 2, maxItems: 2 }),
  }
}

const OVER = {
  over: field('Strips that the level is held against, taken together.', stripsForm),
} satisfies Fields

/** The keys of one check. */
function fieldsFor(name: MeasureName, isOver: boolean): Fields {
  const measure: Measure = measures[name]
  const { limit } = isOver ? levelOver : measure
  const subject = measure.of === 'strips' ? stripsForm : soundForm
  return {
    [name]: renamed('of', field(`${measure.doc} ${OF[measure.of]}`, subject, { required: true })),
    ...(isOver ? OVER : {}),
    ...measure.options,
    atLeast: field('The value may not be lower.', limit),
    atMost: field('The value may not be higher.', limit),
    between: field('Both limits, the lower one first.', between(limit)),
    name: textField('What to call it in results.', {}),
  }
}

const OF = {
  sound: 'Of the mix (`mix`, or nothing) or of a delivery, by its name.',
  strips: 'By their names.',
} as const

const NAMES = Object.keys(measures) as MeasureName[]

const expectationForm: Form<Expectation> = {
  allowed: 'a check such as `{ loudness: mix, atMost: -14 LUFS }`',
  read(node, reader) {
    const found = soleKey(node, NAMES, 'measure', reader)
    if (!found) return undefined
    const name = found.entry.key.text as MeasureName
    const inside = reader.into(name)
    const isOver = name === 'level' && found.siblings.some(({ key }) => key.text === 'over')
    const fields = fieldsFor(name, isOver)
    const known = name === 'level' ? [...Object.keys(fields), 'over'] : Object.keys(fields)
    const isKnown = refuseUnknownKeys(found.siblings, known, inside)
    const entries = [found.entry, ...found.siblings]
    const read = readFields(entries, node, fields, inside) as Read | undefined
    if (!read || !isKnown || !hasLimits(name, entries, read, node, inside)) return undefined
    const { between: pair, ...rest } = read
    const limits = pair ? { atLeast: pair[0], atMost: pair[1] } : {}
    return { measure: name, ...rest, ...limits, unit: isOver ? levelOver.unit : measures[name].unit }
  },
  schema: (definitions) =>
    definitions.refer('expectation', () => {
      const plain = NAMES.map((name) => recordSchema(fieldsFor(name, false), definitions))
      return { anyOf: [...plain, recordSchema(fieldsFor('level', true), definitions)] }
    }),
}

type Read = Omit<Expectation, 'measure' | 'unit'> & { readonly between?: readonly [number, number] }

/** True for limits that make sense together; reports others. */
function hasLimits(name: MeasureName, entries: readonly Entry[], read: Read, node: Node, reader: Reader): boolean {
  const written = (key: string) => entries.find((entry) => entry.key.text === key)
  const [pair, low, high] = [written('between'), written('atLeast'), written('atMost')]
  const band = written('band')
  if (name === 'balance' && !band) {
    reader.report('PROJECT_MISSING_KEY', node, "missing key 'band'", { fix: 'add `band: 250 Hz`' })
  } else if (!pair && !low && !high) {
    const fix = 'add `atLeast: …`, `atMost: …` or `between: [ …, … ]`'
    reader.report('PROJECT_MISSING_KEY', node, 'got no limit', { fix })
  } else if (pair && (low ?? high)) {
    reader.report('PROJECT_WRONG_TYPE', (low ?? high)!.key, 'got a limit beside `between`', { fix: 'keep one of them' })
  } else if ((read.atLeast ?? -Infinity) > (read.atMost ?? Infinity)) {
    reader.report('PROJECT_OUT_OF_RANGE', high!.value, 'got a highest value under the lowest', { fix: 'swap them' })
  } else return true
  return false
}

/** The key `expect`. */
export const expectField = field(
  'What the mix and its deliveries are held to: a list of checks, each with one key that says what is measured, and its limits.',
  list('check', expectationForm),
  { default: [] },
)

import { foreignKey } from './foreign-keys.ts'
import { type Description, type Field, type Fields, type Form, propertyName } from './form.ts'
import { quoted } from './printable.ts'
import type { Reader } from './reader.ts'
import type { Definitions, JsonSchema } from './schema.ts'
import { didYouMean } from './suggestion.ts'
import { type Entry, isNothing, type Node } from './tree.ts'

/** A check that takes several keys of a map together. */
export type Rule<T> = (value: T, node: Node, reader: Reader) => void

/** A map with the keys of a table and no others. An empty value is an empty map. `name` names its schema. */
export function record<F extends Fields>(name: string, fields: F, rule?: Rule<Description<F>>): Form<Description<F>> {
  return {
    allowed: 'a map of keys and values',
    read(node, reader) {
      const entries = entriesOf(node, reader, fileFix(node, fields))
      if (!entries) return undefined
      const isKnown = refuseUnknownKeys(entries, Object.keys(fields), reader)
      const value = readFields(entries, node, fields, reader)
      if (value && isKnown) rule?.(value, node, reader)
      return value
    },
    schema: (definitions) => definitions.refer(name, () => recordSchema(fields, definitions)),
  }
}

/** The entries of a map or of an empty value; undefined after reporting that it is neither. */
export function entriesOf(node: Node, reader: Reader, fix?: string): readonly Entry[] | undefined {
  if (isNothing(node)) return []
  if (node.type === 'map') return node.entries
  return reader.refuse('PROJECT_WRONG_TYPE', node, 'a map of keys and values', fix)
}

/** For a path that stands where a map with a `file` belongs. */
function fileFix(node: Node, fields: Fields): string | undefined {
  if (node.type !== 'scalar' || !fields.file?.given || !/\.\w{2,4}$/.test(node.text)) return undefined
  return `write \`{ file: ${node.text} }\``
}

/** True when all keys are among `known`; reports others, with `advice` before any guess. */
export function refuseUnknownKeys(
  entries: readonly Entry[],
  known: readonly string[],
  reader: Reader,
  advice?: string,
): boolean {
  const unknown = entries.filter(({ key }) => !known.includes(key.text))
  for (const { key } of unknown) {
    const fix =
      advice ?? foreignKey(key.text, known) ?? didYouMean(key.text, known) ?? `the keys are ${known.join(', ')}`
    reader.report('PROJECT_UNKNOWN_KEY', key, `unknown key ${quoted(key.text)}`, { fix })
  }
  return unknown.length === 0
}

/** What the fields say about `node`; undefined when anything in it was reported as wrong. */
export function readFields<F extends Fields>(
  entries: readonly Entry[],
  node: Node,
  fields: F,
  reader: Reader,
): Description<F> | undefined {
  const description: Record<string, unknown> = {}
  let isWhole = true
  for (const [key, field] of Object.entries(fields)) {
    const at = entries.find((entry) => entry.key.text === key)?.value
    const value = at ? field.form.read(at, reader.into(key)) : absent(key, field, node, reader)
    if (value !== undefined) description[propertyName(key, field)] = value
    else if (at || field.given) isWhole = false
  }
  return isWhole ? (description as Description<F>) : undefined
}

function absent(key: string, field: Field, node: Node, reader: Reader): unknown {
  if (field.fallback === undefined && field.given) {
    reader.report('PROJECT_MISSING_KEY', node, `missing key '${key}'`, {
      fix: `add \`${key}: …\` (${field.form.allowed})`,
    })
  }
  const value = field.fallback
  if (value === undefined || !field.form.check) return value
  return field.form.check(value, node, reader.into(`default ${key}`)) ? value : undefined
}

/** The description of a map in which nothing is written. All fields must have a default or be optional. */
export function defaultsOf<F extends Fields>(fields: F): Description<F> {
  const given = Object.entries(fields).filter(([, field]) => field.fallback !== undefined)
  return Object.fromEntries(given.map(([key, field]) => [propertyName(key, field), field.fallback])) as Description<F>
}

export function recordSchema(fields: Fields, definitions: Definitions): JsonSchema {
  const all = Object.entries(fields)
  const required = all.filter(([, field]) => field.given && field.fallback === undefined).map(([key]) => key)
  return {
    type: required.length > 0 ? 'object' : ['object', 'null'],
    properties: Object.fromEntries(all.map(([key, field]) => [key, fieldSchema(field, definitions)])),
    ...(required.length > 0 ? { required } : {}),
    additionalProperties: false,
  }
}

/** The schema of one key: its form, and its meaning, range and default in words. */
export function fieldSchema({ doc, form, fallback }: Field, definitions: Definitions): JsonSchema {
  if (!form.show) return { description: doc, ...form.schema(definitions) }
  if (fallback === undefined) return { description: `${doc} (${form.allowed})`, ...form.schema(definitions) }
  const shown = form.show(fallback)
  const value = shown === String(fallback) ? fallback : shown
  return { description: `${doc} (${form.allowed}; default ${shown})`, default: value, ...form.schema(definitions) }
}

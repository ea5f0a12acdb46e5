import { type JsonSchema, mixSchema } from '@mixwright/project'
import { describe, expect, test } from 'vitest'

/** Numbers of inserts that are structure: what they set is built once, or is latency that is compensated once. */
const STRUCTURE = [
  ...['highPass', 'lowPass', 'lowShelf', 'highShelf'].map((type) => `eq-${type}.slope`),
  ...['compressor', 'expander', 'gate', 'limiter'].map((name) => `${name}.lookahead`),
  'chorus.voices',
]

interface Numeric {
  readonly name: string
  readonly description: string
  readonly moves: boolean
}

const schema = mixSchema() as { readonly definitions: Record<string, Schema> }

interface Schema extends JsonSchema {
  readonly $ref?: string
  readonly anyOf?: readonly Schema[]
  readonly type?: string | readonly string[]
  readonly items?: Schema
  readonly properties?: Record<string, Schema>
  readonly additionalProperties?: Schema | false
  readonly description?: string
}

/** A schema and all it offers instead, references followed. */
function alternatives(at: Schema): readonly Schema[] {
  const target = at.$ref === undefined ? at : schema.definitions[at.$ref.split('/').at(-1)!]!
  return [target, ...(target.anyOf ?? []).flatMap(alternatives)]
}

const isNumber = ({ type }: Schema) => type === 'number' || type === 'integer'

/** Every number that can be written in inserts, items of lists included, by the definition and the key that it is at. */
function numbersOf(name: string, found = new Map<string, Numeric>()): Map<string, Numeric> {
  for (const { properties = {} } of alternatives(schema.definitions[name]!)) {
    for (const [key, property] of Object.entries(properties))
      visit(`${name}.${key}`, property, property.description ?? '')
  }
  function visit(path: string, at: Schema, description: string): void {
    const offered = alternatives(at)
    if (offered.some(isNumber)) {
      const moves = offered.some(({ additionalProperties: values }) => values && alternatives(values).some(isNumber))
      found.set(path, { name: path, description, moves })
    }
    for (const { items } of offered) if (items) visit(path, items, description)
    for (const reference of referencesIn(at))
      if (!seen.has(reference)) numbersOf(seen.add(reference) && reference, found)
  }
  return found
}

const seen = new Set<string>()

function referencesIn(at: Schema): readonly string[] {
  const own = at.$ref === undefined ? [] : [at.$ref.split('/').at(-1)!]
  return [...own, ...[...(at.anyOf ?? []), ...(at.items ? [at.items] : [])].flatMap(referencesIn)]
}

const inserts = [...alternatives(schema.definitions.insert!)].flatMap(({ properties = {} }) =>
  Object.values(properties).flatMap(referencesIn),
)
const numbers = [...new Map(inserts.flatMap((name) => [...withBands(name)])).values()]

/** The numbers of a processor, and of its bands where it is a list of them. */
function withBands(name: string): Map<string, Numeric> {
  const found = numbersOf(name)
  for (const { items } of alternatives(schema.definitions[name]!)) {
    for (const band of items ? referencesIn(items).concat(alternatives(items).flatMap(referencesIn)) : []) {
      numbersOf(band, found)
    }
  }
  return found
}

describe('numbers of inserts, from the schema', () => {
  test('are found: those of bands, of maps in maps and of lists too', () => {
    const names = numbers.map(({ name }) => name)
    const some = ['eq-bell.bell', 'eq-bell.q', 'compressor.threshold', 'sidechain.highPass', 'delay-modulation.depth']
    expect(names).toEqual(expect.arrayContaining([...some, 'duck.amount', 'imager.widths', 'multiband.crossovers']))
    expect(names).toEqual(expect.arrayContaining(['multiband-band.ratio', 'reverb.decay', 'gate.hold', ...STRUCTURE]))
    expect(names.length).toBeGreaterThan(90)
  })

  test('all move over time, but for structure', () => {
    const still = numbers.filter(({ moves }) => !moves).map(({ name }) => name)
    expect(still.sort()).toEqual([...STRUCTURE].sort())
  })

  test('say why where they stand still', () => {
    const silent = numbers.filter(({ moves, description }) => !moves && !/Stands still: .{20,}/.test(description))
    expect(silent).toEqual([])
  })
})

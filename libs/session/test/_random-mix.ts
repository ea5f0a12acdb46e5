import { type JsonSchema, mixSchema } from '@mixwright/project'
import fc from 'fast-check'
import { noise, silence, sine } from '../../../test/_song.ts'

type Json = string | number | boolean | null | Json[] | { [key: string]: Json }
type Keys = { [key: string]: Json }

const schema = mixSchema()
const definitions = schema.definitions as Record<string, JsonSchema>

export const SONG_S = 0.12

const RESPONSE = 'response.wav'

/** What random mixes play and convolve with. */
export const RECORDINGS = {
  'mono.wav': sine(330, 0.7, SONG_S),
  'stereo.wav': noise(5, 0.9, SONG_S),
  'quiet.wav': noise(6, 1e-7, SONG_S),
  'silence.wav': silence(SONG_S),
  [RESPONSE]: noise(7, 0.05, 0.01),
}

const TIMES = ['0:00', '0:00.02', '30 ms', '0:00.05', '90 ms']
const HIGHEST_HZ = 20_000

const number = (min: number, max: number) =>
  fc.oneof(
    { weight: 6, arbitrary: fc.double({ min, max, noNaN: true }).map((value) => Number(value.toFixed(4))) },
    { weight: 1, arbitrary: fc.constantFrom(min, max) },
  )

const moment = fc.double({ min: 0, max: SONG_S, noNaN: true }).map((value) => Number(value.toFixed(4)))

/** What is known of keys beyond what the schema says of their values. */
type Given = Readonly<Record<string, fc.Arbitrary<Json> | null>>

/** Any value that a schema allows. */
function anyValueOf(rule: JsonSchema, given: Given): fc.Arbitrary<Json> {
  if (typeof rule.$ref === 'string') {
    const name = rule.$ref.replace('#/definitions/', '')
    return given[`#${name}`] ?? anyValueOf(definitions[name]!, given)
  }
  if (Array.isArray(rule.anyOf)) {
    const any = (rule.anyOf as JsonSchema[]).filter((one) => !isText(one))
    const fixed = any.find(isListOfNumbers)
    return fixed ? anyValueOf(fixed, given) : fc.oneof(...any.map((one) => anyValueOf(one, given)))
  }
  if (Array.isArray(rule.enum)) return fc.constantFrom(...(rule.enum as string[]))
  if (rule.const !== undefined) return fc.constant(rule.const as string)
  const [type] = [rule.type].flat()
  if (type === 'boolean') return fc.boolean()
  if (type === 'integer') return fc.integer({ min: rule.minimum as number, max: rule.maximum as number })
  if (type === 'number') return number(rule.minimum as number, Math.min(rule.maximum as number, HIGHEST_HZ))
  if (type === 'array') return fc.array(anyValueOf(rule.items as JsonSchema, given), { maxLength: 3 })
  if (type === 'object') return rule.properties ? keysOf(rule, given) : points(rule, given)
  return fc.constant('text')
}

/** A text with a unit, beside which the schema offers bare numbers. */
function isText(rule: JsonSchema): boolean {
  return rule.type === 'string'
}

/** The only numbers that a key takes, with their units; of other keys the schema lists words. */
function isListOfNumbers(rule: JsonSchema): boolean {
  return Array.isArray(rule.enum) && rule.enum.every((one) => /^-?\d/.test(String(one)))
}

function keysOf(rule: JsonSchema, given: Given): fc.Arbitrary<Keys> {
  const properties = Object.entries(rule.properties as Record<string, JsonSchema>).filter(
    ([key]) => given[key] !== null,
  )
  const arbitraries = Object.fromEntries(
    properties.map(([key, value]) => [key, given[key] ?? anyValueOf(value, given)]),
  )
  const requiredKeys = ((rule.required ?? []) as string[]).filter((key) => key in arbitraries)
  return fc.record(arbitraries, { requiredKeys }) as fc.Arbitrary<Keys>
}

/** An automation: times to values, some of which jump. */
function points(rule: JsonSchema, given: Given): fc.Arbitrary<Keys> {
  const value = anyValueOf(rule.additionalProperties as JsonSchema, given)
  const point = fc.tuple(value, fc.boolean()).map(([to, jumps]): Json => (jumps ? `step ${to}` : to))
  return fc.dictionary(fc.constantFrom(...TIMES), point, { minKeys: 1, maxKeys: 4 })
}

const MOVEMENT = ['threshold', 'range', 'attack', 'release']

/** Bands say either `q` or `slope`, and move only with both threshold and range. */
const band = anyValueOf((definitions.eq!.anyOf as JsonSchema[])[0]!.items as JsonSchema, {}).map((any): Keys => {
  const { slope, ...keys } = any as Keys
  const left = 'q' in keys || slope === undefined ? keys : { ...keys, slope }
  if ('threshold' in left && 'range' in left) return left
  return Object.fromEntries(Object.entries(left).filter(([key]) => !MOVEMENT.includes(key)))
})
const isOfLinearPhase = (keys: Keys) => !('allPass' in keys) && !('range' in keys)

const eq: fc.Arbitrary<Json> = fc.oneof(
  fc.array(band, { maxLength: 4 }),
  fc.array(band, { maxLength: 2 }).map((bands): Json => ({ phase: 'linear', bands: bands.filter(isOfLinearPhase) })),
)

/** Settings of a processor that splits the spectrum: under `key` one more than there are crossovers. */
function split(key: string, band: fc.Arbitrary<Json>): fc.Arbitrary<Json> {
  return fc.uniqueArray(fc.integer({ min: 40, max: 15_000 }), { minLength: 1, maxLength: 3 }).chain((crossovers) => {
    const length = crossovers.length + 1
    const bands = fc.array(band, { minLength: length, maxLength: length })
    return bands.map((all): Json => ({ crossovers: crossovers.sort((a, b) => a - b), [key]: all }))
  })
}

/** @param key what may steer dynamics; nothing where that would be a loop */
function chain(key: string | null): fc.Arbitrary<Json> {
  const given: Given = {
    '#eq': eq,
    '#multiband': split('bands', anyValueOf(definitions['multiband-band']!, {})),
    '#imager': split('widths', number(0, 2)),
    file: fc.constant(RESPONSE),
    sidechain: key === null ? null : fc.constant(key),
    name: null,
  }
  return fc.array(anyValueOf(definitions.insert!, given), { maxLength: 2 })
}

function strip(definition: string, key: string | null, bus: string, returns: string[]): fc.Arbitrary<Keys> {
  const level = anyValueOf({ $ref: '#/definitions/send' }, {})
  const sends = returns.length === 0 ? null : fc.dictionary(fc.constantFrom(...returns), level, { maxKeys: 2 })
  const pair = { ...definitions['pan-pair']!, required: ['left'] }
  const given: Given = {
    '#pan-pair': keysOf(pair, {}),
    use: null,
    file: fc.constantFrom(...Object.keys(RECORDINGS).filter((file) => file !== RESPONSE)),
    start: moment,
    offset: moment,
    length: moment.map((s) => s + 0.001),
    inserts: chain(key),
    bus: fc.constant(bus),
    sends,
    mute: fc.integer({ min: 0, max: 9 }).map((n) => n === 0),
    solo: fc.integer({ min: 0, max: 9 }).map((n) => n === 0),
  }
  return keysOf(definitions[definition]!, given).map(({ pan, ...keys }) => {
    const isMono = keys.file === 'mono.wav' || ['left', 'right', 'mono'].includes(String(keys.channels))
    const isPair = typeof pan === 'object' && pan !== null && ('left' in pan || 'right' in pan)
    return pan === undefined || (isMono && isPair) ? keys : { ...keys, pan }
  })
}

const group = keysOf(definitions.group!, {
  strips: fc.uniqueArray(fc.constantFrom('a', 'b', 'c', 'x', 'y', 'r', 's'), { minLength: 1, maxLength: 4 }),
  solo: null,
})

/** A mix with any settings of all keys of strips and groups, and of all processors. */
export const randomMix: fc.Arbitrary<Keys> = fc.record({
  mixwright: fc.constant(1),
  tempo: fc.constant(120),
  length: fc.constant(SONG_S + 0.03),
  stems: fc.record({
    a: strip('stem', null, 'x', ['r', 's']),
    b: strip('stem', 'a', 'x', ['r', 's']),
    c: strip('stem', 'a', 'y', ['s']),
  }),
  buses: fc.record({ x: strip('strip', 'c', 'y', ['r']), y: strip('strip', 'a', 'mix', ['s']) }),
  returns: fc.record({ r: strip('strip', 'b', 'mix', ['s']), s: strip('strip', 'x', 'mix', []) }),
  groups: fc.dictionary(fc.constantFrom('g', 'h'), group),
  mix: keysOf(definitions.mix!, { use: null, inserts: chain('r') }),
})

/** JSON is YAML. */
export const textOf = (mix: Json): string => JSON.stringify(mix)

/** The same, with the keys of all maps the other way round. */
export function turnedRound(value: Json): Json {
  if (Array.isArray(value)) return value.map(turnedRound)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value)
      .map(([key, one]) => [key, turnedRound(one)] as const)
      .reverse(),
  )
}

import type { Reader } from './reader.ts'
import type { Definitions, JsonSchema } from './schema.ts'
import type { Node } from './tree.ts'

/**
 * How one kind of value is written in the mix file. The one definition that checking, messages, JSON Schema and the
 * types of the description all come from.
 */
export interface Form<T> {
  /** What may be written, in words with units: `-80 to 0 dB`. For messages and the schema. */
  readonly allowed: string
  /** The value, or undefined after reporting what is wrong. */
  read(node: Node, reader: Reader): T | undefined
  /** False after reporting a value, which may be a default, that this song does not allow. */
  check?(value: T, node: Node, reader: Reader): boolean
  schema(definitions: Definitions): JsonSchema
  /** The value as it would be written. */
  show?(value: T): string
}

/**
 * A key of a map: what it means, how its value is written, and the name of the property it becomes, which is the key
 * with the unit as suffix (`threshold` and `Db` give `thresholdDb`) unless `as` says otherwise.
 */
export interface Field<T = unknown, Suffix extends string = string, Given extends boolean = boolean> {
  readonly doc: string
  readonly form: Form<T>
  readonly suffix: Suffix
  /** True when every description has the property, because the key must be written or has a default. */
  readonly given: Given
  /** The value when the key is absent. */
  readonly fallback?: T
  readonly as?: string
}

/** The keys of a map, in the order of the signal; checking, schema and documentation follow it. */
export type Fields = Readonly<Record<string, Field>>

/** What a table of fields describes: property names with units, values in those units. */
export type Description<F extends Fields> = Flat<
  { readonly [K in keyof F & string as Given<F[K], PropertyName<K, F[K]>, never>]: ValueOf<F[K]> } & {
    readonly [K in keyof F & string as Given<F[K], never, PropertyName<K, F[K]>>]?: ValueOf<F[K]>
  }
>

type Flat<T> = { [K in keyof T]: T[K] }
type Given<F extends Field, Yes, No> = F['given'] extends true ? Yes : No
type PropertyName<K extends string, F extends Field> = F extends { readonly as: infer N extends string }
  ? N
  : `${K}${F['suffix']}`
type ValueOf<F> = F extends Field<infer T> ? T : never

/** What may be said of any key: `default` or `required`; a key with neither may be absent from the description. */
export interface Presence<T> {
  readonly default?: T
  readonly required?: true
}

/** True in types and values when the options make a property always present. */
export type IsGiven<O> = O extends { readonly required: true }
  ? true
  : O extends { readonly default: unknown }
    ? true
    : false

/** A key whose value has the given form and whose property has the name of the key. */
export function field<T, const O extends Presence<T> = Record<never, never>>(
  doc: string,
  form: Form<T>,
  options?: O,
): Field<T, '', IsGiven<O>> {
  return unitField(doc, form, '', options)
}

/** A key whose property carries a unit in its name. */
export function unitField<T, const S extends string, const O extends Presence<T> = Record<never, never>>(
  doc: string,
  form: Form<T>,
  suffix: S,
  options?: O,
): Field<T, S, IsGiven<O>> {
  const given = (options?.required === true || options?.default !== undefined) as IsGiven<O>
  const made = { doc, form, suffix, given }
  return options?.default === undefined ? made : { ...made, fallback: options.default }
}

/** The same key, with a property name that is not made from it. */
export function renamed<F extends Field, const N extends string>(as: N, from: F): F & { readonly as: N } {
  return { ...from, as }
}

export function propertyName(key: string, of: Field): string {
  return of.as ?? key + of.suffix
}

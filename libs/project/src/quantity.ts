import {
  type Dimension,
  decibels,
  frequency,
  loudness,
  micrometres,
  milliseconds,
  numberPattern,
  type ParsedNumber,
  panorama,
  parseNumber,
  plain,
  proportion,
  seconds,
  share,
  showNumber,
  showQuantity,
  slope,
  truePeak,
  velocity,
} from './dimension.ts'
import { type Field, type IsGiven, type Presence, unitField } from './form.ts'
import { alternatives, quoted } from './printable.ts'
import type { Reader } from './reader.ts'
import { type ScalarForm, scalarSchema } from './scalar.ts'
import type { JsonSchema } from './schema.ts'
import { didYouMean } from './suggestion.ts'
import type { Node } from './tree.ts'

/** What a number at a key may be, in the first unit of its dimension. */
export interface Limits {
  readonly min: number
  readonly max: number
  /** Allows one infinity too: `-inf dB`, or `inf` for a ratio. */
  readonly infinite?: '-inf' | 'inf'
  /** Only these values. */
  readonly values?: readonly number[]
  /** Only whole numbers. */
  readonly whole?: true
  /** Texts that stand for themselves: `auto`. */
  readonly words?: readonly string[]
  /** Must lie below half the session rate. */
  readonly belowNyquist?: true
  /** Why the value cannot move over time, where that is not plain: follows a colon. */
  readonly still?: string
  readonly default?: number | string
  readonly required?: true
}

type Value<L extends Limits> = number | (L extends { readonly words: readonly (infer W)[] } ? W : never)

/** Makes fields whose value is a number of one dimension. */
function fieldsOf<S extends string>(dimension: Dimension<S>) {
  return <const L extends Limits>(doc: string, limits: L): QuantityField<Value<L>, S, IsGiven<L>> => {
    const form = quantity<Value<L>>(dimension, limits)
    const said = limits.still === undefined ? doc : `${doc} Stands still: ${limits.still}.`
    const made = unitField(said, form, dimension.suffix, limits as Presence<Value<L>>)
    return { ...made, form, given: made.given as IsGiven<L> }
  }
}

/** A number of one dimension within limits, or one of their words. */
export function quantity<T = number>(dimension: Dimension, limits: Limits): ScalarForm<T> {
  return new QuantityForm<T>(dimension, limits)
}

/** A key whose value is a number, or one of a few words. */
export interface QuantityField<T, S extends string, Given extends boolean> extends Field<T, S, Given> {
  readonly form: ScalarForm<T>
}

export const levelField = fieldsOf(decibels)
export const truePeakField = fieldsOf(truePeak)
export const loudnessField = fieldsOf(loudness)
export const frequencyField = fieldsOf(frequency)
export const spanField = fieldsOf(milliseconds)
export const secondsField = fieldsOf(seconds)
export const slopeField = fieldsOf(slope)
export const shareField = fieldsOf(share)
export const ratioField = fieldsOf(proportion)
export const numberField = fieldsOf(plain)
export const velocityField = fieldsOf(velocity)
export const lengthField = fieldsOf(micrometres)
export const panField = fieldsOf(panorama)

class QuantityForm<T> implements ScalarForm<T> {
  readonly allowed: string
  readonly pattern: string
  readonly bare: JsonSchema
  readonly #dimension: Dimension
  readonly #limits: Limits

  constructor(dimension: Dimension, limits: Limits) {
    this.#dimension = dimension
    this.#limits = limits
    this.allowed = inWords(dimension, limits)
    this.pattern = [numberPattern(dimension, limits.infinite), ...(limits.words ?? [])].join('|')
    this.bare = { type: limits.whole ? 'integer' : 'number', minimum: limits.min, maximum: limits.max }
  }

  read(node: Node, reader: Reader): T | undefined {
    const { still } = this.#limits
    if (still !== undefined && reader.refuseMovement(node, still)) return undefined
    if (node.type !== 'scalar') return reader.refuse('PROJECT_WRONG_TYPE', node, this.allowed)
    if (this.#limits.words?.includes(node.text)) return node.text as T
    const parsed = parseNumber(node.text, this.#dimension)
    if (!parsed) {
      const fix =
        didYouMean(node.text, this.#limits.words ?? []) ??
        `write a number with its unit, such as \`${this.#example()}\``
      return reader.refuse('PROJECT_BAD_VALUE', node, this.allowed, fix)
    }
    const code = parsed.value === undefined ? 'PROJECT_BAD_UNIT' : 'PROJECT_OUT_OF_RANGE'
    if (!this.#contains(parsed.value)) return reader.refuse(code, node, this.allowed, this.#guess(parsed))
    const value = parsed.value as T
    return this.check(value, node, reader) ? value : undefined
  }

  check(value: T, node: Node, reader: Reader): boolean {
    const nyquistHz = reader.song.sampleRateHz / 2
    if (!this.#limits.belowNyquist || typeof value !== 'number' || value < nyquistHz) return true
    const allowed = `below ${showQuantity(nyquistHz, frequency)}, half the session rate`
    reader.report('PROJECT_ABOVE_NYQUIST', node, `got ${showQuantity(value, frequency)}, allowed ${allowed}`, {
      fix: 'lower it, or raise `sampleRate`',
    })
    return false
  }

  schema(): JsonSchema {
    const { values, words } = this.#limits
    const offered = [...(values ?? []).map((value) => showQuantity(value, this.#dimension)), ...(words ?? [])]
    const scalar = scalarSchema(this)
    return offered.length > 0 ? { anyOf: [{ enum: offered }, scalar] } : scalar
  }

  show(value: T): string {
    return typeof value === 'number' ? showQuantity(value, this.#dimension) : String(value)
  }

  /** The value nearest to zero that may be written. */
  #example(): string {
    const { min, max, values } = this.#limits
    return showQuantity(values?.[0] ?? Math.min(Math.max(min, 0), max), this.#dimension)
  }

  #contains(value: number | undefined): boolean {
    const { min, max, infinite, values, whole } = this.#limits
    if (value === undefined || Number.isNaN(value)) return false
    if (!Number.isFinite(value)) return infinite === (value < 0 ? '-inf' : 'inf')
    if (values) return values.includes(value)
    return value >= min && value <= max && (!whole || Number.isInteger(value))
  }

  /** What was meant by a number that does not fit: the same with a decimal point, another unit or the other sign. */
  #guess({ digits, unit }: ParsedNumber): string | undefined {
    const comma = /^,(\d+)\s*(.*)$/.exec(unit)
    if (comma) return this.#offer([`${digits}.${comma[1]} ${comma[2]}`.trim()])
    if (/\d/.test(unit.replace(':1', ''))) return undefined
    const near = this.#dimension.units.filter(({ symbol }) => symbol.toLowerCase() === unit.toLowerCase())
    const symbols = [...near, ...this.#dimension.units].map(({ symbol }) => symbol)
    const other = digits.startsWith('-') ? digits.slice(1) : `-${digits.replace('+', '')}`
    return this.#offer([
      ...symbols.map((symbol) => spaced(digits, symbol)),
      ...symbols.map((symbol) => spaced(other, symbol)),
      ...this.#nearestSide(unit),
    ])
  }

  /** Of a place beyond a side, that side. */
  #nearestSide(unit: string): string[] {
    return this.#dimension === panorama && /^[LR]$/i.test(unit) ? [`100${unit.toUpperCase()}`] : []
  }

  #offer(texts: readonly string[]): string | undefined {
    const fits = (text: string) => this.#contains(parseNumber(text, this.#dimension)?.value)
    const meant = texts.find(fits)
    return meant === undefined ? undefined : `did you mean ${quoted(meant)}?`
  }
}

function spaced(digits: string, symbol: string): string {
  return /^[a-z%]{2}|^%/i.test(symbol) ? `${digits} ${symbol}` : digits + symbol
}

/** `6, 12 or 18 dB/oct`. */
function oneOf(values: readonly number[], dimension: Dimension): string {
  const numbers = values.slice(0, -1).map((value) => showNumber(value, dimension.units[0]))
  return alternatives([...numbers, ...values.slice(-1).map((value) => showQuantity(value, dimension))])
}

/** `-80 to 0 dB`, `10 Hz to 40 kHz`, `6, 12 or 18 dB/oct`. */
function inWords(dimension: Dimension, { min, max, values, words = [], infinite, whole }: Limits): string {
  const shown = (value: number) => showQuantity(value, dimension)
  const [low, high] = [dimension.shownIn?.(min), dimension.shownIn?.(max)]
  const first = low === high ? showNumber(min, low ?? dimension.units[0]) : shown(min)
  const range = values ? oneOf(values, dimension) : `${first} to ${shown(max)}`
  const infinity = infinite ? [spaced(infinite, dimension.units[0].symbol)] : []
  const remark = dimension.remark ? ` (${dimension.remark})` : ''
  const grain = whole ? ` in whole ${dimension.units[0].symbol || 'numbers'}` : ''
  return alternatives([range + grain, ...infinity, ...words]) + remark
}

/** A way to write a number of some dimension: the number as written × 10^power is the value. */
export interface Unit {
  readonly symbol: string
  readonly power: number
  /** Turns unsigned numbers only, and says on which side of 0 they lie: `10L`. */
  readonly side?: -1 | 1
}

/** What a number measures: the units it may be written in, and the suffix its property gets. */
export interface Dimension<S extends string = string> {
  readonly suffix: S
  /** The first is the unit of bare numbers and of values in the description. */
  readonly units: readonly [Unit, ...Unit[]]
  /** The unit that a value is shown in, where not the first. */
  shownIn?(value: number): Unit
  /** A word for 0. */
  readonly zero?: string
  /** What is said of bare numbers beside the range, where they differ from what is shown. */
  readonly remark?: string
}

const NONE: Unit = { symbol: '', power: 0 }
const HZ: Unit = { symbol: 'Hz', power: 0 }
const KHZ: Unit = { symbol: 'kHz', power: 3 }
const PERCENT: Unit = { symbol: '%', power: -2 }
const LEFT: Unit = { symbol: 'L', power: -2, side: -1 }
const RIGHT: Unit = { symbol: 'R', power: -2, side: 1 }

export const decibels: Dimension<'Db'> = {
  suffix: 'Db',
  units: [
    { symbol: 'dB', power: 0 },
    { symbol: 'dBFS', power: 0 },
  ],
}

export const truePeak: Dimension<'Dbtp'> = {
  suffix: 'Dbtp',
  units: [
    { symbol: 'dBTP', power: 0 },
    { symbol: 'dB', power: 0 },
  ],
}

export const loudness: Dimension<'Lufs'> = { suffix: 'Lufs', units: [{ symbol: 'LUFS', power: 0 }] }

/** Difference of two loudnesses. */
export const loudnessRange: Dimension<'Lu'> = {
  suffix: 'Lu',
  units: [
    { symbol: 'LU', power: 0 },
    { symbol: 'dB', power: 0 },
  ],
}

export const frequency: Dimension<'Hz'> = {
  suffix: 'Hz',
  units: [HZ, KHZ, { symbol: 'k', power: 3 }],
  shownIn: (value) => (value >= 1000 ? KHZ : HZ),
}

export const milliseconds: Dimension<'Ms'> = {
  suffix: 'Ms',
  units: [
    { symbol: 'ms', power: 0 },
    { symbol: 's', power: 3 },
  ],
}

export const seconds: Dimension<'S'> = {
  suffix: 'S',
  units: [
    { symbol: 's', power: 0 },
    { symbol: 'ms', power: -3 },
  ],
}

export const beatsPerMinute: Dimension<'Bpm'> = { suffix: 'Bpm', units: [{ symbol: 'bpm', power: 0 }] }

export const slope: Dimension<'DbPerOct'> = { suffix: 'DbPerOct', units: [{ symbol: 'dB/oct', power: 0 }] }

/** Of a groove. */
export const velocity: Dimension<'CmPerS'> = { suffix: 'CmPerS', units: [{ symbol: 'cm/s', power: 0 }] }

/** Of a stylus. */
export const micrometres: Dimension<'Um'> = {
  suffix: 'Um',
  units: [
    { symbol: 'um', power: 0 },
    { symbol: 'µm', power: 0 },
  ],
}

/** A part of a whole; 1 is all of it. */
export const share: Dimension<''> = {
  suffix: '',
  units: [NONE, PERCENT],
  shownIn: () => PERCENT,
  remark: 'a bare 1 is 100 %',
}

/** Input dB over output dB, as `4` or `4:1`. */
export const proportion: Dimension<''> = { suffix: '', units: [NONE, { symbol: ':1', power: 0 }] }

export const plain: Dimension<''> = { suffix: '', units: [NONE] }

/** A place between left (-1) and right (1). */
export const panorama: Dimension<''> = {
  suffix: '',
  units: [NONE, LEFT, RIGHT],
  shownIn: (value) => (value < 0 ? LEFT : RIGHT),
  zero: 'C',
  remark: '-1 to 1 as a bare number',
}

export interface ParsedNumber {
  /** The number alone, as written, with an ASCII minus. */
  readonly digits: string
  /** The unit as written, empty for a bare number. */
  readonly unit: string
  /** In the dimension's first unit; NaN beyond all numbers; undefined when the unit is none of the dimension's. */
  readonly value: number | undefined
}

const LONGEST_NUMBER = 100
const SHOWN_DIGITS = 6
const DIGITS = '(?:\\d+(?:\\.\\d*)?|\\.\\d+)(?:[eE][+-]?\\d{1,4})?'
const NUMBER = new RegExp(`^([+-]?(?:${DIGITS}|inf(?![a-z])))\\s*(.*)$`, 'u')

/** Reads `-3 dB`, `2.5k`, `−6dB`, `4:1`, `-inf`; undefined for what does not begin with a number. */
export function parseNumber(text: string, dimension: Dimension): ParsedNumber | undefined {
  if (text.length > LONGEST_NUMBER) return undefined
  if (text === dimension.zero) return { digits: '0', unit: '', value: 0 }
  const match = NUMBER.exec(text.replace('\u2212', '-').trim())
  if (!match) return undefined
  const [, digits = '', symbol = ''] = match
  const unit = symbol === '' ? dimension.units[0] : dimension.units.find((one) => one.symbol === symbol)
  return { digits, unit: symbol, value: unit && valueIn(digits, unit) }
}

function valueIn(digits: string, { power, side }: Unit): number | undefined {
  if (side !== undefined && /^[+-]/.test(digits)) return undefined
  const value = digits.endsWith('inf') ? infinity(digits) : shifted(digits, power)
  if (!digits.endsWith('inf') && !Number.isFinite(value)) return Number.NaN
  return value === 0 ? 0 : (side ?? 1) * value
}

function infinity(digits: string): number {
  return digits.startsWith('-') ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY
}

/** A decimal × 10^power, correctly rounded: `2.205` and 3 give 2205, not 2204.9999999999995. */
function shifted(digits: string, power: number): number {
  const [mantissa, exponent = '0'] = digits.split(/e/i)
  return Number(`${mantissa}e${Number(exponent) + power}`)
}

/** The value as the language writes it: `-18 dB`, `2.5 kHz`, `35 %`, `10R`. */
export function showQuantity(value: number, dimension: Dimension): string {
  if (value === 0 && dimension.zero !== undefined) return dimension.zero
  const unit = dimension.shownIn?.(value) ?? dimension.units[0]
  const number = showNumber(value, unit)
  return /^[A-Za-z%]/.test(unit.symbol) && unit.side === undefined ? `${number} ${unit.symbol}` : number + unit.symbol
}

/** The number alone, in that unit. */
export function showNumber(value: number, unit: Unit): string {
  if (!Number.isFinite(value)) return value < 0 ? '-inf' : 'inf'
  const written = shifted(String(unit.side === undefined ? value : value * unit.side), -unit.power)
  return String(Number(written.toPrecision(SHOWN_DIGITS)))
}

/** A regular expression for numbers of the dimension, without anchors. */
export function numberPattern({ units, zero }: Dimension, infinite?: '-inf' | 'inf'): string {
  const symbols = units.map(({ symbol }) => symbol.replace('/', '\\/')).filter((symbol) => symbol !== '')
  const number = infinite === undefined ? `[+\u2212-]?${DIGITS}` : `(?:[+\u2212-]?${DIGITS}|${infinite})`
  const unit = symbols.length > 0 ? `\\s*(?:${symbols.join('|')})?` : ''
  return zero === undefined ? number + unit : `${number}${unit}|${zero}`
}

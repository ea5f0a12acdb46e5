const NUMBER = /^([+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d{1,4})?)\s*(\p{L}{1,4}(?:\/\p{L}{1,3})?|%|:1)?$/u

/** Units that are a power of ten of another one. */
const SCALED: Readonly<Record<string, readonly [unit: string, power: number]>> = {
  kHz: ['Hz', 3],
  k: ['Hz', 3],
  s: ['ms', 3],
}

/**
 * One text for all spellings of a value that cannot mean anything else: `-6.0dB` and `-6 dB`, `2500 Hz` and `2.5 kHz`.
 * A bare number is not compared with one that has a unit, since its key is not known here.
 */
export function plainMeaning(text: string): string {
  const trimmed = text.replace('\u2212', '-').trim().replace(/\s+/g, ' ')
  if (/^(?:|~|null)$/.test(trimmed)) return ''
  const match = NUMBER.exec(trimmed)
  if (!match) return trimmed
  const [, digits = '', written = ''] = match
  const [unit, power] = SCALED[written] ?? [written, 0]
  const [mantissa, exponent = '0'] = digits.split(/e/i)
  const value = Number(`${mantissa}e${Number(exponent) + power}`)
  if (!Number.isFinite(value)) return trimmed
  return `${value === 0 ? 0 : value}${unit === '' || unit === ':1' ? '' : ' '}${unit}`
}

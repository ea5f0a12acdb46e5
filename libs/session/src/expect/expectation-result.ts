import type { Diagnostic, Expectation, Place } from '@mixwright/project'

/** An expectation of the `render` and `test` documents. */
export interface ExpectationResult {
  /** What is expected, in words: `level of vocal over gtr, keys in chorus`. */
  name: string
  measure: Expectation['measure']
  of: readonly string[]
  over: readonly string[]
  in: string | null
  unit: string
  atLeast: number | null
  atMost: number | null
  /** null for silence, and where there is nothing to be measured. */
  value: number | null
  /** By how much the value keeps the nearer limit; below 0 by how much it misses it; null without a value. */
  margin: number | null
  ok: boolean
  /** Where it is written. */
  file: string
  line: number
}

/** What became of an expectation whose value was measured. */
export function judged(expectation: Expectation, value: number | null, { file, line }: Place): ExpectationResult {
  const { measure, of, over = [], unit, atLeast = null, atMost = null } = expectation
  const margin = marginOf(value, atLeast ?? Number.NEGATIVE_INFINITY, atMost ?? Number.POSITIVE_INFINITY)
  return {
    name: expectation.name ?? expectationName(expectation),
    measure,
    of,
    over,
    in: expectation.in?.name ?? null,
    unit,
    atLeast,
    atMost,
    value,
    margin,
    ok: margin !== null && margin >= 0,
    file,
    line,
  }
}

function marginOf(value: number | null, low: number, high: number): number | null {
  if (value === null || Number.isNaN(value)) return null
  const margins = [value - low, high - value].filter((margin) => !Number.isNaN(margin))
  return Math.min(...margins)
}

const WORDS: Partial<Record<Expectation['measure'], string>> = {
  shortTermMax: 'loudest 3 s',
  momentaryMax: 'loudest 400 ms',
  loudnessRange: 'loudness range',
  truePeak: 'true peak',
  samplePeak: 'sample peak',
  plr: 'peak to loudness',
  monoLoss: 'mono loss',
  headSilence: 'silence at the head',
  tailSilence: 'silence at the tail',
  clips: 'clip runs',
  dcOffset: 'DC offset',
}

/** What is expected, in words: `level of vocal over gtr, keys in chorus`. */
export function expectationName({ measure, of, over, in: stretch, belowHz, band }: Expectation): string {
  const below = belowHz === undefined ? '' : ` below ${belowHz} Hz`
  const octave = band === undefined ? '' : ` at ${band}`
  const against = over === undefined ? '' : ` over ${over.join(', ')}`
  const where = stretch === undefined ? '' : ` in ${stretch.name}`
  return `${WORDS[measure] ?? measure} of ${of.join(', ')}${below}${octave}${against}${where}`
}

/** What the value may be: `at least 3 dB`, `0.9 to 1`. */
export function limitText({ atLeast, atMost, unit }: Pick<ExpectationResult, 'atLeast' | 'atMost' | 'unit'>): string {
  if (atLeast !== null && atMost !== null) return withUnit(`${atLeast} to ${atMost}`, unit)
  return atLeast === null ? withUnit(`at most ${atMost}`, unit) : withUnit(`at least ${atLeast}`, unit)
}

/** A value as a person reads it; silence reads `-inf`, what cannot be measured `nothing`. */
export function valueText(value: number | null, unit: string): string {
  if (value === null) return 'nothing'
  if (!Number.isFinite(value)) return withUnit(value < 0 ? '-inf' : 'inf', unit)
  const shown = Math.abs(value) < 0.1 ? value.toPrecision(2) : value.toFixed(2)
  return withUnit(String(Number(shown)), unit)
}

/** A margin as a person reads it: the difference of two levels in dB, of two loudnesses in LU. */
export function marginText(margin: number | null, unit: string): string {
  return valueText(margin, DIFFERENCES[unit] ?? unit)
}

const DIFFERENCES: Readonly<Record<string, string>> = { LUFS: 'LU', dBTP: 'dB', dBFS: 'dB' }

function withUnit(text: string, unit: string): string {
  return unit === '' ? text : `${text} ${unit}`
}

/** The error that an expectation was not met. */
export function failure(result: ExpectationResult, place: Place): Diagnostic {
  const { name, value, margin, unit } = result
  const off = margin === null || !Number.isFinite(margin) ? '' : `, off by ${marginText(-margin, unit)}`
  const message = `${name}: got ${valueText(value, unit)}, expected ${limitText(result)}${off}`
  return { code: 'EXPECT_FAILED', severity: 'error', message, ...place }
}

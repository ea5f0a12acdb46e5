import type { Measurement } from '@mixwright/metering'
import type { Cause } from './causes.ts'
import type { MeasurementChange, StripChange } from './figure-change.ts'
import type { ComparedAudio, SoundDocument } from './sound-document.ts'

/** What is read by people: a heading, and rows under heads. */
export interface SoundTable {
  title: string
  heads: string[]
  rows: string[][]
  /** How many of the first columns hold words. */
  wordColumns: number
}

/** Changes under this are not told. */
const LEAST_CHANGE_DB = 0.1
const MOST_BANDS = 3

/** What a change did to the sound, as tables; what did not change is left out, but for the mix and its sections. */
export function soundTables({ sound, causes }: SoundDocument): SoundTable[] {
  const whole = [['mix', sound.mix] as const, ...Object.entries(sound.deliveries)]
  const variants = Object.entries(sound.variants).flatMap(([variant, { mix, deliveries }]) => {
    const delivered = Object.entries(deliveries).map(([name, change]) => [`${variant}: ${name}`, change] as const)
    return [[variant, mix] as const, ...delivered]
  })
  const strips = Object.entries(sound.stems).filter(([, change]) => isChanged(change))
  const tables = [
    wholeTable('sound', whole),
    partTable('section', Object.entries(sound.sections)),
    partTable('stem, bus, return', strips),
    wholeTable('variant', variants),
    causeTable(causes ?? []),
  ]
  return tables.filter(({ rows }) => rows.length > 0)
}

function wholeTable(title: string, changes: readonly (readonly [string, MeasurementChange])[]): SoundTable {
  const heads = ['', 'loudness LUFS', 'true peak dBTP', 'range LU', 'width', 'bands dB']
  const rows = changes.map(([name, change]) => [
    nameOf(name, change),
    figureChange(change, 'integratedLufs'),
    figureChange(change, 'truePeakDbtp'),
    figureChange(change, 'loudnessRangeLu'),
    figureChange(change, 'width', 2),
    bandsText(change),
  ])
  return { title, heads, rows, wordColumns: 1 }
}

function partTable(title: string, changes: readonly (readonly [string, StripChange])[]): SoundTable {
  const heads = ['', 'loudness LUFS', 'level dBFS', 'width', 'bands dB']
  const rows = changes.map(([name, change]) => [
    nameOf(name, change),
    figureChange(change, 'integratedLufs'),
    figureChange(change, 'rmsDbfs'),
    figureChange(change, 'width', 2),
    bandsText(change),
  ])
  return { title, heads, rows, wordColumns: 1 }
}

/** `vox (was voc)`. */
function nameOf(name: string, { formerly }: Pick<StripChange, 'formerly'>): string {
  return formerly === undefined ? name : `${name} (was ${formerly})`
}

/** What each change does alone. */
function causeTable(causes: readonly Cause[]): SoundTable {
  const heads = ['', 'null dBFS', 'loudness LU', 'true peak dB', 'bands dB']
  const rows = causes.map(({ paths, texts, mix, null: residual }) => [
    (texts.length > 0 ? texts : paths).join('; '),
    level(residual.residualRmsDbfs),
    signed(mix.delta?.integratedLufs ?? null),
    signed(mix.delta?.truePeakDbtp ?? null),
    bandsText(mix),
  ])
  return { title: 'each change alone, by effect', heads, rows, wordColumns: 1 }
}

/** What is left of one mix minus the other, in words. */
export function nullText({ null: { residualPeakDbfs, residualRmsDbfs } }: SoundDocument): string {
  if (residualPeakDbfs === Number.NEGATIVE_INFINITY) return 'null: digital silence, the mixes are the same'
  return `null: peak ${level(residualPeakDbfs)} dBFS, RMS ${level(residualRmsDbfs)} dBFS`
}

/** What the files to listen to are, in words. */
export function audioTexts({ from, to, difference }: ComparedAudio): string[] {
  const matched = [from, to].map(({ file, gainDb, integratedLufs }) => {
    return `${file}: ${signed(gainDb, 2)} dB, ${level(integratedLufs)} LUFS`
  })
  return [...matched, `${difference.file}: A - B, levels as mixed`]
}

function isChanged({ from, to, delta }: StripChange): boolean {
  if (!from || !to || !delta) return true
  const rises = [delta.integratedLufs, delta.rmsDbfs, ...Object.values(delta.bandsDb)]
  const isOfNote = (rise: number | null) => rise !== null && Math.abs(rise) >= LEAST_CHANGE_DB
  return (
    rises.some(isOfNote) || (from.rmsDbfs === Number.NEGATIVE_INFINITY) !== (to.rmsDbfs === Number.NEGATIVE_INFINITY)
  )
}

/** One of the figures that a change tells. */
function figureChange<Key extends keyof Measurement>(
  {
    from,
    to,
    delta,
    mute,
  }: { from: Levels<Key> | null; to: Levels<Key> | null; delta: Levels<Key> | null; mute?: StripChange['mute'] },
  key: Key,
  decimals = 1,
): string {
  const words: OneSided = mute ? { came: mute, went: mute } : { came: 'new', went: 'gone' }
  return changeOf(from?.[key], to?.[key], delta?.[key] ?? null, { decimals, words })
}

/** What is said of a sound that one revision has. */
interface OneSided {
  came: string
  went: string
}

type Levels<Key extends keyof Measurement> = Readonly<Record<Key, number | null>>

/** `-14.2 → -13.6 (+0.6)`; what did not change once. */
function changeOf(
  from: number | null | undefined,
  to: number | null | undefined,
  rise: number | null,
  { decimals, words }: { decimals: number; words: OneSided },
): string {
  const [before, after] = [from, to].map((value) => (value === undefined ? undefined : level(value, decimals)))
  if (before === undefined) return `${words.came}: ${after ?? '–'}`
  if (after === undefined) return `${words.went}: ${before}`
  const told = signed(rise, decimals)
  if (before === after || Number(told) === 0) return after
  return `${before} → ${after}${rise === null ? '' : ` (${told})`}`
}

/** The bands that changed most: `1 kHz +3.0, 2 kHz +1.1`. */
function bandsText({ delta }: Pick<StripChange, 'delta'>): string {
  const bands = Object.entries(delta?.bandsDb ?? {})
  const told = bands
    .flatMap(([name, rise]) => (rise !== null && Math.abs(rise) >= LEAST_CHANGE_DB ? [{ name, rise }] : []))
    .sort((a, b) => Math.abs(b.rise) - Math.abs(a.rise))
    .slice(0, MOST_BANDS)
  return told.length === 0 ? '–' : told.map(({ name, rise }) => `${name} ${signed(rise)}`).join(', ')
}

/** A number with a fixed count of decimals; silence reads `-inf`, what has no meaning `–`. */
function level(value: number | null, decimals = 1): string {
  if (value === null) return '–'
  if (value === Number.NEGATIVE_INFINITY) return '-inf'
  const text = value.toFixed(decimals)
  return Number(text) === 0 ? text.replace('-', '') : text
}

function signed(value: number | null, decimals = 1): string {
  const text = level(value, decimals)
  return value !== null && Number(text) > 0 ? `+${text}` : text
}

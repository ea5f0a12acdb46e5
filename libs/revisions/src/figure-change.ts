import type { Measurement, StripReading } from '@mixwright/metering'

/** Figures of a sound before and after, and by how much each rose. */
export interface FigureChange<Figures> {
  /** null where the revision has no such sound. */
  from: Figures | null
  to: Figures | null
  /** The figures that are in both; null where one of a pair is silence or has no meaning. */
  delta: Delta<Figures> | null
  /** What it was called in the former revision, where that was otherwise. */
  formerly?: string
}

/** The same keys, with differences for numbers. */
export type Delta<Figures> = {
  [Key in keyof Figures]: Figures[Key] extends number | null ? number | null : Delta<Figures[Key]>
}

export type MeasurementChange = FigureChange<Measurement>
export interface StripChange extends FigureChange<StripReading> {
  /** What became of a strip that both revisions have and one alone is heard of. */
  mute?: 'muted' | 'unmuted'
}

/**
 * @param tailRiseDb added to what levels rose by: their means are over the whole length, and a longer tail would make
 *   all of it seem lower (`tailRise`)
 */
export function compareFigures<Figures extends object>(
  from: Figures | undefined,
  to: Figures | undefined,
  tailRiseDb = 0,
): FigureChange<Figures> {
  const delta = from && to ? (deltaOf(from, to, tailRiseDb) as Delta<Figures>) : null
  return { from: from ?? null, to: to ?? null, delta }
}

/** Lengths of a mix, with what rings on after its last stem and without. */
export interface Lengths {
  durationS: number
  songS: number
}

/** By how much means over the whole length are lower in `to` than in `from` for its longer tail alone. dB */
export function tailRise(from: Lengths, to: Lengths): number {
  return tailDb(to) - tailDb(from)
}

function tailDb({ durationS, songS }: Lengths): number {
  return songS > 0 ? 10 * Math.log10(durationS / songS) : 0
}

const NO_RENAMES: ReadonlyMap<string, string> = new Map()

/**
 * Both sides of each name, those of `to` first, in their order.
 *
 * @param options `renames`: former names to present ones; `tailRiseDb`: as for `compareFigures`
 */
export function compareNamed<Figures extends object>(
  from: Readonly<Record<string, Figures>>,
  to: Readonly<Record<string, Figures>>,
  {
    renames = NO_RENAMES,
    tailRiseDb = 0,
  }: { renames?: ReadonlyMap<string, string> | undefined; tailRiseDb?: number } = {},
): Record<string, FigureChange<Figures>> {
  const before = new Map(Object.entries(from).map(([name, figures]) => [renames.get(name) ?? name, { name, figures }]))
  const names = new Set([...Object.keys(to), ...before.keys()])
  const compared = [...names].map((name): [string, FigureChange<Figures>] => {
    const former = before.get(name)
    const change = compareFigures(former?.figures, to[name], tailRiseDb)
    return [name, former && former.name !== name ? { ...change, formerly: former.name } : change]
  })
  return Object.fromEntries(compared)
}

/** Means of power over the whole length. */
const MEANS = new Set(['rmsDbfs', 'bandsDb'])

function deltaOf(from: object, to: object, tailRiseDb: number): Record<string, unknown> {
  const after = to as Record<string, unknown>
  const entries = Object.entries(from).map(([key, before]): [string, unknown] => {
    const [value, riseDb] = [after[key], MEANS.has(key) ? tailRiseDb : 0]
    if (!isMap(before) || !isMap(value)) return [key, difference(before, value, riseDb)]
    const figures = Object.entries(before).map(([name, figure]) => [name, difference(figure, value[name], riseDb)])
    return [key, Object.fromEntries(figures)]
  })
  return Object.fromEntries(entries)
}

function isMap(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null
}

/** Silence twice is no difference; between silence and sound there is none that is a number. */
function difference(before: unknown, after: unknown, riseDb: number): number | null {
  if (typeof before !== 'number' || typeof after !== 'number') return null
  if (before === after && (riseDb === 0 || !Number.isFinite(before))) return 0
  const rise = after - before + riseDb
  return Number.isFinite(rise) ? rise : null
}

import { compareFigures, type MeasurementChange } from '@mixwright/revisions'
import type { FileMeasurement, RenderResult } from '@mixwright/session'
import type { Output } from './output.ts'
import { clock, figure, tableLines } from './table.ts'

/** Figures of all that was made, and by how much each rose since the round before. */
export interface ChangedFigures {
  mix: MeasurementChange | null
  /** By name; those of variants as `radio/spotify`, their mixes as `radio`. */
  deliveries: Record<string, MeasurementChange>
}

export function changedFigures(before: RenderResult | undefined, now: RenderResult): ChangedFigures {
  const former = before ? soundsOf(before) : new Map<string, FileMeasurement>()
  const compared = [...soundsOf(now)].map(([name, sound]): [string, MeasurementChange] => {
    const one = former.get(name)
    return [name, compareFigures(one && figuresOf(one), figuresOf(sound))]
  })
  const [mix, ...deliveries] = compared
  return { mix: mix?.[1] ?? null, deliveries: Object.fromEntries(deliveries) }
}

function soundsOf({ mix, deliveries, variants }: RenderResult): Map<string, FileMeasurement> {
  const sounds = new Map<string, FileMeasurement>()
  if (mix) sounds.set('mix', mix)
  for (const one of deliveries) sounds.set(one.name, one)
  for (const variant of variants) {
    sounds.set(variant.name, variant.mix)
    for (const one of variant.deliveries) sounds.set(`${variant.name}/${one.name}`, one)
  }
  return sounds
}

function figuresOf(sound: FileMeasurement): NonNullable<MeasurementChange['to']> {
  const { playback, file, sampleRateHz, channels, bitDepth, ...figures } = sound
  return figures
}

const COLUMNS = [
  ['LUFS', 'integratedLufs', 1],
  ['short max', 'shortTermMaxLufs', 1],
  ['range LU', 'loudnessRangeLu', 1],
  ['dBTP', 'truePeakDbtp', 2],
  ['PLR', 'plrLu', 1],
  ['correlation', 'correlation', 2],
] as const

/** A line for each sound: its figures, and in brackets by how much those rose that changed. */
export function changedTable({ resultColors, columns }: Output, { mix, deliveries }: ChangedFigures): string[] {
  const rows = Object.entries({ ...(mix ? { mix } : {}), ...deliveries }).map(([name, { to, delta }]) => [
    name,
    clock(to!.durationS),
    ...COLUMNS.flatMap(([, key, decimals]) => [figure(to![key], decimals), riseText(delta?.[key], decimals)]),
  ])
  const heads = ['', 'length', ...COLUMNS.flatMap(([head]) => [head, ''])]
  const [first, ...lines] = tableLines([heads, ...rows], 1, columns)
  return [resultColors.dim(first!), ...lines]
}

/** Nothing for what a reader would see as unchanged. */
function riseText(rise: number | null | undefined, decimals: number): string {
  if (rise === null || rise === undefined || Math.abs(rise) < 0.5 * 10 ** -decimals) return ''
  return `(${rise > 0 ? '+' : ''}${figure(rise, decimals)})`
}

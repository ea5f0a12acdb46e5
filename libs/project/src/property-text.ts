import {
  beatsPerMinute,
  type Dimension,
  decibels,
  frequency,
  loudness,
  loudnessRange,
  micrometres,
  milliseconds,
  panorama,
  plain,
  seconds,
  share,
  showQuantity,
  slope,
  truePeak,
  velocity,
} from './dimension.ts'
import { showMoment } from './show-moment.ts'

/** Properties whose name does not say the unit. */
const WITHOUT_SUFFIX: Readonly<Record<string, Dimension>> = {
  amount: share,
  feedback: share,
  link: share,
  mix: share,
  width: share,
  widths: share,
  pan: panorama,
  left: panorama,
  right: panorama,
}

/** Spans of seconds; all other properties in seconds are moments of the song, or lengths of it. */
const SPANS = ['decayS']

/** Longer suffixes before those that they end with. */
const DIMENSIONS: readonly Dimension[] = [
  velocity,
  slope,
  truePeak,
  loudness,
  loudnessRange,
  micrometres,
  beatsPerMinute,
  decibels,
  frequency,
  milliseconds,
  seconds,
]

/** Properties that are not named after their key. */
const RENAMED: Readonly<Record<string, string>> = { faderDb: 'gain', sendDb: 'level', space: 'kind' }

/** The key of the mix file that a property of the description is written at: `thresholdDb` at `threshold`. */
export function keyOfProperty(property: string): string {
  const suffix = dimensionOf(property)?.suffix ?? ''
  return RENAMED[property] ?? property.slice(0, property.length - suffix.length)
}

/** A value of a property as the mix file would say it: -18 at `thresholdDb` is `-18 dB`. */
export function showProperty(property: string, value: string | number | boolean): string {
  if (typeof value === 'boolean') return value ? 'on' : 'off'
  if (typeof value === 'string') return value
  const dimension = dimensionOf(property)
  if (dimension === seconds && !SPANS.includes(property)) return showMoment(value)
  return showQuantity(value, dimension ?? WITHOUT_SUFFIX[property] ?? plain)
}

/** The dimension that the suffix of a property says. */
function dimensionOf(property: string): Dimension | undefined {
  return DIMENSIONS.find(({ suffix }) => property.length > suffix.length && property.endsWith(suffix))
}

import type { ReportLoudness, Series } from '@mixwright/audio'
import { albumLufs } from '@mixwright/metering'
import type { LoudnessSeries } from '../job.ts'

/** Steps of the loudness so far: each is a sum over all before it. */
const INTEGRATED_POINTS = 120
const WINDOW_S = 0.1

/** To hundredths, so that a document stays small; null for what is no number. */
export function rounded(value: number): number | null {
  return Number.isFinite(value) ? Math.round(value * 100) / 100 : null
}

export function roundedSeries(values: Float64Array): Series {
  const series: Series = new Array(values.length)
  for (let at = 0; at < values.length; at++) series[at] = rounded(values[at]!)
  return series
}

export function powerDb(power: number): number {
  return 10 * Math.log10(power)
}

/** The largest of each group of `by`. */
export function largest(values: Float64Array, by: number): Float64Array {
  const tops = new Float64Array(Math.ceil(values.length / by)).fill(Number.NEGATIVE_INFINITY)
  for (let at = 0; at < values.length; at++) {
    const group = Math.floor(at / by)
    tops[group] = Math.max(tops[group]!, values[at]!)
  }
  return tops
}

/** Loudness over time in steps of about `stepS`, a multiple of 0.1 s. */
export function loudnessOf(
  { momentaryLufs, shortTermLufs, gatingBlocks }: LoudnessSeries,
  stepS: number,
): ReportLoudness {
  const by = Math.max(1, Math.round(stepS / WINDOW_S))
  /** Begins with the step in which the first window ends. */
  const series = (values: Float64Array, windowS: number) => {
    const before = Math.round(windowS / WINDOW_S) - 1
    const padded = new Float64Array(before + values.length).fill(Number.NEGATIVE_INFINITY)
    padded.set(values, before)
    return roundedSeries(largest(padded, by))
  }
  const momentary = series(momentaryLufs, 0.4)
  return {
    stepS: by * WINDOW_S,
    momentaryLufs: momentary,
    shortTermLufs: series(shortTermLufs, 3),
    integratedLufs: integratedSeries(gatingBlocks, momentary.length, by),
  }
}

/** Loudness of everything up to each step; computed at some of them, and held in between. */
function integratedSeries(blocks: Float64Array, steps: number, by: number): Series {
  const every = Math.max(1, Math.ceil(steps / INTEGRATED_POINTS))
  let held: number | null = null
  return Array.from({ length: steps }, (_, step) => {
    if (step % every === every - 1 || step === steps - 1) {
      held = rounded(albumLufs([blocks.subarray(0, Math.max(0, (step + 1) * by - 3))]))
    }
    return held
  })
}

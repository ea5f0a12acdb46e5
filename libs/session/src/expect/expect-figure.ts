import type { BandName, Measurement } from '@mixwright/metering'
import type { Expectation } from '@mixwright/project'
import type { Probe } from './probe.ts'

type Figure = (measurement: Measurement, expectation: Expectation) => number | null

/** The figure of each measure that a measurement holds. */
const FIGURES: Partial<Record<Expectation['measure'], Figure>> = {
  loudness: ({ integratedLufs }) => integratedLufs,
  shortTermMax: ({ shortTermMaxLufs }) => shortTermMaxLufs,
  momentaryMax: ({ momentaryMaxLufs }) => momentaryMaxLufs,
  loudnessRange: ({ loudnessRangeLu }) => loudnessRangeLu,
  truePeak: ({ truePeakDbtp }) => truePeakDbtp,
  samplePeak: ({ samplePeakDbfs }) => samplePeakDbfs,
  plr: ({ plrLu }) => plrLu,
  monoLoss: ({ monoLossDb }) => (monoLossDb === null ? null : 0 - monoLossDb),
  correlation: ({ correlation }) => correlation,
  width: ({ width }) => width,
  balance: ({ bandsDb, rmsDbfs }, { band }) => difference(bandsDb[band as BandName], rmsDbfs),
  length: ({ durationS }) => durationS,
  clips: ({ clips }) => clips.runs,
  dcOffset: ({ dcOffset }) => Math.abs(dcOffset),
}

/** True where the whole file's measurement, which is at hand, says it. */
export function isKnown({ measure, in: stretch, belowHz }: Expectation): boolean {
  return FIGURES[measure] !== undefined && stretch === undefined && belowHz === undefined
}

/** What a measurement says of what is expected; null where it has no such figure. */
export function figureOf(measurement: Measurement, expectation: Expectation): number | null {
  return FIGURES[expectation.measure]?.(measurement, expectation) ?? null
}

/** What a look at the file says of it. */
export function probedFigure(probe: Probe, expectation: Expectation): number | null {
  if (expectation.measure === 'headSilence') return probe.headSilenceS
  if (expectation.measure === 'tailSilence') return probe.tailSilenceS
  return figureOf(probe.measurement, expectation)
}

/** Difference of two levels; null where both are silent. */
export function difference(levelDb: number, overDb: number): number | null {
  return levelDb === overDb && !Number.isFinite(levelDb) ? null : levelDb - overDb
}

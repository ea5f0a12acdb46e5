import { basename } from 'node:path'
import type {
  ReportDelivery,
  ReportDocument,
  ReportReduction,
  ReportSound,
  ReportSpectrum,
  ReportStrip,
  ReportWave,
  Series,
} from '@mixwright/audio'
import type { ReductionCourse } from '@mixwright/mastering'
import type { Measurement } from '@mixwright/metering'
import type { StripPlan } from '@mixwright/mixer'
import { explicitInserts } from '@mixwright/project'
import type { LoudnessSeries, MasterCourse } from '../job.ts'
import type { DeliveryResult } from '../master/deliver.ts'
import { THIRD_CENTRES_HZ } from '../mix/mix-course.ts'
import type { MixedSong } from '../mix/mix-song.ts'
import { OCTAVES } from '../mix/strip-course.ts'
import { planCourse } from '../plan/course-plan.ts'
import type { MadeVersion, PlannedVersion } from '../render-version.ts'
import { graphOf } from './report-graph.ts'
import { maskingOf } from './report-masking.ts'
import { largest, loudnessOf, powerDb, rounded, roundedSeries } from './report-series.ts'

/** Level below which a strip does not sound. dBFS */
const SOUNDING_DB = -60

/** What a report draws of a mix, whatever is made of it. */
type DrawnMix = Pick<ReportDocument, 'durationS' | 'mix' | 'wave' | 'spectrum' | 'reductions' | 'strips' | 'masking'>

/** The part of a report that is known before there are masters. */
export function drawnMix(
  { planned: { plan }, mixOutput }: PlannedVersion,
  { written: { course: followed, measurement }, courses }: MixedSong,
): DrawnMix {
  const course = followed!
  const steps = planCourse(plan.lengthFrames ?? plan.stemsEndFrame, plan.sampleRateHz)
  const stepS = steps.stepFrames / plan.sampleRateHz
  const length = course.peak.length
  const { durationS } = measurement
  const stems = courses.filter(({ strip }) => plan.strips[strip]!.kind === 'stem')
  const bandS = steps.bandFrames / plan.sampleRateHz
  const bandRows = Math.ceil(durationS / bandS)
  return {
    durationS,
    mix: soundOf(basename(mixOutput), measurement, course, stepS),
    wave: waveOf(course, stepS),
    spectrum: spectrumOf(course.spectra, steps.spectrumFrames / plan.sampleRateHz),
    reductions: courses.flatMap(({ strip, reductions }) => {
      const { name, inserts } = plan.strips[strip]!
      const kind = kindOf(plan.strips[strip]!)
      return reductions.map(({ insert, reductionDb }) => {
        const processor = inserts[insert]!.insert.kind
        return reductionOf({ owner: name, kind, processor }, stepS, reductionDb.subarray(0, length))
      })
    }),
    strips: courses.map(({ strip, peakDb, levelDb }): ReportStrip => {
      const { name } = plan.strips[strip]!
      const kind = kindOf(plan.strips[strip]!)
      const levels = levelDb.subarray(0, length)
      const sounding = levels.filter((level) => level > SOUNDING_DB)
      const mean = sounding.reduce((sum, level) => sum + 10 ** (level / 10), 0) / sounding.length
      return {
        name,
        kind,
        stepS,
        rmsDb: roundedSeries(levels),
        peakDbfs: rounded(peakDb),
        activeDb: sounding.length > 0 ? rounded(powerDb(mean)) : null,
        activeShare: sounding.length / Math.max(1, length),
      }
    }),
    masking: maskingOf(
      stems.map(({ strip, bandsDb }) => ({
        name: plan.strips[strip]!.name,
        bandsDb: bandsDb.subarray(0, bandRows * OCTAVES),
      })),
      bandS,
    ),
  }
}

/** What the report of a version that was made draws. */
export function reportOf(
  { version, planned: { plan } }: PlannedVersion,
  drawn: DrawnMix,
  { result, courses: masters }: MadeVersion,
): ReportDocument {
  const { project, variant } = version
  const { sampleRateHz } = plan
  const stepS = planCourse(plan.lengthFrames ?? plan.stemsEndFrame, sampleRateHz).stepFrames / sampleRateHz
  const { durationS, mix, wave, spectrum, strips, masking } = drawn
  const [first] = masters
  const sharedInserts = explicitInserts(project.master.inserts)
  return {
    title: project.title ?? 'Untitled',
    artist: project.artist ?? null,
    variant,
    sampleRateHz,
    tempoBpm: typeof project.tempoBpm === 'number' ? project.tempoBpm : null,
    durationS,
    sections: project.sections.filter(({ atS }) => atS < durationS).map(({ name, atS }) => ({ name, atS })),
    mix,
    wave,
    spectrum,
    reductions: [
      ...drawn.reductions,
      ...(first && version.deliveries[0]
        ? masterReductions('master', 'master', first, stepS, (place) =>
            place === 'limiter' ? undefined : sharedInserts[place]?.kind,
          )
        : []),
      ...masters.flatMap((master, index) => {
        const { name, delivery } = version.deliveries[index]!
        return masterReductions(name, 'delivery', master, stepS, (place) =>
          place === 'limiter' ? 'limiter' : explicitInserts(delivery.inserts)[place - sharedInserts.length]?.kind,
        )
      }),
    ],
    strips,
    masking,
    deliveries: result.deliveries.map((delivery, index) => deliveryOf(delivery, masters[index]!, stepS)),
    graph: graphOf(version),
  }
}

/** A plan as it is written has no sums of its own. */
function kindOf({ kind }: StripPlan): ReportStrip['kind'] {
  return kind === 'sum' ? 'bus' : kind
}

function soundOf(file: string, measured: Measurement, loudness: LoudnessSeries, stepS: number): ReportSound {
  const finite = (value: number | null) => (value === null ? null : rounded(value))
  return {
    file,
    durationS: measured.durationS,
    integratedLufs: finite(measured.integratedLufs),
    momentaryMaxLufs: finite(measured.momentaryMaxLufs),
    shortTermMaxLufs: finite(measured.shortTermMaxLufs),
    loudnessRangeLu: finite(measured.loudnessRangeLu),
    truePeakDbtp: finite(measured.truePeakDbtp),
    samplePeakDbfs: finite(measured.samplePeakDbfs),
    plrLu: finite(measured.plrLu),
    psrMinLu: finite(measured.psrMinLu),
    correlation: finite(measured.correlation),
    monoLossDb: finite(measured.monoLossDb),
    loudness: loudnessOf(loudness, stepS),
  }
}

function waveOf(
  { peak, leftPower, rightPower, product }: NonNullable<MixedSong['written']['course']>,
  stepS: number,
): ReportWave {
  const list = (of: (left: number, right: number, product: number) => number): Series =>
    roundedSeries(leftPower.map((left, step) => of(left, rightPower[step]!, product[step]!)))
  const linear = (value: number) => Math.round(value * 1e4) / 1e4
  return {
    stepS,
    peak: Array.from(peak, linear),
    rms: Array.from(leftPower, (left, step) => linear(Math.sqrt((left + rightPower[step]!) / 2))),
    correlation: list((left, right, both) => Math.max(-1, Math.min(1, both / (Math.sqrt(left) * Math.sqrt(right))))),
    sideDb: list((left, right, both) => powerDb(Math.max(0, left + right - 2 * both) / (left + right + 2 * both))),
    balanceDb: list((left, right) => powerDb(right / left)),
  }
}

function spectrumOf(rows: readonly Float64Array[], stepS: number): ReportSpectrum {
  const tenths = (power: number) => (power > 0 ? Math.round(10 * powerDb(power)) / 10 : null)
  const heard = rows.filter((row) => row.some((power) => power > 0))
  const means = THIRD_CENTRES_HZ.map((_, band) => heard.reduce((sum, row) => sum + row[band]!, 0) / heard.length)
  return {
    centresHz: [...THIRD_CENTRES_HZ],
    meanDb: means.map(tenths),
    stepS,
    rowsDb: rows.map((row) => Array.from(row, tenths)),
  }
}

function masterReductions(
  owner: string,
  kind: 'master' | 'delivery',
  { reductions }: MasterCourse,
  stepS: number,
  processorAt: (place: ReductionCourse['of']) => string | undefined,
): ReportReduction[] {
  return reductions.flatMap(({ of, stepS: blockS, reductionDb }) => {
    const processor = kind === 'master' && of === 'limiter' ? undefined : processorAt(of)
    if (processor === undefined) return []
    const by = Math.max(1, Math.round(stepS / blockS))
    return [reductionOf({ owner, kind, processor }, by * blockS, largest(reductionDb, by))]
  })
}

function reductionOf(
  what: Pick<ReportReduction, 'owner' | 'kind' | 'processor'>,
  stepS: number,
  reductionDb: Float64Array,
): ReportReduction {
  const mostDb = reductionDb.reduce((most, one) => Math.max(most, one), 0)
  const meanDb = reductionDb.reduce((sum, one) => sum + one, 0) / Math.max(1, reductionDb.length)
  const hundredths = (value: number) => Math.round(value * 100) / 100
  const series = Array.from(reductionDb.map(hundredths))
  return { ...what, stepS, reductionDb: series, mostDb: hundredths(mostDb), meanDb: hundredths(meanDb) }
}

function deliveryOf(delivery: DeliveryResult, course: MasterCourse, stepS: number): ReportDelivery {
  const { name, file, promises, mastering, playback, preflight } = delivery
  const { sampleRateHz, bitDepth } = delivery
  const extension = file.slice(file.lastIndexOf('.') + 1)
  const depth = bitDepth === null ? '' : ` ${bitDepth} bit`
  const { gainDb, limiterDbtp, isHeldBack, attempts } = mastering
  return {
    ...soundOf(basename(file), delivery, course, stepS),
    name,
    format: `${extension}${depth}, ${sampleRateHz / 1000} kHz`,
    targetLufs: promises.find((promise) => promise.name === 'loudness')?.limit ?? null,
    promises,
    mastering: { gainDb, limiterDbtp, isHeldBack, attempts },
    playback: playback.map(({ player, targetLufs, gainDb, integratedLufs, truePeakDbtp, limiterDb }) => ({
      player,
      targetLufs,
      gainDb,
      integratedLufs: rounded(integratedLufs),
      truePeakDbtp: rounded(truePeakDbtp),
      limiterDb,
    })),
    vinyl: preflight
      ? {
          disc: preflight.disc,
          levelDb: preflight.cut.levelDb,
          highestLevelDb: preflight.cut.highestLevelDb,
          stepS: preflight.figures.stepS,
          radiusMm: preflight.figures.radiusMm,
          lateralVelocityCmPerS: preflight.figures.lateralVelocityCmPerS,
          verticalVelocityCmPerS: preflight.figures.verticalVelocityCmPerS,
          lateralAccelerationG: preflight.figures.lateralAccelerationG,
          verticalAccelerationG: preflight.figures.verticalAccelerationG,
          findings: preflight.findings.map(({ severity, startS, endS, message, fix }) => {
            return { severity, startS, endS, message, fix }
          }),
        }
      : null,
  }
}

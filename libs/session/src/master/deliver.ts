import { LEAST_TRACK_SECTORS, SECTORS_A_SECOND } from '@mixwright/audio'
import type { PcmFile } from '@mixwright/audio-files'
import type { ImpulseResponse } from '@mixwright/dsp'
import {
  type DeliveryPromise,
  type Playback,
  type Preflight,
  playersOf,
  type SourceReading,
} from '@mixwright/mastering'
import type { Measurement } from '@mixwright/metering'
import type { Diagnostic } from '@mixwright/project'
import type { RenderCache } from '../cache/render-cache.ts'
import { writeDiscOf } from '../disc/disc-delivery.ts'
import { hasErrors } from '../has-errors.ts'
import type { MasterCourse, Mastered } from '../job.ts'
import type { FileMeasurement } from '../measure/measure.ts'
import type { Staging } from '../output/staging.ts'
import { type JobOptions, runJob, runLimited } from '../threads.ts'
import { type DeliveryOrder, masterInserts, type PlannedDelivery } from './plan-delivery.ts'
import { previewTrack } from './playback.ts'
import { preflightDiagnostics } from './preflight-diagnostics.ts'

/** A delivery of the `render` document. */
export interface DeliveryResult extends FileMeasurement {
  /** What the players of its target will do to it. */
  playback: Playback[]
  name: string
  sha256: string
  pcmSha256: string
  promises: DeliveryPromise[]
  /** How the master was reached. */
  mastering: Pick<
    Mastered,
    'gainDb' | 'limiterDbtp' | 'isHeldBack' | 'attempts' | 'encodings' | 'loweredDb' | 'sibilanceReductionDb'
  >
  /** The cutting preflight of a vinyl master. */
  preflight?: Preflight
  /** What was written beside the file: cue sheet, CD-Text, DDP fileset. */
  companions?: string[]
}

export interface DeliverOptions extends JobOptions {
  jobs: number
  /** What is mastered: mono or stereo. */
  mix: PcmFile
  /** Of the samples of the mix. */
  mixPcmSha256?: string | undefined
  /** What the mix measures as the file holds it, when it is stereo. */
  mixMeasurement?: Measurement | undefined
  /** Where masters of a mix with a known hash are found and kept. */
  cache?: RenderCache | undefined
  impulses: ReadonlyMap<string, ImpulseResponse>
  staging: Staging
  /** How the path of an output is shown. */
  shown(outputName: string): string
}

/** What was made of deliveries. */
export interface Delivered {
  deliveries: DeliveryResult[]
  /** Names of the files that were written beside those of the deliveries. */
  companions: string[]
  /** How each went over time, in the order of the deliveries. */
  courses: MasterCourse[]
  diagnostics: Diagnostic[]
}

/** Makes deliveries side by side. A missed promise is a diagnostic; a delivery that cannot be made is left out. */
export async function deliverMasters(
  order: DeliveryOrder,
  deliveries: readonly PlannedDelivery[],
  options: DeliverOptions,
): Promise<Delivered> {
  const done = deliveries.map(() => 0)
  const diagnostics: Diagnostic[] = []
  const tasks = deliveries.map((planned, index) => async (signal: AbortSignal) => {
    const onProgress = (part: number) => {
      done[index] = part
      const items = deliveries.map(({ name }, at) => ({ name, done: done[at]! }))
      options.onProgress?.(done.reduce((sum, one) => sum + one, 0) / done.length, items)
    }
    const result = await deliverOne(order, planned, { ...options, signal, onProgress })
    onProgress(1)
    if ('delivered' in result) {
      diagnostics.push(
        ...missedPromises(order, planned, result.delivered),
        ...shortTrack(order, planned, result.delivered),
        ...preflightDiagnostics(order, result.delivered),
      )
    }
    diagnostics.push(...result.diagnostics)
    return result
  })
  const dearestFirst = tasks.map((_, index) => index).sort((a, b) => costOf(deliveries[b]!) - costOf(deliveries[a]!))
  const results: Awaited<ReturnType<(typeof tasks)[number]>>[] = []
  const inTurn = dearestFirst.map((index) => async (signal: AbortSignal) => {
    results[index] = await tasks[index]!(signal)
  })
  await runLimited(options.jobs, inTurn, options.signal)
  const made = results.filter((result) => 'delivered' in result)
  return {
    deliveries: made.map(({ delivered }) => delivered),
    companions: made.flatMap(({ companions }) => companions),
    courses: made.map(({ course }) => course),
    diagnostics,
  }
}

/** Rough cost of a delivery; only steers which is begun first. */
function costOf({ plan }: PlannedDelivery): number {
  return (plan.format.codec === 'wav' ? 0 : 4) + (plan.vinyl ? 3 : 0) + (plan.targetLufs === null ? 1 : 2)
}

async function deliverOne(
  order: DeliveryOrder,
  planned: PlannedDelivery,
  { mix, mixPcmSha256, mixMeasurement, cache, staging, shown, impulses, signal, onProgress }: DeliverOptions,
): Promise<
  | { delivered: DeliveryResult; companions: string[]; course: MasterCourse; diagnostics: Diagnostic[] }
  | { diagnostics: Diagnostic[] }
> {
  const { name, outputName, plan, delivery, tagging } = planned
  const inserts = masterInserts(order, delivery, impulses)
  const path = staging.path(outputName)
  const made = { mixPcmSha256, sampleRateHz: mix.sampleRateHz, plan, inserts, tagging }
  const key = mixPcmSha256 === undefined ? undefined : cache?.masterKey(made)
  const kept = key && cache?.files.recall<Mastered>(key, path)
  const result = kept
    ? { mastered: kept }
    : await runJob(
        {
          kind: 'master',
          mix,
          mixReading: sourceReading(mixMeasurement),
          plan,
          inserts,
          tagging,
          path,
          scratchPath: staging.scratch(name),
        },
        { signal, onProgress },
      )
  if ('problem' in result) {
    const { code, message, fix } = result.problem
    const place = order.place(['deliver', name])
    const text = `delivery '${name}': ${message}`
    const said = { code, severity: 'error', message: text, ...place } as const
    return { diagnostics: [fix === undefined ? said : { ...said, fix }] }
  }
  staging.settle(outputName)
  if (key && !kept) cache?.files.keep(key, path, result.mastered)
  const { names: companions, diagnostics } = await writeDiscOf(order, planned, staging, { signal })
  if (hasErrors(diagnostics)) return { diagnostics }
  const {
    measurement,
    sampleRateHz,
    channels,
    bitDepth,
    sha256,
    pcmSha256,
    promises,
    preflight,
    course,
    ...mastering
  } = result.mastered
  const file = shown(outputName)
  return {
    delivered: {
      name,
      file,
      sha256,
      pcmSha256,
      sampleRateHz,
      channels,
      bitDepth,
      ...measurement,
      promises,
      mastering,
      playback: previewTrack(measurement, delivery.target === undefined ? [] : playersOf(delivery.target)),
      ...(preflight ? { preflight } : {}),
      ...(companions.length > 0 ? { companions: companions.map(shown) } : {}),
    },
    companions,
    course,
    diagnostics,
  }
}

/** What mastering starts from; none where there is nothing to hear. */
function sourceReading(measurement: Measurement | undefined): SourceReading | undefined {
  if (!measurement) return undefined
  const { integratedLufs, truePeakDbtp, momentaryMaxLufs } = measurement
  const figures = { integratedLufs, truePeakDbtp, momentaryMaxLufs }
  return Object.values(figures).every(Number.isFinite) ? figures : undefined
}

function missedPromises(
  order: DeliveryOrder,
  { plan }: PlannedDelivery,
  { name, promises, mastering }: DeliveryResult,
): Diagnostic[] {
  return promises
    .filter(({ ok }) => !ok)
    .map((promise): Diagnostic => {
      const { unit, limit, value } = promise
      const isHeldBack = promise.name === 'loudness' && mastering.isHeldBack
      const reason = isHeldBack ? `: ${heldBackBy(plan)}` : ''
      const got = `got ${value === Number.NEGATIVE_INFINITY ? '-inf' : value.toFixed(2)} ${unit}, promised ${limit} ${unit}`
      const message = `delivery '${name}' ${promise.name}: ${got}${reason}`
      const fix = remedy(promise.name, mastering)
      const place = order.place(['deliver', name])
      const common = {
        code: 'DELIVERY_PROMISE_MISSED',
        severity: 'error',
        message,
        subject: `delivery '${name}'`,
      } as const
      return { ...common, ...place, ...(fix === undefined ? {} : { fix }) }
    })
}

/** What kept a master quieter than its target. */
function heldBackBy({ ceilingDbtp, maxLimitingDb }: PlannedDelivery['plan']): string {
  const allowed = maxLimitingDb === 0 ? 'no limiting is allowed' : `${maxLimitingDb} dB of limiting is the most allowed`
  return `${allowed}, and peaks end at ${ceilingDbtp} dBTP`
}

function remedy(name: DeliveryPromise['name'], mastering: DeliveryResult['mastering']): string | undefined {
  if (name === 'loudness' && mastering.isHeldBack) {
    return 'raise the ceiling, lower the target, allow more with `maxLimiting`, or tame the peaks of the mix'
  }
  if (name === 'lowSide') {
    return 'begin and end the mix with 0.2 s of silence: what starts or stops at full level keeps lows in its side'
  }
  const { encodings, loweredDb } = mastering
  if (name !== 'truePeak' || encodings === 1) return undefined
  const tried = `${encodings} encodings, the last ${loweredDb.toFixed(1)} dB lower, did not hold it`
  return `choose a higher bit rate or a lower loudness: ${tried}`
}

/** A master for a disc that could not be one of its tracks. */
function shortTrack(
  order: DeliveryOrder,
  { name, plan }: PlannedDelivery,
  { durationS }: DeliveryResult,
): Diagnostic[] {
  const leastS = LEAST_TRACK_SECTORS / SECTORS_A_SECOND
  if (!plan.wholeSectors || durationS >= leastS) return []
  const subject = `delivery '${name}'`
  const message = `${subject} length: got ${durationS.toFixed(2)} s, a track of a CD lasts ${leastS} s or longer`
  const place = order.place(['deliver', name])
  return [{ code: 'DISC_TRACK_SHORT', severity: 'warning', message, subject, ...place }]
}

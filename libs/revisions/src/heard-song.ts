import { join } from 'node:path'
import { secondsToFrames } from '@mixwright/audio'
import type { Measurement } from '@mixwright/metering'
import type { Diagnostic } from '@mixwright/project'
import {
  type Audition,
  type AuditionedMix,
  auditionMasters,
  auditionMix,
  type DeliveryResult,
  deliveryKey,
  measureSpans,
  mixKey,
  partKey,
  type StageTimer,
} from '@mixwright/session'
import type { Lengths } from './figure-change.ts'
import type { SoundCache } from './sound-cache.ts'

/** A mix as it sounds: on disk, and what it and its deliveries measure. */
export interface HeardVersion {
  mixPath: string
  mix: AuditionedMix
  deliveries: Record<string, Measurement>
}

/** The same of the mix itself, with its sections. */
export interface HeardSong extends HeardVersion {
  sections: Record<string, Measurement>
}

export interface HearOptions {
  cache: SoundCache
  /** A folder for files that are not kept. */
  scratch: string
  timer: StageTimer
  jobs?: number | undefined
  signal?: AbortSignal | undefined
}

/** How long a mix is, with its tail and without. */
export function lengthsOf({ songS, measurement }: AuditionedMix): Lengths {
  return { songS, durationS: measurement.durationS }
}

/** Renders and measures a song, what was rendered before excepted. `name` is its revision's. */
export async function hearSong(
  audition: Audition,
  name: string,
  options: HearOptions,
): Promise<{ heard?: HeardSong; diagnostics: Diagnostic[] }> {
  const { heard, diagnostics } = await hearVersion(audition, name, options)
  if (!heard) return { diagnostics }
  const sections = await options.timer.stage(`measuring ${name}`, () => {
    return measureSections(audition, heard.mix, heard.mixPath, options)
  })
  return { heard: { ...heard, sections }, diagnostics }
}

/** The same for its mix and deliveries alone. */
export async function hearVersion(
  audition: Audition,
  name: string,
  options: HearOptions,
): Promise<{ heard?: HeardVersion; diagnostics: Diagnostic[] }> {
  const { project, audio, engine, renders } = audition
  const { cache, scratch, timer, jobs, signal } = options
  const key = mixKey(project, engine)
  const mixPath = cache.wavPath(key)
  let mix = cache.recall<AuditionedMix>(key)
  if (!mix) {
    // What is stopped half-way goes with the scratch folder.
    const made = join(scratch, `${key}.wav`)
    const result = await timer.stage(`mixing ${name}`, (onProgress) => {
      return auditionMix(project, audio, made, { jobs, signal, onProgress, renders })
    })
    const changed = audition.changed()
    if (changed.length > 0) return { diagnostics: changed }
    if ('diagnostic' in result) return { diagnostics: [result.diagnostic] }
    mix = result.mixed
    cache.keep(key, mix, made)
  }
  const { deliveries, diagnostics } = await hearDeliveries(audition, mix, mixPath, name, options)
  return { heard: { mixPath, mix, deliveries }, diagnostics }
}

/** Each section from its beginning to the next one's, the last to the end of the last stem. */
async function measureSections(
  { project, engine }: Audition,
  { songS, sampleRateHz }: AuditionedMix,
  mixPath: string,
  { cache, jobs, signal }: HearOptions,
): Promise<Record<string, Measurement>> {
  const songFrames = secondsToFrames(songS, sampleRateHz)
  const inOrder = [...project.sections].sort((a, b) => a.atS - b.atS)
  const starts = inOrder.map(({ atS }) => Math.min(songFrames, secondsToFrames(atS, sampleRateHz)))
  const spans = starts.map((startFrame, index) => {
    return { name: inOrder[index]!.name, startFrame, frames: (starts[index + 1] ?? songFrames) - startFrame }
  })
  const audible = spans.filter(({ frames }) => frames > 0)
  const key = (span: object) => partKey([mixKey(project, engine), span])
  const known = audible.map(({ startFrame, frames }) => cache.recall<Measurement>(key({ startFrame, frames })))
  const unknown = audible.filter((_, index) => known[index] === undefined)
  const measured = await measureSpans(
    mixPath,
    unknown.map(({ startFrame, frames }) => ({ startFrame, frames })),
    { jobs, signal },
  )
  unknown.forEach(({ startFrame, frames }, index) => {
    cache.keep(key({ startFrame, frames }), measured[index])
  })
  return Object.fromEntries(audible.map((span, index) => [span.name, known[index] ?? measured[unknown.indexOf(span)]!]))
}

async function hearDeliveries(
  audition: Audition,
  mix: AuditionedMix,
  mixPath: string,
  name: string,
  { cache, scratch, timer, jobs, signal }: HearOptions,
): Promise<{ deliveries: Record<string, Measurement>; diagnostics: Diagnostic[] }> {
  const names = audition.deliveries.map((delivery) => delivery.name)
  const keys = new Map(names.map((one) => [one, deliveryKey(audition, one, mix.pcmSha256)]))
  const known = new Map(names.map((one) => [one, cache.recall<Measurement>(keys.get(one)!)]))
  const unknown = names.filter((one) => known.get(one) === undefined)
  const diagnostics: Diagnostic[] = []
  if (unknown.length > 0) {
    const made = await timer.stage(`mastering ${name}`, (onProgress) => {
      const folder = join(scratch, 'masters')
      return auditionMasters(audition, unknown, mixPath, mix, { jobs, signal, onProgress, folder })
    })
    // A promise that a master misses is news of `render`, not of what has changed.
    diagnostics.push(...made.diagnostics.filter(({ code }) => code !== 'DELIVERY_PROMISE_MISSED'))
    for (const delivery of made.deliveries) {
      const figures = measurementOf(delivery)
      known.set(delivery.name, figures)
      cache.keep(keys.get(delivery.name)!, figures)
    }
  }
  const found = names.flatMap((one): [string, Measurement][] => {
    const figures = known.get(one)
    return figures ? [[one, figures]] : []
  })
  return { deliveries: Object.fromEntries(found), diagnostics }
}

/** The figures of a delivery alone. */
function measurementOf(delivery: DeliveryResult): Measurement {
  const { name, file, sha256, pcmSha256, promises, mastering, playback, preflight, ...figures } = delivery
  const { sampleRateHz, channels, bitDepth, ...measurement } = figures
  return measurement
}

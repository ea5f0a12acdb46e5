import { probeWav } from '@mixwright/audio-files'
import type { Measurement, StripReading } from '@mixwright/metering'
import type { Diagnostic, Project } from '@mixwright/project'
import { canonicalText, textHash } from '../cache/description-hashes.ts'
import type { KeptFiles } from '../cache/kept-files.ts'
import { nameRecordings, RenderCache } from '../cache/render-cache.ts'
import { checkMix } from '../check.ts'
import { hasErrors } from '../has-errors.ts'
import { thisEngine } from '../lock/engine.ts'
import type { LockedEngine } from '../lock/lock.ts'
import { lockInputs } from '../lock/lock-inputs.ts'
import { readArtworks } from '../master/artwork.ts'
import { type DeliveryResult, deliverMasters } from '../master/deliver.ts'
import { type PlannedDelivery, planDeliveries } from '../master/plan-delivery.ts'
import { mixSong } from '../mix/mix-song.ts'
import { stripTaps } from '../mix/strip-taps.ts'
import { Staging } from '../output/staging.ts'
import { planMix } from '../plan/plan-mix.ts'
import { changedAudio } from '../song/changed-audio.ts'
import { prepareSongAudio } from '../song/prepare-audio.ts'
import type { Access } from '../song/project-folder.ts'
import type { Song } from '../song/song.ts'
import type { SongAudio } from '../song/song-audio.ts'
import { unheard } from '../song/unheard.ts'
import { defaultThreads, type JobOptions } from '../threads.ts'

/**
 * A song ready to be heard, whole or in parts. Its description names every audio file by the SHA-256 of its bytes:
 * songs with equal descriptions sound the same whatever their files are called, and a part of one can be put into
 * another whose audio is at hand too.
 */
export interface Audition {
  song: Song
  project: Project
  /** By hash. */
  audio: SongAudio
  /** The hash of each file, by the path written in the mix file. */
  hashes: ReadonlyMap<string, string>
  deliveries: readonly PlannedDelivery[]
  /** What decodes and mixes it. */
  engine: LockedEngine
  /** Where what was rendered of it before is found, and what is rendered is kept. */
  renders: RenderCache | undefined
  /** Errors for audio files that are no longer as they were when they were first looked at. */
  changed(): Diagnostic[]
}

export interface AuditionOptions extends JobOptions, Access {
  /** Threads. Default: one a core. */
  jobs?: number | undefined
}

export interface OpenAuditionOptions extends AuditionOptions {
  /** Where what compressed files decode to is kept. */
  home: string
  /** Where renders are kept. */
  renders: KeptFiles
}

/** A song ready to be heard, and its variants by name. */
export interface AuditionedSong {
  audition: Audition
  variants: ReadonlyMap<string, Audition>
}

/** Reads a song and all of its audio; without `opened` when something is wrong with it. */
export async function openAudition(
  path: string,
  { jobs = defaultThreads(), home, renders: kept, ...options }: OpenAuditionOptions,
): Promise<{ opened?: AuditionedSong; diagnostics: Diagnostic[]; song: Song }> {
  const checked = await checkMix(path, options)
  const { song, infos, stamps } = checked
  const diagnostics = [...checked.diagnostics]
  if (hasErrors(diagnostics)) return { diagnostics, song }
  const { audio, diagnostics: found } = await prepareSongAudio(song, infos, { jobs, cache: home, ...options })
  diagnostics.push(...found)
  const changed = () => changedAudio(song, stamps)
  if (hasErrors(diagnostics)) return { diagnostics: [...diagnostics, ...changed()], song }
  const read = await lockInputs({ infos, stamps }, audio.stems, song.folder, { jobs, signal: options.signal })
  if ('problem' in read) {
    return { diagnostics: [...diagnostics, { ...read.problem, severity: 'error' }, ...changed()], song }
  }
  const hashes = new Map(Object.entries(read.inputs).map(([written, { sha256 }]) => [written, sha256]))
  const isCurrent = () => stamps.changed().length === 0
  const renders = RenderCache.open(kept, nameRecordings(infos, audio.stems, hashes), isCurrent)
  const isCoded = [...infos.values()].some(({ pcm }) => pcm === null)
  const engine = thisEngine(isCoded)
  const byHash = <T>(map: ReadonlyMap<string, T>) => new Map([...map].map(([file, one]) => [hashes.get(file)!, one]))
  const pool = { stems: byHash(audio.stems), impulses: byHash(audio.impulses) }
  const auditionOf = (written: Project): Audition => {
    const project = addressed(written, hashes)
    const { planned: deliveries } = planDeliveries(project, readArtworks(song, written).artworks)
    return { song, project, audio: pool, hashes, deliveries, engine, renders, changed }
  }
  const variants = new Map(song.variants.map(({ name, project }) => [name, auditionOf(project)]))
  return { opened: { audition: auditionOf(song.project!), variants }, diagnostics, song }
}

/** The description with the hash of its bytes in place of the name of every audio file. */
function addressed(project: Project, hashes: ReadonlyMap<string, string>): Project {
  const visit = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(visit)
    if (typeof value !== 'object' || value === null) return value
    const entries = Object.entries(value).map(([key, item]) => {
      return [key, key === 'file' ? (hashes.get(item) ?? item) : visit(item)]
    })
    return Object.fromEntries(entries)
  }
  return Object.defineProperty(visit(project) as Project, 'place', { value: project.place })
}

/** Audio of several songs in one. */
export function joinAudio(...songs: readonly SongAudio[]): SongAudio {
  return {
    stems: new Map(songs.flatMap(({ stems }) => [...stems])),
    impulses: new Map(songs.flatMap(({ impulses }) => [...impulses])),
  }
}

/** SHA-256 of all that a mix depends on; two songs with the same mix the same bytes. */
export function mixKey(project: Project, engine: LockedEngine): string {
  const { sampleRateHz, lengthS = null, mix } = project
  const named = [project.stems, project.buses, project.returns, project.groups].map((list) => {
    return Object.fromEntries(list.map((item) => [item.name, item]))
  })
  return textHash(canonicalText({ engine, sampleRateHz, lengthS, named, mix }))
}

/** SHA-256 of all that the sound of a delivery depends on. */
export function deliveryKey({ project, deliveries }: Audition, name: string, mixPcmSha256: string): string {
  const { sampleRateHz, master, seed = null } = project
  const { delivery, plan } = deliveries.find((one) => one.name === name)!
  const engine = thisEngine(plan.format.codec !== 'wav')
  return textHash(canonicalText({ engine, sampleRateHz, seed, master, delivery, mixPcmSha256 }))
}

/** SHA-256 of a comparison or part of mixes, by their keys and whatever else names it. */
export function partKey(parts: readonly unknown[]): string {
  return textHash(canonicalText(parts))
}

/** A mix on disk, with what it measures. */
export interface AuditionedMix {
  sampleRateHz: number
  pcmSha256: string
  /** Length without what rings on after the last stem. */
  songS: number
  measurement: Measurement
  /** Every stem, bus and return that is heard, post-fader as it reaches its bus. */
  strips: Record<string, StripReading>
}

export interface AuditionMixOptions extends AuditionOptions {
  /** Where it may be found, or sums of its stems. Default: nowhere. */
  renders?: RenderCache | undefined
  /** Whether stems, buses and returns are measured too. Default: true. */
  strips?: boolean | undefined
}

/** Mixes what a description says into `mixPath`, a 32-bit float WAV file that is not there yet. */
export async function auditionMix(
  project: Project,
  audio: SongAudio,
  mixPath: string,
  { jobs = defaultThreads(), signal, onProgress, renders, strips: isMeasuring = true }: AuditionMixOptions = {},
): Promise<{ mixed: AuditionedMix } | { diagnostic: Diagnostic }> {
  const planned = planMix(project, audio)
  const { sampleRateHz, lengthFrames, stemsEndFrame } = planned.plan
  const songS = (lengthFrames ?? stemsEndFrame) / sampleRateHz
  const silent = unheard(project, songS)
  if (silent) return { diagnostic: silent }
  const taps = isMeasuring ? stripTaps(project, planned) : []
  const result = await mixSong(planned, mixPath, { jobs, signal, onProgress, taps, cache: renders })
  if ('problem' in result) {
    const message = `the mix: ${result.problem.message}`
    return { diagnostic: { ...result.problem, severity: 'error', message } }
  }
  const { measurement, pcmSha256 } = result.written
  const strips = new Map(result.strips.map(({ name, reading }) => [name, reading]))
  const inOrder = taps.map(({ name }) => [name, strips.get(name)!])
  return { mixed: { sampleRateHz, pcmSha256, songS, measurement, strips: Object.fromEntries(inOrder) } }
}

/** Masters some of the deliveries of a song from its mix and measures them; the files are not kept. */
export async function auditionMasters(
  { project, audio: { impulses }, deliveries, renders }: Audition,
  names: readonly string[],
  mixPath: string,
  { pcmSha256, measurement }: Pick<AuditionedMix, 'pcmSha256' | 'measurement'>,
  { jobs = defaultThreads(), signal, onProgress, folder }: AuditionOptions & { folder: string },
): Promise<{ deliveries: DeliveryResult[]; diagnostics: Diagnostic[] }> {
  const probed = probeWav(mixPath)
  if ('problem' in probed) throw new Error(`the mix cannot be read back: ${probed.problem.message}`)
  const wanted = deliveries.filter(({ name }) => names.includes(name))
  const staging = new Staging(folder)
  const mix = { mix: probed.info, mixPcmSha256: pcmSha256, mixMeasurement: measurement }
  const shown = (name: string) => name
  try {
    const rest = { jobs, signal, onProgress, impulses, staging, shown, cache: renders }
    return await deliverMasters(project, wanted, { ...mix, ...rest })
  } finally {
    staging.remove()
  }
}

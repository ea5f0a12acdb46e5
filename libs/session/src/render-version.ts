import { copyFileSync } from 'node:fs'
import { join } from 'node:path'
import { type AudioProblem, probeWav } from '@mixwright/audio-files'
import type { Diagnostic } from '@mixwright/project'
import { canonicalText } from './cache/description-hashes.ts'
import { RenderCache } from './cache/render-cache.ts'
import type { ExpectationResult } from './expect/expectation-result.ts'
import { askedAbout, askedTaps } from './expect/expectations.ts'
import type { MasterCourse } from './job.ts'
import { type DeliveryResult, deliverMasters } from './master/deliver.ts'
import { previewTrack } from './master/playback.ts'
import { type MixedSong, type MixOptions, mixSong } from './mix/mix-song.ts'
import type { StripTap } from './mix/strip-taps.ts'
import type { Staging } from './output/staging.ts'
import { type CoursePlan, planCourse } from './plan/course-plan.ts'
import { type PlannedMix, planMix } from './plan/plan-mix.ts'
import type { StageItem } from './progress/stage-timer.ts'
import type { HashedSound } from './render-lock.ts'
import type { SongAudio } from './song/song-audio.ts'
import { outputIn, type Version } from './song/version.ts'
import type { JobOptions } from './threads.ts'

export const MIX_OUTPUT = 'mix.wav'

/** What was made of a version. */
export interface VersionResult {
  mix: HashedSound
  deliveries: DeliveryResult[]
  /** What was written of the signals that reach the mix bus, in the order of the sum; when asked for. */
  stems?: string[]
  /** What is expected of it, and whether it is so. */
  expectations: ExpectationResult[]
}

/** A variant of the `render` document. */
export type VariantResult = { name: string } & VersionResult

export interface VersionOptions extends JobOptions {
  jobs: number
  staging: Staging
  /** Where what was computed before is found, and what is computed is kept. */
  cache?: RenderCache | undefined
  /** How the path of an output is shown. */
  shown(outputName: string): string
  /** Most memory that a mix may hold. MiB. Default: half of the machine's, at most 4096. */
  memoryMiB?: number | undefined
}

/** A version and the files that are to be made of it, by their names in the output folder. */
export interface PlannedVersion {
  version: Version
  planned: PlannedMix
  mixOutput: string
  /** null when the stems are not wanted. */
  stemOutputs: string[] | null
  outputs: string[]
  /** Strips whose level is asked about. */
  taps: StripTap[]
  /** How it is followed over time; absent when it is not. */
  courses?: CoursePlan
  /** Length of its mix, without what rings on at the end. */
  songS: number
}

/** What of every version is wanted. */
export interface VersionChoice {
  /** Names of deliveries; all when absent. */
  deliver?: readonly string[] | undefined
  /** Also writes every signal as it reaches the mix bus, into `stems/`. */
  stems?: boolean | undefined
  /** Writes the mix and no deliveries. */
  mixOnly?: boolean | undefined
  /** Follows what is made over time, for a report. */
  followed?: boolean | undefined
  /** Makes only what is expected something of. */
  expectedOnly?: boolean | undefined
}

/** A mix as it was written, and what it was made from. */
interface WrittenMix {
  mixed: MixedSong
  key: string
  taps: StripTap[]
  outputs: string[]
}

/** Says what of a version is to be made. */
export function planOutputs(
  version: Version,
  audio: SongAudio,
  { deliver, stems = false, mixOnly = false, expectedOnly = false, followed = false }: VersionChoice,
): PlannedVersion {
  const planned = planMix(version.project, audio)
  const { sampleRateHz, lengthFrames, stemsEndFrame } = planned.plan
  const chosen = version.deliveries.filter(({ name }) => deliver?.includes(name) ?? true)
  const asked = askedAbout(version)
  const wanted = mixOnly ? [] : chosen.filter(({ name }) => !expectedOnly || asked.has(name))
  const mixOutput = outputIn(version, MIX_OUTPUT)
  const stemOutputs = stems ? stemNames(planned).map((name) => outputIn(version, name)) : null
  return {
    version: { ...version, deliveries: wanted },
    planned,
    mixOutput,
    stemOutputs,
    outputs: [mixOutput, ...(stemOutputs ?? []), ...wanted.map(({ outputName }) => outputName)],
    taps: askedTaps(version, planned),
    ...(followed ? { courses: planCourse(lengthFrames ?? stemsEndFrame, sampleRateHz) } : {}),
    songS: (lengthFrames ?? stemsEndFrame) / sampleRateHz,
  }
}

/** Names of the files for what reaches the mix bus, in the written order of its sum. */
function stemNames({ plan: { strips } }: PlannedMix): string[] {
  return strips[strips.length - 1]!.inputs.map(({ from }) => join('stems', `${strips[from]!.name}.wav`))
}

/**
 * Mixes versions one after the other. The mix of one that differs only after the mix bus is a copy; of others what they
 * have in common with a former one is taken from its sums of stems.
 */
export async function mixVersions(
  versions: readonly PlannedVersion[],
  { staging, onProgress, cache, later, ...options }: VersionOptions & Pick<MixOptions, 'later'>,
): Promise<{ mixes: MixedSong[] } | { problem: AudioProblem; version: Version }> {
  const made: WrittenMix[] = []
  const isKept = versions.every(({ planned }) => cache?.mixKey(planned) !== undefined)
  const shared = isKept || versions.length < 2 ? cache : RenderCache.ofRender(staging.scratch('shared'))
  for (const [index, { version, planned, mixOutput, stemOutputs, taps, courses }] of versions.entries()) {
    const outputs = [mixOutput, ...(stemOutputs ?? [])]
    const key = mixKey(version)
    const same = made.find(
      (one) => one.key === key && taps.every(({ name }) => one.taps.some((tap) => tap.name === name)),
    )
    if (same) {
      for (const [at, from] of same.outputs.entries()) copyFileSync(staging.path(from), staging.path(outputs[at]!))
      made.push({ ...same, outputs })
      continue
    }
    const mixed = await mixSong(planned, staging.path(mixOutput), {
      ...options,
      cache: shared,
      // Those that follow look for what is kept.
      later: index === versions.length - 1 ? later : undefined,
      taps,
      courses,
      onProgress: (done) => onProgress?.((index + done) / versions.length, stemItems(planned, done)),
      stemPaths: stemOutputs?.map((name) => staging.path(name)),
    })
    if ('problem' in mixed) return { problem: mixed.problem, version }
    for (const name of outputs) staging.settle(name)
    made.push({ mixed, key, taps, outputs })
  }
  return { mixes: made.map(({ mixed }) => mixed) }
}

/** How far each stem has been played where a part of the song is mixed. */
function stemItems({ plan, stems }: PlannedMix, done: number): StageItem[] {
  const songFrame = done * (plan.lengthFrames ?? plan.stemsEndFrame)
  return plan.strips.flatMap(({ name, stem }) => {
    if (stem === null) return []
    const { startFrame, frames } = stems[stem]!.clip
    return [{ name, done: Math.min(1, Math.max(0, (songFrame - startFrame) / Math.max(1, frames))) }]
  })
}

/** All that a mix is made from: versions that share it share their mix. */
function mixKey({ project }: Version): string {
  const { master, deliver, expect, allow, ...mixed } = project
  return canonicalText(mixed)
}

/** Masters the deliveries of every version from its mix. Where one cannot be made there is an error in its place. */
export async function masterVersions(
  versions: readonly PlannedVersion[],
  mixes: readonly MixedSong[],
  audio: SongAudio,
  { onProgress, ...options }: VersionOptions,
): Promise<{ made: MadeVersion[]; companions: string[]; diagnostics: Diagnostic[] }> {
  const made: MadeVersion[] = []
  const companions: string[] = []
  const diagnostics: Diagnostic[] = []
  for (const [index, planned] of versions.entries()) {
    const mastered = await masterVersion(planned, mixes[index]!, audio, {
      ...options,
      onProgress: (done, items) => onProgress?.((index + done) / versions.length, items),
    })
    made.push({ version: planned.version, result: mastered.result, courses: mastered.courses })
    companions.push(...mastered.companions)
    diagnostics.push(...mastered.diagnostics)
  }
  return { made, companions, diagnostics }
}

export interface MadeVersion {
  version: Version
  result: VersionResult
  /** How its deliveries went over time, in their order. */
  courses: MasterCourse[]
}

async function masterVersion(
  { version, planned, mixOutput, stemOutputs }: PlannedVersion,
  { written: { measurement, pcmSha256 } }: MixedSong,
  { impulses }: SongAudio,
  options: VersionOptions,
): Promise<{ result: VersionResult; companions: string[]; courses: MasterCourse[]; diagnostics: Diagnostic[] }> {
  const { staging, shown } = options
  const probed = probeWav(staging.path(mixOutput))
  if ('problem' in probed) throw new Error(`the mix cannot be read back: ${probed.problem.message}`)
  const masters = await deliverMasters(version.project, version.deliveries, {
    ...options,
    mix: probed.info,
    mixPcmSha256: pcmSha256,
    mixMeasurement: measurement,
    impulses,
  })
  const mix = {
    file: shown(mixOutput),
    pcmSha256,
    sampleRateHz: planned.plan.sampleRateHz,
    channels: 2,
    bitDepth: 32,
    ...measurement,
    playback: previewTrack(measurement),
  }
  const stems = stemOutputs ? { stems: stemOutputs.map(shown) } : {}
  const diagnostics = masters.diagnostics.map((one) => ofVersion(version, one))
  const { deliveries, companions, courses } = masters
  return { result: { mix, deliveries, ...stems, expectations: [] }, companions, courses, diagnostics }
}

/** Says which variant a diagnostic is about. */
export function ofVersion({ variant }: Version, diagnostic: Diagnostic): Diagnostic {
  return variant === null ? diagnostic : { ...diagnostic, message: `variant '${variant}' ${diagnostic.message}` }
}

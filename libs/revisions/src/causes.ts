import { rmSync } from 'node:fs'
import { join } from 'node:path'
import type { Measurement } from '@mixwright/metering'
import type { Project } from '@mixwright/project'
import {
  type Audition,
  type AuditionedMix,
  auditionMix,
  compareWavs,
  joinAudio,
  mixKey,
  partKey,
} from '@mixwright/session'
import { groupParts, type PartGroup } from './cause-groups.ts'
import type { Change } from './change.ts'
import { changesOf } from './change-paths.ts'
import { compareFigures, type MeasurementChange, tailRise } from './figure-change.ts'
import { type HeardSong, type HearOptions, lengthsOf } from './heard-song.ts'
import { differingParts } from './parts.ts'
import type { Residual } from './sound-document.ts'

/** What one change does to the mix when nothing else changes. */
export interface Cause {
  /** Those of the changes that it is; where nobody said, places in the description. */
  paths: string[]
  /** What it is in words; none where nobody said. */
  texts: string[]
  /** Loudness, peaks, width and bands of the former mix, and of the former mix with this change. */
  mix: MeasurementChange
  /** The former mix minus the one with this change. */
  null: Residual
}

export interface Causes {
  /** The change that alters most samples by most comes first. */
  causes: Cause[]
  /** Why there are none, or not all. */
  notes: string[]
}

/** Changes are heard one by one without being asked for up to so much music. */
export const UNASKED_AUDIO_S = 1800
/** Most changes that are heard one by one, asked for or not. */
export const MOST_CAUSES = 64

export interface CauseOptions extends HearOptions {
  /** `auto` hears the changes one by one while that takes no more than half an hour of music. */
  causes: boolean | 'auto'
  changes: readonly Change[]
}

/** Both sides of a comparison. */
export interface Heard {
  audition: Audition
  heard: HeardSong
}

/** Applies each change alone to the former mix, renders that, and ranks the changes by what they do. */
export async function hearCauses(from: Heard, to: Heard, options: CauseOptions): Promise<Causes> {
  if (options.causes === false) return { causes: [], notes: [] }
  const engine = from.audition.engine.codecs === null ? to.audition.engine : from.audition.engine
  const keyOf = (project: Project) => mixKey(project, engine)
  const before = from.audition.project
  const parts = differingParts(before, to.audition.project).filter(({ path }) => !SILENT.test(path))
  const groups = groupParts(before, to.audition.project, parts)
  const unplayable = groups.filter(({ project }) => project === undefined)
  const audible = groups.filter(({ project }) => project && keyOf(project) !== keyOf(before))
  const notes = unplayable.map(
    (group) => `${wordsOf(group, options.changes)}: cannot be heard without the other changes`,
  )
  const mixS = from.heard.mix.measurement.durationS
  if (options.causes === 'auto' && audible.length * mixS > UNASKED_AUDIO_S) {
    const minutes = Math.floor((audible.length * mixS) / 60 + 0.5)
    notes.push(`${audible.length} changes were not heard one by one: ${minutes} min of music, --causes renders them`)
    return { causes: [], notes }
  }
  const chosen = audible.slice(0, MOST_CAUSES)
  const left = audible.length - chosen.length
  if (left > 0) notes.push(`${left} changes beyond the first ${MOST_CAUSES} were not heard one by one`)
  const causes: Cause[] = []
  const work = async (onProgress: (done: number) => void) => {
    for (const [index, group] of chosen.entries()) {
      const cause = await hearCause(from, to, group, keyOf, options)
      if (typeof cause === 'string') notes.push(cause)
      else causes.push(cause)
      onProgress((index + 1) / chosen.length)
    }
  }
  if (chosen.length > 0) await options.timer.stage('hearing each change', work, mixS * chosen.length)
  return { causes: causes.sort(byEffect), notes }
}

/** Parts that no mix depends on. */
const SILENT = /^(deliver|master|seed|title|artist|album|isrc|upc|genre|year|artwork)\b/

async function hearCause(
  from: Heard,
  to: Heard,
  group: PartGroup,
  keyOf: (project: Project) => string,
  { cache, scratch, jobs, signal, changes }: CauseOptions,
): Promise<Cause | string> {
  const project = group.project!
  const former = keyOf(from.audition.project)
  const key = partKey(['cause', former, keyOf(project)])
  let figures = cache.recall<CauseFigures>(key)
  if (!figures) {
    const isAll = keyOf(project) === keyOf(to.audition.project)
    const path = isAll ? to.heard.mixPath : join(scratch, 'cause.wav')
    const mix = isAll ? to.heard.mix : await render(project, joinAudio(from.audition.audio, to.audition.audio), path)
    if (typeof mix === 'string') return `${wordsOf(group, changes)}: ${mix}`
    const difference = await compareWavs(from.heard.mixPath, path, { signal })
    figures = { measurement: mix.measurement, songS: mix.songS, residual: residualOf(difference) }
    const isCurrent = [from, to].every(({ audition }) => audition.changed().length === 0)
    if (isCurrent) cache.keep(key, figures)
    if (!isAll) rmSync(path, { force: true })
  }
  const { measurement, songS, residual } = figures
  const rise = tailRise(lengthsOf(from.heard.mix), { songS, durationS: measurement.durationS })
  const told = changesOf(group.parts, changes)
  return {
    paths: (told.length > 0 ? told : group.parts).map((one) => one.path),
    texts: told.map(({ text }) => text),
    mix: compareFigures(from.heard.mix.measurement, measurement, rise),
    null: residual,
  }

  async function render(description: Project, audio: Audition['audio'], path: string): Promise<AuditionedMix | string> {
    const [before, after] = [from.audition.renders, to.audition.renders]
    const renders = before && after && before.forBoth(after)
    try {
      const result = await auditionMix(description, audio, path, { jobs, signal, renders, strips: false })
      return 'mixed' in result ? result.mixed : result.diagnostic.message
    } catch (error) {
      // Values that are right only together, such as the two ends of a range.
      if (error instanceof RangeError) return `cannot be heard without the other changes (${error.message})`
      throw error
    }
  }
}

interface CauseFigures {
  measurement: Measurement
  songS: number
  residual: Residual
}

/** What is left of a null. */
export function residualOf({ samplePeakDbfs, rmsDbfs }: Measurement): Residual {
  return { residualPeakDbfs: samplePeakDbfs, residualRmsDbfs: rmsDbfs }
}

function wordsOf({ parts }: PartGroup, changes: readonly Change[]): string {
  const told = changesOf(parts, changes).map(({ text }) => text)
  return (told.length > 0 ? told : parts.map(({ path }) => path)).join('; ')
}

function byEffect(a: Cause, b: Cause): number {
  return effectOf(b) - effectOf(a) || loudnessRise(b) - loudnessRise(a) || (a.paths[0]! < b.paths[0]! ? -1 : 1)
}

/** dBFS; a finite number for silence, so that effects can be subtracted. */
function effectOf({ null: { residualRmsDbfs } }: Cause): number {
  return Math.max(-1000, residualRmsDbfs)
}

function loudnessRise({ mix: { delta } }: Cause): number {
  return Math.abs(delta?.integratedLufs ?? 0)
}

import { isDeepStrictEqual } from 'node:util'
import { builtInTargets } from '@mixwright/mastering'
import { type Clock, type Project, parseProject, type ReadText } from '@mixwright/project'
import type { Song } from '@mixwright/session'
import { findRenames, type Renames } from './renames.ts'
import { renamedSections } from './song-changes.ts'

/** The mix as its file says it, or one of its variants. */
export interface Version {
  song: Song
  project: Project
  /** Absent for the mix itself. */
  variant?: string
}

/** The mix itself, then its variants. */
export function versionsOf(song: Song): Version[] {
  const variants = song.variants.map(({ name, project }) => ({ song, project, variant: name }))
  return [{ song, project: song.project! }, ...variants]
}

/** Says whether two recordings, by the paths in the former and the latter mix, are one; undefined when nobody knows. */
export interface SameAudio {
  isSame(fromPath: string, toPath: string): Promise<boolean | undefined>
}

/** A former version beside a later one, and what in it has only got another name. */
export interface VersionPair {
  /** The former description in the tempo of the later one. */
  inTempo: Project
  /** The same with its sections where they are in the later one. */
  former: Project
  renames: Renames
  /** Former names of sections to present ones. */
  sections: ReadonlyMap<string, string>
}

/** Finds what two versions of a song have in common under other names. */
export async function pairVersions(from: Version, to: Version, audio: SameAudio): Promise<VersionPair> {
  const present = to.project
  const inTempo = reread(from, from.project, clockOf(present))
  const former = reread(from, inTempo, { ...clockOf(present), sectionsS: sectionTimes(inTempo, present) })
  const same = await sameAudio(former, present, audio)
  const renames = findRenames(former, present, (a, b) => same.has(JSON.stringify([a, b])))
  return { inTempo, former, renames, sections: renamedSections(inTempo.sections, present.sections) }
}

function clockOf({ sampleRateHz, tempoBpm, timeSignature }: Project): Clock {
  return { sampleRateHz, timeSignature, ...(tempoBpm === undefined ? {} : { tempoBpm }) }
}

/** A song's description by another clock; as it was where that clock is its own, or it cannot be read by it. */
function reread({ song, variant }: Version, known: Project, clock: Clock): Project {
  const { file, texts, presets } = song
  const isOwn = isDeepStrictEqual(clockOf(known), clockOf(clock as Project))
  const isMoved = known.sections.some(({ name, atS }) => (clock.sectionsS?.get(name) ?? atS) !== atS)
  if (isOwn && !isMoved) return known
  const text = [...texts][0]?.[1] ?? ''
  const readText: ReadText = (path) => {
    const preset = presets.find((one) => one.path === path)
    return preset ?? { problem: 'does not exist' }
  }
  const { project, variants } = parseProject(text, file, { targets: builtInTargets(), readText, clock })
  const read = variant === undefined ? project : variants.find(({ name }) => name === variant)?.project
  return read ?? known
}

/** Where the sections of the former revision begin in the latter, by their former names. */
function sectionTimes(from: Project, to: Project): ReadonlyMap<string, number> {
  const renames = renamedSections(from.sections, to.sections)
  return new Map(
    from.sections.flatMap(({ name }) => {
      const present = to.sections.find((section) => section.name === (renames.get(name) ?? name))
      return present ? [[name, present.atS]] : []
    }),
  )
}

/** Pairs of paths of stems that have gone and come, and hold the same recording. */
async function sameAudio(from: Project, to: Project, audio: SameAudio): Promise<Set<string>> {
  const gone = from.stems.filter(({ name }) => !to.stems.some((one) => one.name === name))
  const come = to.stems.filter(({ name }) => !from.stems.some((one) => one.name === name))
  const same = new Set<string>()
  for (const { file: a } of gone) {
    for (const { file: b } of come) if (await audio.isSame(a, b)) same.add(JSON.stringify([a, b]))
  }
  return same
}

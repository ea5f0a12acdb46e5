import { isDeepStrictEqual } from 'node:util'
import { builtInTargets } from '@mixwright/mastering'
import { type Clock, type Project, parseProject, type ReadText } from '@mixwright/project'
import type { Song } from '@mixwright/session'
import { audioChanges, tellAudio } from './audio-changes.ts'
import { AudioComparison } from './audio-comparison.ts'
import { asChange, type Change, Telling, type Told } from './change.ts'
import { renamedExpectation, tellExpectations } from './expectation-changes.ts'
import { Moments } from './moments.ts'
import { oncePerPreset } from './preset-changes.ts'
import { findRenames, renamed } from './renames.ts'
import type { Revision } from './revision.ts'
import { renamedSections, tellHead, tellParts, tellRenames, tellSections } from './song-changes.ts'
import { Summary } from './summary.ts'

/**
 * What changed in a mix between two revisions: every difference once, in the order of the signal. Comments, layout,
 * order of keys and the spelling of a value are no differences; neither is what follows from another change: the times
 * of what is written in bars when the tempo changes, or of what begins with a section that has moved.
 */
export async function describeChanges(from: Revision, to: Revision): Promise<Change[]> {
  return (await tellChanges(from, to)).map(asChange)
}

/** The same before it is written down, with what each change is about. */
export async function tellChanges(from: Revision, to: Revision): Promise<Told[]> {
  const audio = new AudioComparison(from, to)
  const versions = ({ song }: Revision): Version[] => [
    { song, project: song.project! },
    ...song.variants.map(({ name, project }) => ({ song, project, variant: name })),
  ]
  const [before, after] = [versions(from), versions(to)]
  const shared = await tellVersion(before[0]!, after[0]!, audio)
  const told = [...shared]
  for (const version of after.slice(1)) {
    const former = before.find(({ variant }) => variant === version.variant)
    const own = former ? await tellVersion(former, version, audio) : []
    const isShared = (one: Told) => shared.some((other) => isDeepStrictEqual(other, one))
    told.push(...own.filter((one) => !isShared(one)).map((one) => ofVariant(version.variant!, one)))
    if (!former) told.push(variantTold(version.variant!, 'added', [null, version.variant]))
  }
  for (const { variant } of before.slice(1)) {
    if (after.some((version) => version.variant === variant)) continue
    told.push(variantTold(variant!, 'removed', [variant, null]))
  }
  return told
}

/** The mix as its file says it, or one of its variants. */
interface Version {
  song: Song
  project: Project
  variant?: string
}

/** What only a variant changed: what the mix changed with it is told there. */
function ofVariant(variant: string, { path, subject, said, ...values }: Told): Told {
  const what = subject === '' ? said : `${subject}: ${said}`
  return { ...values, path: ['variants', variant, ...path], subject: `variant ${variant}`, said: what }
}

function variantTold(variant: string, what: string, [from, to]: readonly unknown[]): Told {
  return { path: ['variants', variant], from, to, subject: '', said: `variant ${variant} ${what}` }
}

async function tellVersion(from: Version, to: Version, audio: AudioComparison): Promise<Told[]> {
  const [original, present] = [from.project, to.project]
  const inTempo = reread(from, original, clockOf(present))
  const former = reread(from, inTempo, { ...clockOf(present), sectionsS: sectionTimes(inTempo, present) })
  const same = await sameAudio(former, present, audio)
  const renames = findRenames(former, present, (a, b) => same.has(JSON.stringify([a, b])))
  const named = renamed(former, renames)
  const recordings = await audioChanges(named, present, audio)

  const told: Told[] = []
  const telling = new Telling(told)
  const summary = new Summary(new Moments(present.sections))
  tellHead({ ...original, ...lengthOf(former) }, present, telling, summary)
  tellSections(inTempo.sections, present.sections, telling, summary)
  tellRenames(renames, present, telling)
  for (const recording of recordings) tellAudio(recording, telling)
  tellParts(named, present, telling, summary)
  const sections = renamedSections(inTempo.sections, present.sections)
  const names = new Map([...renames.strips, ...renames.deliveries])
  const expected = former.expect.map((one) => renamedExpectation(one, names, sections))
  tellExpectations(expected, present.expect, telling)

  const formerNames = new Map([...renames.strips].map(([before, after]) => [after, before]))
  return oncePerPreset(told, { ...from.song, project: former }, { ...to.song, project: present }, formerNames)
}

function clockOf({ sampleRateHz, tempoBpm, timeSignature }: Project): Clock {
  return { sampleRateHz, timeSignature, ...(tempoBpm === undefined ? {} : { tempoBpm }) }
}

/** The length of the song, which may be written in bars. */
function lengthOf({ lengthS }: Project): Pick<Project, 'lengthS'> {
  return lengthS === undefined ? {} : { lengthS }
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
async function sameAudio(from: Project, to: Project, audio: AudioComparison): Promise<Set<string>> {
  const gone = from.stems.filter(({ name }) => !to.stems.some((one) => one.name === name))
  const come = to.stems.filter(({ name }) => !from.stems.some((one) => one.name === name))
  const same = new Set<string>()
  for (const { file: a } of gone) {
    for (const { file: b } of come) if (await audio.isSame(a, b)) same.add(JSON.stringify([a, b]))
  }
  return same
}

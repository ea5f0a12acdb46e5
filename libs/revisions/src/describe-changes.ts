import { isDeepStrictEqual } from 'node:util'
import type { Project } from '@mixwright/project'
import { audioChanges, tellAudio } from './audio-changes.ts'
import { AudioComparison } from './audio-comparison.ts'
import { asChange, type Change, Telling, type Told } from './change.ts'
import { renamedExpectation, tellExpectations } from './expectation-changes.ts'
import { Moments } from './moments.ts'
import { oncePerPreset } from './preset-changes.ts'
import { renamed } from './renames.ts'
import type { Revision } from './revision.ts'
import { tellHead, tellParts, tellRenames, tellSections } from './song-changes.ts'
import { Summary } from './summary.ts'
import { pairVersions, type Version, versionsOf } from './version-pair.ts'

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
  const [before, after] = [versionsOf(from.song), versionsOf(to.song)]
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
  const { inTempo, former, renames, sections } = await pairVersions(from, to, audio)
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
  const names = new Map([...renames.strips, ...renames.deliveries])
  const expected = former.expect.map((one) => renamedExpectation(one, names, sections))
  tellExpectations(expected, present.expect, telling)

  const formerNames = new Map([...renames.strips].map(([before, after]) => [after, before]))
  return oncePerPreset(told, { ...from.song, project: former }, { ...to.song, project: present }, formerNames)
}

/** The length of the song, which may be written in bars. */
function lengthOf({ lengthS }: Project): Pick<Project, 'lengthS'> {
  return lengthS === undefined ? {} : { lengthS }
}

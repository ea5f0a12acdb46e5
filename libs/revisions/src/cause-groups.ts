import type { Insert, Project } from '@mixwright/project'
import { type Part, withParts } from './parts.ts'

/** Parts of a description that change together, because none of them can alone. */
export interface PartGroup {
  parts: readonly Part[]
  /** The former description with these parts changed; absent when it would be no mix that can be played. */
  project?: Project
}

/** Keys whose values are moments or spans of the song, which move with its tempo and sections. */
const TIMES: ReadonlySet<unknown> = new Set([
  'startS',
  'offsetS',
  'lengthS',
  'timeMs',
  'predelayMs',
  'delayMs',
  'fadeInMs',
  'fadeOutMs',
])
const STRIPS: readonly unknown[] = ['stems', 'buses', 'returns']
const CLOCK = /^(tempo|timeSignature|sections)/

/**
 * The changes that can be heard by themselves: each part of the description that differs, strips that come or go with
 * all that is routed to them, and all that moved with the tempo or the sections as one.
 */
export function groupParts(from: Project, to: Project, parts: readonly Part[]): PartGroup[] {
  return bundled(parts).map((bundle) => {
    const project = withParts(from, to, new Set(bundle.map(({ path }) => path)))
    return isPlayable(project) ? { parts: bundle, project } : { parts: bundle }
  })
}

/** Parts that are one change, in the order of the first of each. */
function bundled(parts: readonly Part[]): Part[][] {
  const bundles = parts.map((part) => [part])
  const join = (part: Part, other: Part) => {
    const [into, away] = [part, other].map((one) => bundles.find((bundle) => bundle.includes(one))!) as [Part[], Part[]]
    if (into !== away) into.push(...bundles.splice(bundles.indexOf(away), 1)[0]!)
  }
  const clock = parts.filter(({ path }) => CLOCK.test(path))
  for (const part of parts) {
    if (clock.length > 0 && (CLOCK.test(part.path) || isOfTime(part))) join(clock[0]!, part)
    const strip = stripOf(part)
    if (strip === undefined || (part.from !== null && part.to !== null)) continue
    for (const other of parts) {
      if (other !== part && (isRouting(other, strip) || isRenameOf(part, other))) join(part, other)
    }
  }
  return bundles
}

/** The name of the strip that a part is, whole. */
function stripOf({ steps: [list, name, ...further] }: Part): string | undefined {
  return STRIPS.includes(list) && further.length === 0 ? (name as string) : undefined
}

/** True for a part that speaks of a strip on one side only. */
function isRouting({ steps, from, to }: Part, strip: string): boolean {
  const isSend = steps[2] === 'sends' && steps[3] === strip
  const mentions = (value: unknown) => {
    return value !== null && (isSend || JSON.stringify(value).includes(JSON.stringify(strip)))
  }
  return mentions(from) !== mentions(to)
}

/** A moment that differs, or an automation whose points differ only in when they are. */
function isOfTime({ steps, from, to }: Part): boolean {
  if (TIMES.has(steps[steps.length - 1]!)) return true
  const points = (value: unknown) => (value as { points?: { value: number; shape: string }[] } | null)?.points
  const [before, after] = [points(from), points(to)]
  if (!before || before.length !== after?.length) return false
  return before.every(({ value, shape }, index) => value === after[index]!.value && shape === after[index]!.shape)
}

/** A stem that goes, and one that comes with the same recording. */
function isRenameOf(part: Part, other: Part): boolean {
  const fileOf = (value: unknown) => (value as { file?: string } | null)?.file
  const [goes, comes] = part.to === null ? [part, other] : [other, part]
  const isPair =
    goes.to === null &&
    comes.from === null &&
    [goes, comes].every(({ steps }) => steps[0] === 'stems' && steps.length === 2)
  return isPair && fileOf(goes.from) === fileOf(comes.to)
}

/** Names of strips that are spoken of and are not there. */
function missingNames(project: Project): string[] {
  const { stems, buses, returns, groups } = project
  const there = new Set(['mix', ...[...stems, ...buses, ...returns].map(({ name }) => name)])
  const routes = routesOf(project)
  const spokenOf = [...routes.keys(), ...[...routes.values()].flat(), ...groups.flatMap(({ strips }) => strips)]
  return [...new Set(spokenOf)].filter((name) => !there.has(name))
}

/** Where each strip sends to, and what steers the inserts of each: who must come before whom, by names. */
function routesOf({ stems, buses, returns, mix }: Project): Map<string, string[]> {
  const routes = new Map<string, string[]>([['mix', []]])
  const add = (from: string, to: string) => routes.set(from, [...(routes.get(from) ?? []), to])
  for (const { name, bus, sends, inserts } of [...stems, ...buses, ...returns]) {
    add(name, bus)
    for (const send of sends) add(name, send.to)
    for (const key of keysOf(inserts)) add(key, name)
  }
  for (const key of keysOf(mix.inserts)) add(key, 'mix')
  return routes
}

function keysOf(inserts: readonly Insert[]): string[] {
  return inserts.flatMap((insert) => {
    const name = 'sidechain' in insert ? insert.sidechain?.from : undefined
    return name === undefined ? [] : [name]
  })
}

/** True when something is heard, all that is spoken of is there, and no signal comes back to where it was. */
function isPlayable(project: Project): boolean {
  if (project.stems.length === 0 || missingNames(project).length > 0) return false
  const routes = routesOf(project)
  const done = new Set<string>()
  const leadsBack = (name: string, way: ReadonlySet<string>): boolean => {
    if (way.has(name)) return true
    if (done.has(name)) return false
    const further = new Set([...way, name])
    const isLoop = (routes.get(name) ?? []).some((next) => leadsBack(next, further))
    done.add(name)
    return isLoop
  }
  return ![...routes.keys()].some((name) => leadsBack(name, new Set()))
}

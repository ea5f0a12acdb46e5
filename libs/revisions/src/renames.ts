import { isDeepStrictEqual } from 'node:util'
import type { Project, Stem } from '@mixwright/project'

/** Former names to present ones, of strips, groups and deliveries. */
export interface Renames {
  strips: ReadonlyMap<string, string>
  groups: ReadonlyMap<string, string>
  deliveries: ReadonlyMap<string, string>
}

interface NamedThing {
  readonly name: string
}

/** True when two paths, the first of the former revision, hold the same recording; undefined when nobody knows. */
export type IsSameAudio = (from: string, to: string) => boolean | undefined

/**
 * Which things have only got another name: stems by their recording, buses and returns by what feeds them or by all
 * that is set, groups and deliveries by all that is set.
 */
export function findRenames(from: Project, to: Project, isSameAudio: IsSameAudio): Renames {
  const stems = pairUp(from.stems, to.stems, (a, b) => likenessOfStems(a, b, isSameAudio))
  const feeders = (project: Project, names: ReadonlyMap<string, string>, target: string) => {
    const strips = [...project.stems, ...project.buses, ...project.returns]
    const feeding = strips.filter(({ bus, sends }) => bus === target || sends.some((send) => send.to === target))
    return feeding.map(({ name }) => names.get(name) ?? name)
  }
  const likenessOfBuses = (a: NamedThing, b: NamedThing) => {
    const [before, after] = [feeders(from, stems, a.name), feeders(to, new Map(), b.name)]
    const still = before.filter((name) => isThere(to, name))
    if (still.length > 0 && still.every((name) => after.includes(name))) return 1 + still.length
    return before.length + after.length === 0 && areAlike(a, b) ? 1 : 0
  }
  const buses = pairUp(from.buses, to.buses, likenessOfBuses)
  const returns = pairUp(from.returns, to.returns, likenessOfBuses)
  const likeness = (a: NamedThing, b: NamedThing) => (areAlike(a, b) ? 1 : 0)
  return {
    strips: new Map([...stems, ...buses, ...returns]),
    groups: pairUp(from.groups, to.groups, likeness),
    deliveries: pairUp(from.deliver, to.deliver, likeness),
  }
}

function isThere({ stems, buses, returns }: Project, strip: string): boolean {
  return [...stems, ...buses, ...returns].some(({ name }) => name === strip)
}

/** A description in which everything bears its present name, wherever it is named. */
export function renamed(project: Project, { strips, groups, deliveries }: Renames): Project {
  if (strips.size + groups.size + deliveries.size === 0) return project
  const nameOf = (name: string) => strips.get(name) ?? name
  const inChain = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(inChain)
    if (typeof value !== 'object' || value === null) return value
    const entries = Object.entries(value).map(([key, item]) => {
      if (key === 'sidechain' && typeof item?.from === 'string') return [key, { ...item, from: nameOf(item.from) }]
      return [key, inChain(item)]
    })
    return Object.fromEntries(entries)
  }
  const inStrip = <T extends Project['buses'][number]>(strip: T): T => ({
    ...strip,
    name: nameOf(strip.name),
    bus: nameOf(strip.bus),
    sends: strip.sends.map((send) => ({ ...send, to: nameOf(send.to) })),
    inserts: inChain(strip.inserts) as T['inserts'],
  })
  return {
    ...project,
    place: project.place,
    stems: project.stems.map(inStrip),
    buses: project.buses.map(inStrip),
    returns: project.returns.map(inStrip),
    mix: { ...project.mix, inserts: inChain(project.mix.inserts) as Project['mix']['inserts'] },
    groups: project.groups.map((group) => ({
      ...group,
      name: groups.get(group.name) ?? group.name,
      strips: group.strips.map(nameOf),
    })),
    deliver: project.deliver.map((one) => ({ ...one, name: deliveries.get(one.name) ?? one.name })),
  }
}

/** Pairs what has gone with what has come, the most alike first. */
function pairUp<T extends NamedThing>(from: readonly T[], to: readonly T[], likeness: (a: T, b: T) => number) {
  const gone = from.filter(({ name }) => !to.some((one) => one.name === name))
  const come = to.filter(({ name }) => !from.some((one) => one.name === name))
  const pairs = gone.flatMap((a) => come.map((b) => ({ from: a.name, to: b.name, score: likeness(a, b) })))
  const names = new Map<string, string>()
  const taken = new Set<string>()
  for (const pair of pairs.filter(({ score }) => score > 0).sort((a, b) => b.score - a.score)) {
    if (names.has(pair.from) || taken.has(pair.to)) continue
    names.set(pair.from, pair.to)
    taken.add(pair.to)
  }
  return names
}

function likenessOfStems(a: Stem, b: Stem, isSameAudio: IsSameAudio): number {
  if (a.file !== b.file && isSameAudio(a.file, b.file) !== true) return 0
  const same = Object.keys(a).filter((key) => isDeepStrictEqual(a[key as keyof Stem], b[key as keyof Stem]))
  return (a.file === b.file ? 100 : 0) + same.length
}

function areAlike({ name: _, ...a }: NamedThing, { name: __, ...b }: NamedThing): boolean {
  return isDeepStrictEqual(a, b)
}

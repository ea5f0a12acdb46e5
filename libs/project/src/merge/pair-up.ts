import { EQ_BAND_TYPES } from '../eq.ts'
import { processors } from '../insert.ts'
import { type Collection, type Part, type Piece, partOf } from './piece.ts'

/** A part as each of three texts has it. */
export interface Trio {
  readonly base?: Part | undefined
  readonly ours?: Part | undefined
  readonly theirs?: Part | undefined
}

/** The trios of three collections by a name of each, and the names in the order of each collection. */
export interface Paired {
  readonly trios: ReadonlyMap<string, Trio>
  readonly base: readonly string[]
  readonly ours: readonly string[]
  readonly theirs: readonly string[]
}

/**
 * How the parts of a collection are known again: by key; by key or, when the key is new, as the same thing renamed; an
 * insert by processor and likeness; a band by type and frequency; by place in the list; by value.
 */
export type Rule = 'key' | 'name' | 'insert' | 'band' | 'place' | 'value'

const WITH_NAMES = new Set(['stems', 'buses', 'returns', 'groups', 'deliver'])
const BY_PLACE = new Set(['crossovers', 'bands', 'pan', 'widths'])

/** How parts of the collections at `key` are known again. */
export function ruleOf(key: string, { type, parts }: Collection): Rule {
  if (type === 'map') return WITH_NAMES.has(key) ? 'name' : 'key'
  if (key === 'inserts') return 'insert'
  if (key === 'eq' || (key === 'bands' && parts.some((part) => BANDS.has(kindOf(part))))) return 'band'
  return BY_PLACE.has(key) ? 'place' : 'value'
}

/** Seconds into the song that a key says, in the time of each text. */
export type Times = Readonly<Record<'base' | 'ours' | 'theirs', (key: string) => number | undefined>>

/** Finds which parts of three collections are the same thing. */
export function pairUp(
  base: readonly Part[],
  ours: readonly Part[],
  theirs: readonly Part[],
  rule: Rule,
  times: Times,
): Paired {
  const fromOurs = matched(base, ours, rule, (a, b) => isSameTime(times.base(a), times.ours(b)))
  const fromTheirs = matched(base, theirs, rule, (a, b) => isSameTime(times.base(a), times.theirs(b)))
  const trios = new Map<string, Trio>(base.map((part, index) => [`base ${index}`, { base: part }]))
  const ourNames = ours.map((part, index) => {
    const from = fromOurs[index]!
    const name = from < 0 ? `ours ${index}` : `base ${from}`
    trios.set(name, { ...trios.get(name), ours: part })
    return name
  })
  const theirNames = theirs.map((part, index) => {
    const from = fromTheirs[index]!
    const isTwin = (at: number) => {
      if (fromOurs[at]! >= 0 || trios.get(`ours ${at}`)!.theirs) return false
      const isHere = rule === 'key' || rule === 'name' || anchor(fromOurs, at) === anchor(fromTheirs, index)
      const isOneTime = () => isSameTime(times.ours(ours[at]!.key), times.theirs(part.key))
      return isHere && isAddedTwice(ours[at]!, part, rule, at === index, isOneTime)
    }
    const twin = from < 0 ? ours.findIndex((_, at) => isTwin(at)) : -1
    const name = from >= 0 ? `base ${from}` : twin >= 0 ? `ours ${twin}` : `theirs ${index}`
    trios.set(name, { ...trios.get(name), theirs: part })
    return name
  })
  return { trios, base: base.map((_, index) => `base ${index}`), ours: ourNames, theirs: theirNames }
}

function isSameTime(a: number | undefined, b: number | undefined): boolean {
  return a !== undefined && a === b
}

/** The part of the base that the one at `index` comes after. */
function anchor(from: readonly number[], index: number): number {
  for (let at = index - 1; at >= 0; at--) if (from[at]! >= 0) return from[at]!
  return -1
}

/** True when both sides added the same thing, even if with other settings. */
function isAddedTwice(ours: Part, theirs: Part, rule: Rule, isSamePlace: boolean, isOneTime: () => boolean): boolean {
  if (rule === 'key' || rule === 'name') return ours.key === theirs.key || isOneTime()
  if (rule === 'place') return isSamePlace
  if (ours.value.meaning === theirs.value.meaning) return true
  const kind = kindOf(ours)
  if (kind === '' || kind !== kindOf(theirs)) return false
  if (rule === 'insert') return named(ours) === named(theirs)
  const isOnlyOne = kind === 'highPass' || kind === 'lowPass'
  return (
    rule === 'band' &&
    (isOnlyOne || partOf(ours.value, kind)!.value.meaning === partOf(theirs.value, kind)!.value.meaning)
  )
}

/** For each part of a side the index of what it was in the base; -1 for a new one. */
function matched(
  base: readonly Part[],
  side: readonly Part[],
  rule: Rule,
  isOneTime: (base: string, side: string) => boolean,
): number[] {
  if (rule === 'place') return side.map((_, index) => (index < base.length ? index : -1))
  const found = side.map(() => -1)
  const free = new Set(base.keys())
  const take = (index: number, from: number) => {
    found[index] = from
    free.delete(from)
  }
  const isByKey = rule === 'key' || rule === 'name'
  const ids = new Map(base.map((part, index) => [isByKey ? part.key : '', index]))
  side.forEach(({ key, value }, index) => {
    const same = isByKey ? ids.get(key) : nearest(free, index, (from) => base[from]!.value.meaning === value.meaning)
    if (same !== undefined) take(index, same)
  })
  if (free.size === 0) return found
  const likenesses = side.flatMap((part, index) => {
    if (found[index]! >= 0) return []
    return [...free].map((from) => ({ index, from, likeness: likeness(base[from]!, part, rule, isOneTime) }))
  })
  const distance = ({ index, from }: { index: number; from: number }) => Math.abs(index - from)
  likenesses.sort((a, b) => b.likeness - a.likeness || distance(a) - distance(b))
  for (const one of likenesses) {
    if (one.likeness >= 0 && found[one.index]! < 0 && free.has(one.from)) take(one.index, one.from)
  }
  return found
}

function nearest(free: ReadonlySet<number>, to: number, fits: (index: number) => boolean): number | undefined {
  let best: number | undefined
  for (const index of free) {
    if (fits(index) && (best === undefined || Math.abs(index - to) < Math.abs(best - to))) best = index
  }
  return best
}

/** How much two parts that are not the same are alike, 0 to 2; -1 when they cannot be the same thing, changed. */
function likeness(base: Part, side: Part, rule: Rule, isOneTime: (base: string, side: string) => boolean): number {
  if (rule === 'key') return isOneTime(base.key, side.key) ? 1 : -1
  if (rule === 'name') return likenessOfRenamed(base.value, side.value)
  const kind = kindOf(base)
  if (kind === '' || kind !== kindOf(side)) return -1
  const isNamedAlike = named(base) !== '' && named(base) === named(side)
  return sharedOf(base.value, side.value) + (isNamedAlike ? 1 : 0)
}

const MOST_UNLIKE = 0.7

/** A recording is the same thing under another name; of other things nearly all must be the same. */
function likenessOfRenamed(base: Piece, side: Piece): number {
  const [was, is] = [partOf(base, 'file'), partOf(side, 'file')]
  const shared = sharedOf(base, side)
  if (was || is) return was?.value.meaning === is?.value.meaning ? 1 + shared : -1
  return leavesOf(base).size > 1 && shared >= MOST_UNLIKE ? shared : -1
}

/** The share of values that two pieces have in common. */
function sharedOf(a: Piece, b: Piece): number {
  const [here, there] = [leavesOf(a), leavesOf(b)]
  let shared = 0
  for (const leaf of here) if (there.has(leaf)) shared++
  return shared / Math.max(here.size, there.size, 1)
}

function leavesOf(piece: Piece, path = ''): Set<string> {
  if (piece.type === 'leaf') return new Set([`${path}=${piece.meaning}`])
  return new Set(piece.parts.flatMap(({ key, value }) => [...leavesOf(value, `${path}/${key}`)]))
}

const BANDS: ReadonlySet<string> = new Set(EQ_BAND_TYPES)

/** The key that says what an item of a list is: the processor, the type of a band. */
export function kindOf({ value }: Part): string {
  if (value.type !== 'map') return ''
  const known = value.parts.find(({ key }) => key in processors || BANDS.has(key))
  return (known ?? value.parts[0])?.key ?? ''
}

function named({ value }: Part): string {
  return partOf(value, 'name')?.value.meaning ?? ''
}

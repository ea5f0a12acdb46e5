import { isDeepStrictEqual } from 'node:util'

/** A place where two descriptions differ. */
export interface Part {
  /** Tells it from the others: `stems.vocal.faderDb`, `mix.inserts.1.eq.bands.0.gainDb`. */
  path: string
  /** Keys, names and indices that lead to it in the later description, in the former one for what is gone. */
  steps: readonly Step[]
  /** null where there was nothing. */
  from: unknown
  /** null where there is nothing. */
  to: unknown
}

type Step = string | number

/** The way to a place: a chain's inserts count twice, by their place among those of both chains and by their own. */
interface Way {
  ids: readonly Step[]
  steps: readonly Step[]
}

/** What stands at a part in a description between the two. */
type Choose = (part: Part) => unknown

/** Lists whose items are known by a name, not by their place. */
const NAMED_BY: Readonly<Record<string, string>> = {
  stems: 'name',
  buses: 'name',
  returns: 'name',
  groups: 'name',
  deliver: 'name',
  sections: 'name',
  sends: 'to',
}

/** Every place where two descriptions differ, as small as can be told apart. */
export function differingParts(from: object, to: object): Part[] {
  const parts: Part[] = []
  merge(TOP, from, to, (part) => {
    parts.push(part)
    return part.from
  })
  return parts
}

/** `from` with some of its parts as they are in `to`. What else a description carries, not enumerable, is not copied. */
export function withParts<T extends object>(from: T, to: object, paths: ReadonlySet<string>): T {
  return merge(TOP, from, to, (part) => (paths.has(part.path) ? part.to : part.from)) as T
}

const TOP: Way = { ids: [], steps: [] }

function into({ ids, steps }: Way, id: Step, step = id): Way {
  return { ids: [...ids, id], steps: [...steps, step] }
}

function chosen({ ids, steps }: Way, from: unknown, to: unknown, choose: Choose): unknown {
  return choose({ path: ids.join('.'), steps, from: from ?? null, to: to ?? null }) ?? undefined
}

function merge(way: Way, from: unknown, to: unknown, choose: Choose): unknown {
  if (isDeepStrictEqual(from, to)) return from
  const key = String(way.ids[way.ids.length - 1])
  const nameKey = NAMED_BY[key]
  if (Array.isArray(from) && Array.isArray(to)) {
    if (nameKey !== undefined) return mergeNamed(way, from, to, nameKey, choose)
    if (key === 'inserts') return mergeChain(way, from, to, choose)
    if (isListOfRecords(from) && isListOfRecords(to) && from.length === to.length) {
      return from.map((item, index) => merge(into(way, index), item, to[index], choose))
    }
  } else if (isRecord(from) && isRecord(to)) return mergeRecords(way, from, to, choose)
  return chosen(way, from, to, choose)
}

function mergeRecords(
  way: Way,
  from: Readonly<Record<string, unknown>>,
  to: Readonly<Record<string, unknown>>,
  choose: Choose,
): unknown {
  const keys = [...new Set([...Object.keys(from), ...Object.keys(to)])]
  const entries = keys.map((key) => [key, merge(into(way, key), from[key], to[key], choose)])
  return Object.fromEntries(entries.filter(([, value]) => value !== undefined))
}

function mergeNamed(way: Way, from: unknown[], to: unknown[], nameKey: string, choose: Choose): unknown[] {
  const named = (list: unknown[]) => new Map(list.map((item) => [(item as Record<string, string>)[nameKey]!, item]))
  const [before, after] = [named(from), named(to)]
  const names = new Set([...before.keys(), ...after.keys()])
  return [...names]
    .map((name) => merge(into(way, name), before.get(name), after.get(name), choose))
    .filter((item) => item !== undefined)
}

/** Inserts that stand in both chains, in the same order, are compared; the others are added, removed or moved. */
function mergeChain(way: Way, from: unknown[], to: unknown[], choose: Choose): unknown[] {
  const slots = aligned(from, to)
  const single = slots.filter(([before, after]) => before === undefined || after === undefined)
  // An insert that is taken out at one place and put in at another is one change: the chain's.
  const isMove = single.some(([before]) => before && single.some(([, after]) => isDeepStrictEqual(before, after)))
  if (isMove) return (chosen(way, from, to, choose) ?? []) as unknown[]
  return slots
    .map(([before, after], slot) => {
      const step = after === undefined ? from.indexOf(before) : to.indexOf(after)
      return mergeInsert(into(way, slot, step), before, after, choose)
    })
    .filter((insert) => insert !== undefined)
}

/** Settings one by one where only values differ; where more does, the settings may need each other. */
function mergeInsert(way: Way, from: unknown, to: unknown, choose: Choose): unknown {
  if (!haveOneShape(from, to)) return chosen(way, from, to, choose)
  return merge(into(way, (to as { kind: string }).kind), from, to, choose)
}

type Slot = readonly [before: unknown, after: unknown]

/** Both chains side by side: the longest sequence of processors that both have in common, and what lies between. */
function aligned(from: readonly unknown[], to: readonly unknown[]): Slot[] {
  const lengths = Array.from({ length: from.length + 1 }, () => new Array<number>(to.length + 1).fill(0))
  const isSame = (i: number, j: number) => kindOf(from[i]) === kindOf(to[j])
  for (let i = from.length - 1; i >= 0; i--) {
    for (let j = to.length - 1; j >= 0; j--) {
      const skipping = Math.max(lengths[i + 1]![j]!, lengths[i]![j + 1]!)
      lengths[i]![j] = isSame(i, j) ? Math.max(skipping, 1 + lengths[i + 1]![j + 1]!) : skipping
    }
  }
  const slots: Slot[] = []
  let [i, j] = [0, 0]
  while (i < from.length || j < to.length) {
    const [row, column] = [i < from.length, j < to.length]
    if (row && column && isSame(i, j) && lengths[i]![j] === 1 + lengths[i + 1]![j + 1]!) {
      slots.push([from[i++], to[j++]])
    } else if (row && (!column || lengths[i + 1]![j]! >= lengths[i]![j + 1]!)) slots.push([from[i++], undefined])
    else slots.push([undefined, to[j++]])
  }
  return slots
}

/** What makes two inserts the same one: the processor, and the name where it has one. */
function kindOf(insert: unknown): string {
  const { kind, name = '' } = insert as { kind: string; name?: string }
  return `${kind} ${name}`
}

/** True when both hold the same keys and lists of the same length, all the way down; values may move in one. */
function haveOneShape(from: unknown, to: unknown): boolean {
  if (Array.isArray(from) && Array.isArray(to)) {
    return from.length === to.length && from.every((item, index) => haveOneShape(item, to[index]))
  }
  if (isRecord(from) && isRecord(to)) {
    const keys = Object.keys(from)
    return keys.length === Object.keys(to).length && keys.every((key) => key in to && haveOneShape(from[key], to[key]))
  }
  return (isValue(from) || isMovement(from)) && (isValue(to) || isMovement(to))
}

function isValue(value: unknown): boolean {
  return typeof value === 'number' || typeof value === 'string' || typeof value === 'boolean'
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !isMovement(value)
}

function isListOfRecords(list: readonly unknown[]): boolean {
  return list.every(isRecord)
}

function isMovement(value: unknown): boolean {
  return typeof value === 'object' && value !== null && 'points' in value
}

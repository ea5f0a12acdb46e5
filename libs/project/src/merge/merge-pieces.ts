import { strayComments } from './comments.ts'
import { mergedOrder } from './order.ts'
import { kindOf, pairUp, ruleOf, type Times, type Trio } from './pair-up.ts'
import { type Collection, isBlock, type Part, type Piece } from './piece.ts'

/**
 * What becomes of a value that both sides have: that of one side as it stands, the parts of both, or what each side
 * has, since they cannot be joined.
 */
export type MergedValue = 'ours' | 'theirs' | 'either' | MergedCollection

export interface MergedCollection {
  readonly base: Collection | undefined
  readonly ours: Collection
  readonly theirs: Collection
  readonly parts: readonly MergedPart[]
}

/**
 * A part of the result. Where a side has none and `value` is `either`, that side removed what the other changed. Of what
 * is `gone` only comments are left, which the other side added to it.
 */
export interface MergedPart extends Trio {
  readonly value: MergedValue | 'gone'
}

/** A value that two sides changed in different ways. */
export interface Conflict {
  /** `stems.vocal.gain`. */
  readonly path: string
  /** As written, on one line; undefined where that side removed it. */
  readonly ours: string | undefined
  readonly theirs: string | undefined
}

/** Merges two versions of a value; conflicts are added to `conflicts`. */
export class PieceMerge {
  readonly conflicts: Conflict[] = []
  readonly #times: Times

  constructor(times: Times) {
    this.#times = times
  }

  root(base: Collection, ours: Collection, theirs: Collection): MergedCollection | undefined {
    const parts = this.#parts(base, ours, theirs, [])
    return parts && { base, ours, theirs, parts }
  }

  #value(base: Piece | undefined, ours: Piece, theirs: Piece, path: readonly string[]): MergedValue {
    if (isAsWritten(ours, theirs)) return 'ours'
    if (base && isAsWritten(base, ours)) return 'theirs'
    if (base && isAsWritten(base, theirs)) return 'ours'
    if (ours.type !== 'leaf' && ours.type === theirs.type) {
      const joined = this.#joined(base, ours, theirs as Collection, path)
      if (joined) return joined
    }
    if (ours.meaning === theirs.meaning || base?.meaning === theirs.meaning) return 'ours'
    return base?.meaning === ours.meaning ? 'theirs' : 'either'
  }

  /** Undefined where the parts cannot be told apart, or contradict each other in their order. */
  #joined(
    base: Piece | undefined,
    ours: Collection,
    theirs: Collection,
    path: readonly string[],
  ): MergedCollection | undefined {
    const alike = base?.type === ours.type ? (base as Collection) : undefined
    const isInBlock = isBlock(ours) || isBlock(theirs)
    const [was, here, there] = [alike, ours, theirs].map((side) => side && (isInBlock ? asBlock(side) : side))
    const before = this.conflicts.length
    const parts = this.#parts(was, here!, there!, path)
    const isCompact = (ours.flow ? theirs : ours).compact
    const startsTorn = isCompact && parts?.[0]?.value === 'either' && !(parts[0].ours && parts[0].theirs)
    if (parts && !startsTorn) return { base: was, ours: here!, theirs: there!, parts }
    this.conflicts.length = before
    return undefined
  }

  #parts(
    base: Collection | undefined,
    ours: Collection,
    theirs: Collection,
    path: readonly string[],
  ): MergedPart[] | undefined {
    const rule = ruleOf(path[path.length - 1] ?? '', ours)
    const was = base?.parts ?? []
    if (rule === 'place' && new Set([base ?? ours, ours, theirs].map(({ parts }) => parts.length)).size > 1)
      return undefined
    const paired = pairUp(was, ours.parts, theirs.parts, rule, this.#times)
    const merged = new Map<string, MergedPart>()
    for (const [name, trio] of paired.trios) {
      const part = this.#part(trio, [...path, labelOf(trio, was.length)])
      if (part) merged.set(name, part)
    }
    const [inBase, inOurs, inTheirs] = [paired.base, paired.ours, paired.theirs].map((names) => {
      return names.filter((name) => merged.has(name))
    })
    const order = mergedOrder(inBase!, inOurs!, inTheirs!)
    if (!order && ours.type === 'list') return undefined
    const names = order ?? [...new Set([...inOurs!, ...inTheirs!])]
    return this.#inTime(
      ours,
      theirs,
      names.map((name) => merged.get(name)!),
    )
  }

  /** Undefined for a part that is gone. */
  #part(trio: Trio, path: readonly string[]): MergedPart | undefined {
    const { base, ours, theirs } = trio
    if (ours && theirs) {
      const isRenamedTwice = ours.key !== theirs.key && ours.key !== base?.key && theirs.key !== base?.key
      const value = isRenamedTwice ? 'either' : this.#value(base?.value, ours.value, theirs.value, path)
      if (value === 'either') this.#clash(path, ours, theirs)
      return { ...trio, value }
    }
    const left = ours ?? theirs
    if (!left) return undefined
    if (!base) return { ...trio, value: ours ? 'ours' : 'theirs' }
    if (left.key === base.key && left.value.meaning === base.value.meaning) {
      return strayComments(base, left).length > 0 ? { ...trio, value: 'gone' } : undefined
    }
    this.#clash(path, ours, theirs)
    return { ...trio, value: 'either' }
  }

  /** Points of an automation that stand in the order of time do so afterwards. */
  #inTime(ours: Collection, theirs: Collection, parts: MergedPart[]): MergedPart[] {
    if (ours.type !== 'map') return parts
    const rises = ({ parts }: Collection, timeOf: (key: string) => number | undefined) => {
      const times = parts.map(({ key }) => timeOf(key))
      return times.every((time, index) => time !== undefined && (index === 0 || times[index - 1]! < time))
    }
    const { ours: oursTime, theirs: theirsTime } = this.#times
    if (!rises(ours, oursTime) || !rises(theirs, theirsTime)) return parts
    const timeOf = (part: MergedPart) => (part.ours ? oursTime(part.ours.key) : theirsTime(part.theirs!.key))!
    return parts.sort((a, b) => timeOf(a) - timeOf(b))
  }

  #clash(path: readonly string[], ours: Part | undefined, theirs: Part | undefined): void {
    const shown = (part: Part | undefined) => part?.value.raw.trim().replace(/\s*\n\s*/g, ' ')
    this.conflicts.push({ path: path.join('.'), ours: shown(ours), theirs: shown(theirs) })
  }
}

/** Of a part that both sides have, the one whose key is kept: it may have been renamed. */
export function renamedSide({ base, ours, theirs }: { base?: Part | undefined; ours: Part; theirs: Part }): Part {
  return base && ours.key === base.key ? theirs : ours
}

/** The same text, indented alike. */
function isAsWritten(a: Piece, b: Piece): boolean {
  return a.raw === b.raw && !(isBlock(a) && isBlock(b) && a.column !== b.column)
}

/** What a part is called in a path. */
function labelOf({ base, ours, theirs }: Trio, index: number): string {
  const part = (base ?? ours ?? theirs)!
  return part.key || kindOf(part) || String(index + 1)
}

/** A collection in brackets as it would stand in lines of its own. */
function asBlock(collection: Collection): Collection {
  if (!collection.flow) return collection
  const parts = collection.parts.map((part): Part => {
    const lead = commentsOf(part.lead)
    if (collection.type === 'list') return { ...part, lead, head: '- ' }
    return { ...part, lead, head: part.head.includes(':') ? part.head : `${part.head}: ` }
  })
  return { ...collection, flow: false, parts, foot: commentsOf(collection.foot) }
}

function commentsOf(text: string): string {
  return text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '')
    .map((line) => `${line}\n`)
    .join('')
}

import { quoted } from './printable.ts'
import type { Reader } from './reader.ts'
import { didYouMean, listed } from './suggestion.ts'
import type { ScalarNode } from './tree.ts'

export type ReferenceKind = 'bus' | 'send' | 'sidechain' | 'member' | 'level'

/**
 * A strip names another: the bus it feeds, a return it sends to, or a strip that its side-chain listens to. Or a group
 * names a member, or an expectation a strip whose level it is about.
 */
export interface Reference {
  readonly kind: ReferenceKind
  readonly name: string
  readonly node: Pick<ScalarNode, 'source' | 'head'>
  /** Where it stands; its `strip` is the one that names, undefined in a group. */
  readonly reader: Reader
}

export type Role = 'stem' | 'bus' | 'return'

/** Roles of all strips by name, in the order of the file. */
export type Strips = ReadonlyMap<string, Role>

/** The name that routes use for the mix bus. */
export const MIX_BUS = 'mix'

const NAMES_LOOP = 12

/** Reports names that lead nowhere, and signals that run in a loop. */
export function checkRoutes(strips: Strips, references: readonly Reference[]): void {
  const good = references.filter((reference) => isKnown(reference, strips))
  reportLoops(strips, good)
}

const WANTED = {
  bus: { roles: ['bus'], code: 'ROUTE_UNKNOWN_BUS', noun: 'bus' },
  send: { roles: ['return'], code: 'ROUTE_UNKNOWN_RETURN', noun: 'return' },
  sidechain: { roles: ['stem', 'bus', 'return'], code: 'ROUTE_UNKNOWN_SOURCE', noun: 'stem, bus or return' },
  member: { roles: ['stem', 'bus', 'return'], code: 'ROUTE_UNKNOWN_MEMBER', noun: 'stem, bus or return' },
  level: { roles: ['stem', 'bus', 'return'], code: 'EXPECT_UNKNOWN_NAME', noun: 'stem, bus or return' },
} as const satisfies Record<ReferenceKind, { roles: readonly Role[]; code: string; noun: string }>

function isKnown({ kind, name, node, reader }: Reference, strips: Strips): boolean {
  if (kind === 'sidechain' && reader.strip === undefined) {
    const message = 'no stem, bus or return can be heard here, after the mix'
    reader.report('ROUTE_NO_SIDECHAIN', node, message, { fix: 'use it in the inserts of a strip or of `mix`' })
    return false
  }
  const wanted: { roles: readonly Role[]; code: (typeof WANTED)[ReferenceKind]['code']; noun: string } = WANTED[kind]
  const role = strips.get(name)
  if (role !== undefined && wanted.roles.includes(role)) return true
  if (kind === 'bus' && name === MIX_BUS) return true
  const names = [...strips].filter(([, has]) => wanted.roles.includes(has)).map(([known]) => known)
  if (kind === 'bus') names.push(MIX_BUS)
  const what = role === undefined ? `no such ${wanted.noun}` : `${quoted(name)} is a ${role}, not a ${wanted.noun}`
  const got = role === undefined && kind !== 'send' ? `got ${quoted(name)}, ` : ''
  reader.report(wanted.code, node, `${got}${what} ${listed(names)}`, { fix: adviceFor(kind, name, role, names) })
  return false
}

function adviceFor(kind: ReferenceKind, name: string, role: Role | undefined, names: readonly string[]) {
  if (kind === 'send' && role === undefined && names.length === 0)
    return `add it: \`returns: { ${name}: { inserts: [ … ] } }\``
  if (kind === 'bus' && role === 'return') return `send to it: \`sends: { ${name}: -12 dB }\``
  if (kind === 'send' && role === 'bus') return `feed it: \`bus: ${name}\``
  if (kind === 'member' && name === MIX_BUS) return 'the mix bus has a `gain` of its own, under `mix`'
  return didYouMean(name, names)
}

interface Edge {
  readonly to: string
  readonly reference: Reference
}

/** A strip on the path that the search has taken, and how many of its edges have been followed. */
interface Visit {
  readonly name: string
  next: number
}

/**
 * Follows every signal from strip to strip, depth first, and reports each edge that leads back to a strip on the path
 * taken. Without recursion: a chain of buses may be as long as the file.
 */
function reportLoops(strips: Strips, references: readonly Reference[]): void {
  const edges = edgesOf(references)
  const state = new Map<string, 'open' | 'done'>()
  for (const start of strips.keys()) {
    if (state.has(start)) continue
    const path: Visit[] = [{ name: start, next: 0 }]
    state.set(start, 'open')
    while (path.length > 0) {
      const visit = path[path.length - 1]!
      const edge = edges.get(visit.name)?.[visit.next++]
      if (!edge) {
        state.set(visit.name, 'done')
        path.pop()
      } else if (state.get(edge.to) === 'open') reportLoop(path, edge)
      else if (!state.has(edge.to)) {
        state.set(edge.to, 'open')
        path.push({ name: edge.to, next: 0 })
      }
    }
  }
}

/** Which way signals flow: a side-chain flows from the strip that is named. */
function edgesOf(references: readonly Reference[]): Map<string, Edge[]> {
  const edges = new Map<string, Edge[]>()
  for (const reference of references) {
    const { kind, name, reader } = reference
    if (reader.strip === undefined) continue
    const [from, to] = kind === 'sidechain' ? [name, reader.strip] : [reader.strip, name]
    const leaving = edges.get(from)
    if (leaving) leaving.push({ to, reference })
    else edges.set(from, [{ to, reference }])
  }
  return edges
}

function reportLoop(path: readonly Visit[], { to, reference }: Edge): void {
  const start = path.findIndex(({ name }) => name === to)
  const names = path.slice(start).map(({ name }) => name)
  const shown = names.length > NAMES_LOOP ? [...names.slice(0, NAMES_LOOP - 1), '…'] : names
  const message = `the signal runs in a loop: ${[...shown, to].join(' → ')}`
  reference.reader.report('ROUTE_LOOP', reference.node, message, { fix: 'cut the loop at one of its names' })
}

import type { Tap } from '@mixwright/mixer'
import {
  type Automation,
  type ExplicitInsert,
  explicitInserts,
  type Insert,
  type Movement,
  type Project,
} from '@mixwright/project'
import { byCodePoints } from './written-order.ts'

export type StripKind = 'stem' | 'bus' | 'return' | 'mix'

/** A signal that flows from a strip into another. */
export interface Feed {
  from: RoutedStrip
  tap: Tap
  levelDb: Automation
}

/** A strip and all that it listens to. */
export interface RoutedStrip {
  name: string
  kind: StripKind
  inserts: readonly ExplicitInsert[]
  /** For the whole song. */
  muted: boolean
  /** At times, by itself or with a group; 1 is muted. */
  mutes: readonly Movement[]
  soloed: boolean
  /** Gains of the groups that the strip is in, by the code points of the groups' names. */
  groupsDb: readonly Automation[]
  /** Where its output goes, audible or not. */
  outputs: { to: RoutedStrip; tap: Tap; levelDb: Automation }[]
  /** What is heard of what feeds it, in the written order: stems, buses, returns, each by the code points of names. */
  inputs: Feed[]
}

const KINDS: readonly StripKind[] = ['stem', 'bus', 'return', 'mix']

/**
 * The desk's wiring, with the mutes and solos of strips and groups applied: strips in an order in which each comes
 * after all that feed or key it, without those that nobody hears. The last is the mix bus.
 */
export function routeStrips(project: Project): RoutedStrip[] {
  const strips = declaredStrips(project)
  const named = new Map(strips.map((strip) => [strip.name, strip]))
  connect(project, named)
  const heard = soloFilter(strips)
  for (const strip of [...strips].sort(inWrittenOrder)) {
    if (strip.muted) continue
    for (const { to, tap, levelDb } of strip.outputs)
      if (heard(strip, to)) to.inputs.push({ from: strip, tap, levelDb })
  }
  return inProcessingOrder(named)
}

function declaredStrips(project: Project): RoutedStrip[] {
  const byName = [...project.groups].sort((a, b) => byCodePoints(a.name, b.name))
  const strip = (
    name: string,
    kind: StripKind,
    from: { inserts: readonly Insert[]; mute?: boolean | Movement; solo?: boolean },
  ) => {
    const groups = byName.filter(({ strips }) => strips.includes(name))
    const mutes = [from.mute, ...groups.map(({ mute }) => mute)]
    return {
      name,
      kind,
      inserts: explicitInserts(from.inserts),
      muted: mutes.includes(true),
      mutes: mutes.filter((mute) => typeof mute === 'object'),
      soloed: from.solo === true || groups.some(({ solo }) => solo),
      groupsDb: groups.map(({ gainDb }) => gainDb),
      outputs: [],
      inputs: [],
    }
  }
  return [
    ...project.stems.map((stem) => strip(stem.name, 'stem', stem)),
    ...project.buses.map((bus) => strip(bus.name, 'bus', bus)),
    ...project.returns.map((ret) => strip(ret.name, 'return', ret)),
    strip('mix', 'mix', project.mix),
  ]
}

function connect(project: Project, named: ReadonlyMap<string, RoutedStrip>): void {
  for (const { name, bus, sends } of [...project.stems, ...project.buses, ...project.returns]) {
    const { outputs } = named.get(name)!
    outputs.push({ to: named.get(bus)!, tap: 'postFader', levelDb: 0 })
    for (const send of sends) outputs.push({ to: named.get(send.to)!, tap: send.tap, levelDb: send.sendDb })
  }
}

/** Whether a connection is heard. Without solos all are; with solos those on the way to or from a soloed strip. */
function soloFilter(strips: readonly RoutedStrip[]): (from: RoutedStrip, to: RoutedStrip) => boolean {
  const soloed = strips.filter((strip) => strip.soloed)
  if (soloed.length === 0) return () => true
  const after = new Set(soloed)
  for (const strip of after) for (const { to } of strip.outputs) after.add(to)
  const ahead = new Set(soloed)
  for (const strip of ahead) {
    for (const other of strips) if (other.outputs.some(({ to }) => to === strip)) ahead.add(other)
  }
  return (from, to) => after.has(from) || ahead.has(to)
}

function inWrittenOrder(a: RoutedStrip, b: RoutedStrip): number {
  return KINDS.indexOf(a.kind) - KINDS.indexOf(b.kind) || byCodePoints(a.name, b.name)
}

/** Everything that the mix bus listens to, depth first: what feeds or keys a strip comes before it. */
function inProcessingOrder(named: ReadonlyMap<string, RoutedStrip>): RoutedStrip[] {
  const order = new Set<RoutedStrip>()
  const open = [named.get('mix')!]
  while (open.length > 0) {
    const strip = open[open.length - 1]!
    const missing = [...strip.inputs.map(({ from }) => from), ...keysOf(strip, named)].filter((one) => !order.has(one))
    if (missing.length === 0) {
      order.add(strip)
      open.pop()
    } else {
      open.push(missing[0]!)
    }
  }
  return [...order]
}

function keysOf(strip: RoutedStrip, named: ReadonlyMap<string, RoutedStrip>): RoutedStrip[] {
  return strip.inserts.flatMap((insert) => {
    const name = keyOf(insert)
    return name === undefined ? [] : [named.get(name)!]
  })
}

/** The name of the strip that steers an insert, if another does. */
export function keyOf(insert: Insert): string | undefined {
  return 'sidechain' in insert ? insert.sidechain?.from : undefined
}

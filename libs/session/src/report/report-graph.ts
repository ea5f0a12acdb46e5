import type { ReportGraph } from '@mixwright/audio'
import { keyOf, routeStrips } from '../plan/routing.ts'
import type { Version } from '../song/version.ts'

/** All that is heard of a mix, as a graph: strips, master, deliveries. */
export function graphOf({ project, deliveries }: Version): ReportGraph {
  const strips = routeStrips(project)
  const master = deliveries.length > 0 ? ['master'] : []
  const nameOf = (strip: (typeof strips)[number]) => `${strip.kind}:${strip.name}`
  const byName = new Map(strips.map((strip) => [strip.name, strip]))
  const nodes: ReportGraph['nodes'] = [
    ...strips.map((strip) => ({
      name: nameOf(strip),
      kind: strip.kind,
      inserts: strip.inserts.map(({ kind }) => kind),
    })),
    ...master.map(() => ({
      name: 'master:master',
      kind: 'master' as const,
      inserts: project.master.inserts.map(({ kind }) => kind),
    })),
    ...deliveries.map(({ name, delivery }) => ({
      name: `delivery:${name}`,
      kind: 'delivery' as const,
      inserts: delivery.inserts.map(({ kind }) => kind),
    })),
  ]
  const feeds = strips.flatMap((strip) =>
    strip.inputs.map(({ from, tap, levelDb }) => {
      const isSend = tap === 'preFader' || levelDb !== 0
      const level = typeof levelDb === 'number' ? levelDb : null
      return { from: nameOf(from), to: nameOf(strip), kind: isSend ? 'send' : 'feed', levelDb: level } as const
    }),
  )
  const keys = strips.flatMap((strip) =>
    strip.inserts.flatMap((insert) => {
      const key = keyOf(insert)
      const from = key === undefined ? undefined : byName.get(key)
      return from ? [{ from: nameOf(from), to: nameOf(strip), kind: 'key', levelDb: 0 } as const] : []
    }),
  )
  const ends = [
    ...master.map(() => ({ from: 'mix:mix', to: 'master:master', kind: 'feed', levelDb: 0 }) as const),
    ...deliveries.map(({ name }) => {
      return { from: 'master:master', to: `delivery:${name}`, kind: 'feed', levelDb: 0 } as const
    }),
  ]
  return { nodes, edges: [...feeds, ...keys, ...ends] }
}

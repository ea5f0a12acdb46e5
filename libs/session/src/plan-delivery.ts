import type { AudioTags } from '@mixwright/audio-files'
import type { ImpulseResponse, InsertPlan } from '@mixwright/dsp'
import { type DeliverySettings, type MasterPlan, resolveDelivery } from '@mixwright/mastering'
import type { Delivery, Diagnostic, Project, Release } from '@mixwright/project'
import { planProcessor } from './plan-mix.ts'

/** Deliveries and what they share: a mix file's, or what was asked for on the command line. */
export type DeliveryOrder = Pick<Project, 'sampleRateHz' | 'seed' | 'master' | 'deliver' | 'place'> & Release

/** A delivery ready to be made: its master, and what its file is called and says. */
export interface PlannedDelivery {
  name: string
  /** Name of the file in the output folder. */
  outputName: string
  plan: MasterPlan
  delivery: Delivery
  tags: AudioTags
}

const EXTENSIONS = { wav: 'wav', flac: 'flac', alac: 'm4a', aac: 'm4a', mp3: 'mp3', opus: 'opus', ogg: 'ogg' } as const

/** Fills in each delivery from its target; what cannot be met is a diagnostic at its key. */
export function planDeliveries(order: DeliveryOrder): { planned: PlannedDelivery[]; diagnostics: Diagnostic[] } {
  const planned: PlannedDelivery[] = []
  const diagnostics: Diagnostic[] = []
  for (const delivery of order.deliver) {
    const { name } = delivery
    const resolved = resolveDelivery(delivery as DeliverySettings, order.sampleRateHz)
    if ('plan' in resolved) {
      const seed = order.seed === undefined ? name : `${order.seed}/${name}`
      const plan = { ...resolved.plan, seed }
      const outputName = `${name}.${EXTENSIONS[plan.format.codec]}`
      planned.push({ name, outputName, plan, delivery, tags: tagsOf(order, delivery) })
      continue
    }
    for (const { key, message } of resolved.problems) {
      const written = key.replace(/(Hz|Lufs|Dbtp|Ms|S)$/, '')
      const place = order.place(['deliver', name, written]) ?? order.place(['deliver', name])
      const text = `delivery '${name}' ${message}`
      diagnostics.push({
        code: 'DELIVERY_IMPOSSIBLE',
        severity: 'error',
        message: text,
        subject: `delivery '${name}'`,
        ...place,
      })
    }
  }
  return { planned, diagnostics }
}

/** The inserts of a master: those that all deliveries share, then its own. */
export function masterInserts(
  order: DeliveryOrder,
  delivery: Delivery,
  impulses: ReadonlyMap<string, ImpulseResponse>,
): InsertPlan[] {
  const written = [...order.master.inserts, ...delivery.inserts]
  return written.filter(({ bypass }) => !bypass).map((insert) => planProcessor(insert, impulses))
}

function tagsOf(order: DeliveryOrder, { metadata }: Delivery): AudioTags {
  if (metadata === 'none') return {}
  const release: Release = metadata ?? order
  const tags: Record<string, string> = {}
  for (const key of ['title', 'artist', 'album', 'genre', 'copyright', 'isrc', 'year', 'track'] as const) {
    const value = release[key]
    if (value !== undefined) tags[key] = String(value)
  }
  return tags
}

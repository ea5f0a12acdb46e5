import type { ImpulseResponse, InsertPlan } from '@mixwright/dsp'
import { type DeliverySettings, type MasterPlan, resolveDelivery } from '@mixwright/mastering'
import { type Delivery, type Diagnostic, explicitInserts, type Project, type Release } from '@mixwright/project'
import { foreignDiscTexts, imageOf } from '../disc/disc-delivery.ts'
import { planProcessor } from '../plan/plan-mix.ts'
import type { Artworks } from './artwork.ts'
import { type Tagging, taggingOf, taggingProblems } from './tagging.ts'

/** Deliveries and what they share: a mix file's, or what was asked for on the command line. */
export type DeliveryOrder = Pick<Project, 'sampleRateHz' | 'seed' | 'master' | 'deliver' | 'place'> & Release

/** A delivery ready to be made: its master, and what its file is called and says. */
export interface PlannedDelivery {
  name: string
  /** Name of the file in the output folder. */
  outputName: string
  plan: MasterPlan
  delivery: Delivery
  tagging: Tagging
}

const EXTENSIONS = { wav: 'wav', flac: 'flac', alac: 'm4a', aac: 'm4a', mp3: 'mp3', opus: 'opus', ogg: 'ogg' } as const

/** Fills in each delivery from its target; what cannot be met is a diagnostic at its key. */
export function planDeliveries(
  order: DeliveryOrder,
  artworks: Artworks = new Map(),
): { planned: PlannedDelivery[]; diagnostics: Diagnostic[] } {
  const planned: PlannedDelivery[] = []
  const diagnostics: Diagnostic[] = []
  for (const delivery of order.deliver) {
    const { name } = delivery
    const resolved = resolveDelivery(delivery as DeliverySettings, order.sampleRateHz)
    const problems =
      'plan' in resolved
        ? [...taggingProblems(delivery, resolved.plan.format), ...imageProblems(delivery, resolved.plan)]
        : resolved.problems
    if ('plan' in resolved && problems.length === 0) {
      const seed = order.seed === undefined ? name : `${order.seed}/${name}`
      const plan = { ...resolved.plan, seed }
      const outputName = `${name}.${EXTENSIONS[plan.format.codec]}`
      const tagging = taggingOf(order, delivery, artworks)
      planned.push({ name, outputName, plan, delivery, tagging })
      diagnostics.push(...foreignDiscTexts(order, delivery, tagging))
      continue
    }
    for (const { key, message } of problems) {
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

function imageProblems(delivery: Delivery, { wholeSectors }: MasterPlan): { key: string; message: string }[] {
  const image = imageOf(delivery)
  if (image === undefined || wholeSectors) return []
  return [{ key: 'image', message: `image: got ${image} for a target that is not a CD` }]
}

/** The inserts of a master: those that all deliveries share, then its own. */
export function masterInserts(
  order: DeliveryOrder,
  delivery: Delivery,
  impulses: ReadonlyMap<string, ImpulseResponse>,
): InsertPlan[] {
  const written = [...order.master.inserts, ...delivery.inserts]
  return explicitInserts(written).map((insert) => planProcessor(insert, impulses, order.sampleRateHz))
}

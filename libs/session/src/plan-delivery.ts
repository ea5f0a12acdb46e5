import type { AudioTags } from '@mixwright/audio-files'
import type { ImpulseResponse, InsertPlan } from '@mixwright/dsp'
import { type DeliverySettings, type MasterPlan, resolveDelivery } from '@mixwright/mastering'
import type { Delivery, Diagnostic, Project, Release } from '@mixwright/project'
import { planProcessor } from './plan-mix.ts'

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
export function planDeliveries(project: Project): { planned: PlannedDelivery[]; diagnostics: Diagnostic[] } {
  const planned: PlannedDelivery[] = []
  const diagnostics: Diagnostic[] = []
  for (const delivery of project.deliver) {
    const { name } = delivery
    const resolved = resolveDelivery(delivery as DeliverySettings, project.sampleRateHz)
    if ('plan' in resolved) {
      const seed = project.seed === undefined ? name : `${project.seed}/${name}`
      const plan = { ...resolved.plan, seed }
      const outputName = `${name}.${EXTENSIONS[plan.format.codec]}`
      planned.push({ name, outputName, plan, delivery, tags: tagsOf(project, delivery) })
      continue
    }
    for (const { key, message } of resolved.problems) {
      const written = key.replace(/(Hz|Lufs|Dbtp|S)$/, '')
      const place = project.place(['deliver', name, written]) ?? project.place(['deliver', name])
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
  project: Project,
  delivery: Delivery,
  impulses: ReadonlyMap<string, ImpulseResponse>,
): InsertPlan[] {
  const written = [...project.master.inserts, ...delivery.inserts]
  return written.filter(({ bypass }) => !bypass).map((insert) => planProcessor(insert, impulses))
}

function tagsOf(project: Project, { metadata }: Delivery): AudioTags {
  if (metadata === 'none') return {}
  const release: Release = metadata ?? project
  const tags: Record<string, string> = {}
  for (const key of ['title', 'artist', 'album', 'genre', 'copyright', 'isrc', 'year', 'track'] as const) {
    const value = release[key]
    if (value !== undefined) tags[key] = String(value)
  }
  return tags
}

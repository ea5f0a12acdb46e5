import { builtInTargets, targetNamed } from '@mixwright/mastering'
import { type Diagnostic, requestDeliveries, type WrittenSettings } from '@mixwright/project'
import type { Artworks } from './artwork.ts'
import { type DeliveryOrder, type PlannedDelivery, planDeliveries } from './plan-delivery.ts'
import type { RequestedRelease } from './release-request.ts'

/** Settings that only some targets have a use for; what is asked of all others they share. */
const OF_SOME: Readonly<Record<string, 'compactDisc' | 'vinyl'>> = {
  image: 'compactDisc',
  side: 'vinyl',
  sideLength: 'vinyl',
  sideStart: 'vinyl',
  lowMono: 'vinyl',
  subsonic: 'vinyl',
  ultrasonic: 'vinyl',
  sibilance: 'vinyl',
  rpm: 'vinyl',
  diameter: 'vinyl',
}
const KINDS = { compactDisc: 'a CD: add cd', vinyl: 'vinyl: add vinyl' } as const

/** What was asked for on the command line, in the words of a mix file. */
export interface MasterRequest {
  /** Names of built-in targets. */
  targets: readonly string[]
  settings: WrittenSettings
  release: RequestedRelease
}

/** Deliveries as they were asked for; without `order` when something about them is wrong. */
export function planRequest(
  { targets, settings, release }: MasterRequest,
  sampleRateHz: number,
): { order?: DeliveryOrder; planned: readonly PlannedDelivery[]; diagnostics: Diagnostic[] } {
  const wanted = Object.fromEntries([...new Set(targets)].map((name) => [name, settingsFor(name, settings)]))
  const request = requestDeliveries(wanted, { targets: builtInTargets(), sampleRateHz })
  const diagnostics = [...release.diagnostics, ...request.diagnostics]
  if (!request.deliveries) return { planned: [], diagnostics }
  diagnostics.push(...useless(targets, settings))
  const { values, artworks } = release
  const shared = { sampleRateHz, deliver: request.deliveries, master: { inserts: [] }, place: () => undefined }
  const order: DeliveryOrder = { ...values, ...shared }
  const { planned, diagnostics: found } = planDeliveries(order, artworks satisfies Artworks)
  return { order, planned, diagnostics: [...diagnostics, ...found] }
}

function settingsFor(name: string, settings: WrittenSettings): WrittenSettings {
  return Object.fromEntries(
    Object.entries(settings).filter(([key]) => {
      const kind = OF_SOME[key]
      return kind === undefined || targetNamed(name)?.[kind] === true
    }),
  )
}

/** Settings that none of the targets has a use for. */
function useless(targets: readonly string[], settings: WrittenSettings): Diagnostic[] {
  return Object.keys(settings).flatMap((key): Diagnostic[] => {
    const kind = OF_SOME[key]
    if (kind === undefined || targets.some((name) => targetNamed(name)?.[kind])) return []
    const option = `--${key.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`
    const message = `${option}: none of the targets is ${KINDS[kind].split(':')[0]}`
    const fix = `leave it out, or ${KINDS[kind].split(': ')[1]} to --for`
    return [{ code: 'DELIVERY_IMPOSSIBLE', severity: 'error', message, fix }]
  })
}

import type { FindingKind } from '@mixwright/mastering'
import type { Diagnostic, DiagnosticCode } from '@mixwright/project'
import type { DeliveryResult } from './deliver.ts'
import type { DeliveryOrder } from './plan-delivery.ts'

const CODES: Readonly<Record<FindingKind, DiagnosticCode>> = {
  slope: 'VINYL_SLOPE',
  tracing: 'VINYL_TRACING',
  depth: 'VINYL_DEPTH',
  space: 'VINYL_SPACE',
  lowSide: 'VINYL_LOW_SIDE',
  sideLength: 'VINYL_SIDE_LENGTH',
  sideEnd: 'VINYL_SIDE_END',
  level: 'VINYL_LEVEL',
  edges: 'VINYL_EDGES',
  clipping: 'VINYL_CLIPPED',
}
/** Where in the delivery the remedy is written, if it is there. */
const KEYS: Partial<Record<FindingKind, string>> = {
  depth: 'lowMono',
  lowSide: 'lowMono',
  space: 'sideLength',
  sideLength: 'sideLength',
  sideEnd: 'sideLength',
}

/** What the preflight of a vinyl master found, each finding with its time and its place on the side. */
export function preflightDiagnostics(order: DeliveryOrder, { name, preflight }: DeliveryResult): Diagnostic[] {
  return (preflight?.findings ?? []).map((finding): Diagnostic => {
    const { kind, severity, startS, endS, radiusMm, third, message, fix } = finding
    const key = KEYS[kind]
    const place = (key && order.place(['deliver', name, key])) ?? order.place(['deliver', name])
    const when = `${clock(startS)} to ${clock(endS)}, ${third} third of the side (${radiusMm.toFixed(0)} mm)`
    const subject = `delivery '${name}'`
    return { code: CODES[kind], severity, message: `${subject}, ${when}: ${message}`, subject, fix, ...place }
  })
}

/** `3:07.2`. */
function clock(atS: number): string {
  const tenths = Math.floor(atS * 10 + 0.5)
  const seconds = (tenths % 600) / 10
  return `${Math.floor(tenths / 600)}:${seconds.toFixed(1).padStart(4, '0')}`
}

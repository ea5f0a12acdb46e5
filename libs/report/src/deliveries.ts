import type { ReportDelivery, ReportDocument } from '@mixwright/audio'
import { html } from './html.ts'
import { clock, figure, signed } from './numbers.ts'

const LOUDNESS_TOLERANCE_LU = 0.1
const NAMES: Record<string, string> = {
  loudness: 'Loudness',
  truePeak: 'True peak',
  sampleRate: 'Sample rate',
  bitDepth: 'Bit depth',
  lowSide: 'Side of the lows',
  sideLength: 'Side length',
  sectorRest: 'Rest of a sector',
}
/** Promises that are kept by being equal. */
const EXACT = ['sampleRate', 'bitDepth', 'sectorRest']

export type Promised = ReportDelivery['promises'][number]

export function isKept({ promises }: ReportDelivery): boolean {
  return promises.every(({ ok }) => ok)
}

/** How far a figure is from breaking its promise; below 0 it is broken. */
export function margin({ name, limit, value }: Promised): number | null {
  if (EXACT.includes(name)) return null
  return name === 'loudness' ? LOUDNESS_TOLERANCE_LU - Math.abs(value - limit) : limit - value
}

export function verdict(ok: boolean): string {
  return ok ? '<span class="pass">✓ pass</span>' : '<span class="fail">✗ fail</span>'
}

/** What each delivery promises, and how it stands. */
export function deliverySection({ deliveries }: ReportDocument): string {
  if (deliveries.length === 0) return '<p>This render delivers nothing but the mix.</p>'
  return `<div class="cards">${deliveries.map(card).join('')}</div>`
}

function card(delivery: ReportDelivery): string {
  const { name, file, format, promises, mastering } = delivery
  const rows = promises.map((promise) => {
    const { name: what, unit, limit, value } = promise
    const digits = EXACT.includes(what) ? 0 : 2
    const isTime = unit === 's'
    const text = (one: number) => (isTime ? clock(one) : figure(one, digits))
    const room = margin(promise)
    const roomUnit = unit === 'LUFS' ? 'LU' : unit === 'dBTP' ? 'dB' : unit
    const left = isTime ? `${room! < 0 ? '−' : '+'}${clock(Math.abs(room!))}` : signed(room, 2)
    const shownUnit = (one: string) => (isTime ? '' : ` <small>${html(one)}</small>`)
    return `<tr><th scope="row">${html(NAMES[what] ?? what)}${shownUnit(unit)}</th><td class="n">${text(limit)}</td><td class="n">${text(value)}</td><td class="n">${room === null ? '–' : `${left}${shownUnit(roomUnit)}`}</td><td class="n">${verdict(promise.ok)}</td></tr>`
  })
  const limited = mastering.limiterDbtp === null ? 'no limiting' : `limited at ${figure(mastering.limiterDbtp, 2)} dBTP`
  const held = mastering.isHeldBack ? ' Its ceiling kept it below the target.' : ''
  const body =
    promises.length === 0
      ? '<p>It promises nothing but its format.</p>'
      : `<div class="scroll" tabindex="0" role="region" aria-label="Promises of ${html(name)}"><table><thead><tr><th scope="col">Promise</th><th scope="col" class="n">limit</th><th scope="col" class="n">is</th><th scope="col" class="n">margin</th><th scope="col" class="n"><span class="hidden">verdict</span></th></tr></thead><tbody>${rows.join('')}</tbody></table></div>`
  return `<article class="card"><h3>${html(name)} ${verdict(isKept(delivery))}</h3>
<p class="lead">${html(file)} · ${html(format)} · gain ${signed(mastering.gainDb)} dB, ${limited}.${held}</p>${body}</article>`
}

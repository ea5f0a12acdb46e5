import type { ReportDocument, ReportReduction } from '@mixwright/audio'
import { html, table } from './html.ts'
import { figure } from './numbers.ts'
import { spark } from './spark.ts'

/** Most rows that are drawn; the table holds all. */
const MOST_ROWS = 24
const ORDER = ['delivery', 'master', 'mix', 'bus', 'return', 'stem']

/** What limiters and compressors took away over time. */
export function reductionSection({ reductions }: ReportDocument): string {
  const working = reductions.filter(({ mostDb }) => mostDb >= 0.05)
  if (reductions.length === 0) return '<p>No compressor, limiter or de-esser is in this mix.</p>'
  const sorted = [...working].sort((a, b) => ORDER.indexOf(a.kind) - ORDER.indexOf(b.kind) || b.meanDb - a.meanDb)
  const deepest = working.toSorted((a, b) => b.mostDb - a.mostDb)[0]
  const full = Math.max(6, Math.min(24, Math.ceil((deepest?.mostDb ?? 6) / 3) * 3))
  const said = deepest
    ? `${working.length} of ${reductions.length} processors turn something down. The deepest is ${labelOf(deepest)}: ${figure(deepest.mostDb)} dB.`
    : `None of ${reductions.length} processors turns anything down.`
  const shown = sorted.slice(0, MOST_ROWS)
  const rows = shown.map((one) => {
    const { owner, processor, kind, mostDb, meanDb, reductionDb } = one
    const label = `Gain reduction of ${labelOf(one)}: at most ${figure(mostDb)} dB, ${figure(meanDb)} dB on average`
    const colour = kind === 'delivery' ? 'var(--b)' : kind === 'stem' ? 'var(--a)' : 'var(--d)'
    return `<li><span class="who"><b>${html(owner)}</b> <small>${html(processor)}</small></span><span class="lane" data-lane>${spark(reductionDb, [0, full], { label, colour, fromTop: true })}</span><span class="n"><b>${figure(mostDb)}</b> <small>ø ${figure(meanDb)} dB</small></span></li>`
  })
  const more = sorted.length > shown.length ? ` The ${shown.length} that matter most are drawn.` : ''
  const numbers = table(
    'Gain reduction, dB',
    ['Processor', 'most', 'mean'],
    [...reductions].map((one) => [labelOf(one), figure(one.mostDb), figure(one.meanDb)]),
  )
  return `<figure id="reduction"><p class="lead">${html(said)} Lanes hang from 0 dB down to ${full} dB.${more}</p>
<ol class="lanes">${rows.join('')}</ol>
<details><summary>Numbers<span class="hidden"> of gain reduction</span></summary>${numbers}</details></figure>`
}

function labelOf({ owner, processor, kind }: ReportReduction): string {
  return kind === 'delivery' || kind === 'master' || kind === 'mix'
    ? `${processor} of ${owner}`
    : `${processor} on ${owner}`
}

import type { ReportDocument, ReportReduction } from '@mixwright/audio'
import { html, table } from './html.ts'
import { laneList, timeLaneTicks } from './lanes.ts'
import { figure } from './numbers.ts'
import { spark } from './spark.ts'

/** Most rows that are drawn; the table holds all. */
const MOST_ROWS = 24
const ORDER = ['delivery', 'master', 'mix', 'bus', 'return', 'stem']

/** What limiters and compressors took away over time. */
export function reductionSection({ reductions, durationS }: ReportDocument): string {
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
    return {
      name: owner,
      about: processor,
      drawn: spark(reductionDb, [0, full], { label, colour, fromTop: true }),
      figure: `${figure(mostDb)} dB`,
      unit: `ø ${figure(meanDb)}`,
    }
  })
  const more = sorted.length > shown.length ? ` The ${shown.length} that matter most are drawn.` : ''
  const numbers = table(
    'Gain reduction, dB',
    ['Processor', 'most', 'mean'],
    [...reductions].map((one) => [labelOf(one), figure(one.mostDb), figure(one.meanDb)]),
  )
  return `<figure id="reduction"><h3>What compressors and limiters take away</h3>
<ul class="legend"><li><i class="key" style="--key:var(--b)"></i>delivery</li><li><i class="key" style="--key:var(--d)"></i>master, mix, bus or return</li><li><i class="key" style="--key:var(--a)"></i>stem</li></ul>
<p class="lead">${html(said)} Each lane hangs from 0 dB down to ${full} dB; beside it stand the most and the mean.${more}</p>
${laneList(rows, timeLaneTicks(durationS), durationS)}
<details><summary>Numbers<span class="hidden"> of gain reduction</span></summary>${numbers}</details></figure>`
}

function labelOf({ owner, processor, kind }: ReportReduction): string {
  return kind === 'delivery' || kind === 'master' || kind === 'mix'
    ? `${processor} of ${owner}`
    : `${processor} on ${owner}`
}

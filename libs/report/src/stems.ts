import type { ReportDocument } from '@mixwright/audio'
import { html, table } from './html.ts'
import { clock, figure, percent } from './numbers.ts'
import { spark } from './spark.ts'

const FLOOR_DB = -54

/** Levels of all strips over time, loudest first, and where stems lie under others. */
export function stemSection({ strips, masking }: ReportDocument): string {
  const heard = strips.filter(({ kind }) => kind !== 'mix')
  const loudest = heard.toSorted((a, b) => (b.activeDb ?? -999) - (a.activeDb ?? -999))
  const top = Math.max(FLOOR_DB + 24, ...heard.flatMap(({ rmsDb }) => rmsDb.map((level) => level ?? FLOOR_DB)))
  const coveredOf = new Map(masking.covered.map((one) => [one.stem, one]))
  const rows = loudest.map(({ name, kind, rmsDb, activeDb, activeShare, peakDbfs }) => {
    const covered = kind === 'stem' ? coveredOf.get(name) : undefined
    const level = `Level of ${name} over time: ${figure(activeDb)} dBFS while it sounds, peak ${figure(peakDbfs)} dBFS`
    const under = covered
      ? spark(covered.overTime, [0, 1], {
          label: `${name} is covered in ${percent(covered.share)} of what matters to it`,
          colour: 'var(--b)',
        })
      : ''
    const lane = spark(rmsDb, [FLOOR_DB, top], { label: level, colour: kind === 'stem' ? 'var(--a)' : 'var(--d)' })
    return `<li><span class="who"><b>${html(name)}</b> <small>${kind === 'stem' ? `sounds ${percent(activeShare)}` : kind}</small></span><span class="lane two" data-lane>${lane}${under}</span><span class="n"><b>${figure(activeDb)}</b> <small>${covered ? `covered ${percent(covered.share)}` : 'dBFS'}</small></span></li>`
  })
  const levels = table(
    'Strips after their faders',
    ['Strip', 'kind', 'RMS while it sounds dBFS', 'peak dBFS', 'sounds', 'covered'],
    loudest.map(({ name, kind, activeDb, peakDbfs, activeShare }) => {
      const covered = kind === 'stem' ? coveredOf.get(name) : undefined
      return [
        name,
        kind,
        figure(activeDb),
        figure(peakDbfs),
        percent(activeShare),
        covered ? percent(covered.share) : '–',
      ]
    }),
  )
  const [first] = loudest
  const said = first
    ? `${first.name} is loudest while it sounds: ${figure(first.activeDb)} dBFS RMS.`
    : 'Nothing is heard.'
  return `<figure id="stems"><h3>Levels of strips</h3>
<ul class="legend"><li><i class="key" style="--key:var(--a)"></i>stem</li><li><i class="key" style="--key:var(--d)"></i>bus or return</li><li><i class="key" style="--key:var(--b)"></i>share that others cover</li></ul>
<p class="lead">${html(said)} Each lane is a strip after its fader, from ${figure(FLOOR_DB, 0)} to ${figure(top, 0)} dBFS.</p>
<ol class="lanes">${rows.join('')}</ol>
<details><summary>Numbers<span class="hidden"> of levels</span></summary>${levels}</details></figure>
${maskingFigure(masking)}`
}

function maskingFigure({ pairs, thresholdDb }: ReportDocument['masking']): string {
  const method = `A stem counts as covered in an octave when another is at least ${thresholdDb} dB above it there, both after their faders. Octaves count while they lie within 20 dB of the stem’s strongest.`
  const [worst] = pairs
  const said = worst
    ? `${worst.by} covers ${worst.stem} most: ${percent(worst.share)} of what matters to it, above all around ${worst.band}.`
    : 'No stem covers another for long.'
  const rows = pairs.map(({ stem, by, share, band, startS, endS }) => {
    return `<li><span class="who"><b>${html(stem)}</b> <small>under ${html(by)}</small></span><span class="bar"><i style="width:${(100 * Math.min(1, share)).toFixed(1)}%"></i></span><span class="n"><b>${percent(share)}</b> <small>${html(band)}, ${clock(startS)}–${clock(endS)}</small></span></li>`
  })
  const numbers = table(
    'Which stem covers which',
    ['Stem', 'under', 'share', 'most around', 'longest from', 'to'],
    pairs.map(({ stem, by, share, band, startS, endS }) => [
      stem,
      by,
      percent(share),
      band,
      clock(startS),
      clock(endS),
    ]),
  )
  return `<figure id="masking"><h3>Masking: which stem covers which</h3><p class="lead">${html(said)}</p>
${pairs.length > 0 ? `<ol class="lanes">${rows.join('')}</ol>` : ''}
<figcaption>${html(method)}</figcaption>
<details><summary>Numbers<span class="hidden"> of masking</span></summary>${numbers}</details></figure>`
}

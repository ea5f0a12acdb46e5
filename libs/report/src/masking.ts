import type { ReportCover, ReportDocument } from '@mixwright/audio'
import { html, table } from './html.ts'
import { type Lane, laneList, timeLaneTicks } from './lanes.ts'
import { clock, grouped, percent } from './numbers.ts'

/** Most moments that are told apart in a lane. */
const MOMENTS = 240
/** Height of an octave in the units of a lane. */
const OCTAVE = 4

/** Which stem lies under which other, in which octave, when. */
export function maskingFigure({ pairs, thresholdDb, bands }: ReportDocument['masking'], durationS: number): string {
  const method = `A stem counts as covered in an octave when another is at least ${thresholdDb} dB above it there, both after their faders. Octaves count while they lie within 20 dB of the stem’s strongest.`
  const [worst] = pairs
  const said = worst
    ? `${worst.by} covers ${worst.stem} most: ${percent(worst.share)} of what matters to it, above all around ${worst.band}.`
    : 'No stem covers another for long.'
  const reading = ` Marks show when and in which octave it is covered: lows, from ${bands[0]}, at the bottom of a lane, highs, to ${bands.at(-1)}, at the top. The figure is the share of what matters to the stem.`
  const lanes = pairs.map(
    (pair): Lane => ({
      name: pair.stem,
      about: `under ${pair.by}`,
      drawn: octaveLane(pair, bands.length),
      figure: percent(pair.share),
      unit: `most at ${pair.band}`,
    }),
  )
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
  return `<figure id="masking"><h3>Masking: which stem covers which</h3><p class="lead">${html(said)}${pairs.length > 0 ? html(reading) : ''}</p>
${laneList(lanes, timeLaneTicks(durationS), durationS)}
<figcaption>${html(method)}</figcaption>
<details><summary>Numbers<span class="hidden"> of masking</span></summary>${numbers}</details></figure>`
}

/** Time to the right, octaves upwards; a mark where the stem is covered. */
function octaveLane({ stem, by, share, band, coveredOctaves }: ReportCover, octaves: number): string {
  const moments = grouped(coveredOctaves, MOMENTS, (group) => group.reduce((all, one) => all | one, 0))
  const height = octaves * OCTAVE
  const lines = Array.from({ length: octaves - 1 }, (_, line) => `M0 ${(line + 1) * OCTAVE}H${moments.length}`)
  let marks = ''
  for (let octave = 0; octave < octaves; octave++) {
    const y = height - (octave + 1) * OCTAVE
    for (let from = 0; from < moments.length; from++) {
      if (!isIn(moments[from]!, octave)) continue
      let end = from + 1
      while (end < moments.length && isIn(moments[end]!, octave)) end++
      marks += `M${from} ${y}h${end - from}v${OCTAVE}h${from - end}z`
      from = end
    }
  }
  const label = `Where ${by} covers ${stem}, over time and octaves: ${percent(share)}, most around ${band}`
  return `<svg class="octaves" viewBox="0 0 ${Math.max(1, moments.length)} ${height}" preserveAspectRatio="none" role="img" aria-label="${html(label)}"><path class="rules" d="${lines.join('')}"/><path fill="var(--b)" d="${marks}"/></svg>`
}

function isIn(mask: number, octave: number): boolean {
  return ((mask >> octave) & 1) === 1
}

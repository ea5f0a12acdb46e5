import type { ReportDocument } from '@mixwright/audio'
import { html, table } from './html.ts'
import { laneList, timeLaneTicks } from './lanes.ts'
import { maskingFigure } from './masking.ts'
import { figure, percent } from './numbers.ts'
import { spark } from './spark.ts'

const FLOOR_DB = -54

/** Levels of all strips over time, loudest first, and where stems lie under others. */
export function stemSection({ strips, masking, durationS }: ReportDocument): string {
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
    return {
      name,
      about: kind === 'stem' ? `sounds ${percent(activeShare)} of the time` : kind,
      drawn: lane + under,
      figure: `${figure(activeDb)} dBFS`,
      unit: covered ? `covered ${percent(covered.share)}` : '',
    }
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
${laneList(rows, timeLaneTicks(durationS), durationS)}
<details><summary>Numbers<span class="hidden"> of levels</span></summary>${levels}</details></figure>
${maskingFigure(masking, durationS)}`
}

import type { ReportDocument, ReportSound } from '@mixwright/audio'
import { drawFigure } from './figure.ts'
import { table } from './html.ts'
import { clock, figure, grouped, most, present } from './numbers.ts'
import { Plot, sectionMarks, svg, timeAxis, timed } from './plot.ts'
import { partsOf } from './wave.ts'

const FLOOR_LUFS = -48

/** Loudness of a file over time, with what it is to come to. */
export function loudnessFigure(
  { sections }: ReportDocument,
  sound: ReportSound,
  { id, name, targetLufs }: { id: string; name: string; targetLufs: number | null },
): string {
  const { loudness, durationS, integratedLufs, shortTermMaxLufs, loudnessRangeLu } = sound
  const { stepS, momentaryLufs, shortTermLufs } = loudness
  const aim = targetLufs === null ? '' : ` The target is ${figure(targetLufs)} LUFS.`
  const summary = `${name.charAt(0).toUpperCase()}${name.slice(1)}: ${figure(integratedLufs)} LUFS integrated, at most ${figure(shortTermMaxLufs)} LUFS over 3 s, a range of ${figure(loudnessRangeLu)} LU.${aim}`
  const rows = partsOf(sections, durationS).map((part) => {
    const of = (series: readonly (number | null)[]) => {
      return figure(most(series.slice(Math.floor(part.startS / stepS), Math.ceil(part.endS / stepS))))
    }
    return [part.name, clock(part.startS), of(momentaryLufs), of(shortTermLufs)]
  })
  const top = Math.ceil(Math.max(-12, targetLufs ?? -99, ...present(momentaryLufs)) / 3) * 3
  return drawFigure({
    id,
    title: `Loudness of ${name}`,
    summary,
    legend: [
      ['momentary, 0.4 s', 'var(--a-soft)'],
      ['short-term, 3 s', 'var(--a)'],
      ['integrated so far', 'var(--b)'],
      ...(targetLufs === null ? [] : [['target', 'var(--c)', true] as const]),
    ],
    table: table(`Highest loudness of ${name} in each part, LUFS`, ['Part', 'from', 'momentary', 'short-term'], rows),
    draw(size) {
      const columns = size.isNarrow ? 200 : 480
      const points = (series: readonly (number | null)[]) => {
        const tops = grouped(series, columns, most)
        return tops.map((lufs, index) => ({
          x: ((index + 1) * stepS * series.length) / tops.length,
          y: lufs === null ? null : Math.max(FLOOR_LUFS, lufs),
        }))
      }
      return svg(
        {
          width: size.width,
          height: size.isNarrow ? 200 : 260,
          marginTop: 24,
          x: { domain: [0, durationS], axis: null },
          y: { domain: [FLOOR_LUFS, top], axis: null },
          marks: [
            ...timeAxis(durationS, size),
            Plot.gridY({ interval: 6, stroke: 'var(--line)', strokeOpacity: 1 }),
            Plot.axisY({ interval: 6, label: null, tickSize: 0 }),
            Plot.areaY(points(momentaryLufs), { x: 'x', y1: FLOOR_LUFS, y2: 'y', fill: 'var(--a-soft)' }),
            Plot.lineY(points(shortTermLufs), { x: 'x', y: 'y', stroke: 'var(--a)', strokeWidth: 2 }),
            Plot.lineY(points(loudness.integratedLufs), { x: 'x', y: 'y', stroke: 'var(--b)', strokeWidth: 2 }),
            ...(targetLufs === null
              ? []
              : [Plot.ruleY([targetLufs], { stroke: 'var(--c)', strokeWidth: 2, strokeDasharray: '6 4' })]),
            ...sectionMarks(sections, durationS, size),
          ],
        },
        summary,
        timed(durationS, size),
      )
    },
  })
}

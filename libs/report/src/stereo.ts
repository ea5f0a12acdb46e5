import type { ReportDocument } from '@mixwright/audio'
import { drawFigure } from './figure.ts'
import { table } from './html.ts'
import { clock, figure, grouped, mean, percent, present } from './numbers.ts'
import { Plot, sectionMarks, svg, timeAxis, timed } from './plot.ts'
import { partsOf } from './wave.ts'

/** Room for the scale of the side. */
const RIGHT = 34

/** Likeness of both channels over time, and how wide and how central the mix is. */
export function stereoFigure({ wave, sections, durationS, mix }: ReportDocument): string {
  const { correlation, sideDb, balanceDb, stepS } = wave
  const below = present(correlation).filter((one) => one < 0).length / Math.max(1, present(correlation).length)
  const mono = mix.monoLossDb === null ? '' : ` Folded to mono it loses ${figure(Math.abs(mix.monoLossDb))} dB.`
  const summary = `Correlation is ${figure(mix.correlation, 2)} over the whole; it is below 0 for ${percent(below)} of the time.${mono}`
  const rows = partsOf(sections, durationS).map((part) => {
    const of = (series: readonly (number | null)[], digits: number) => {
      const [from, to] = [Math.floor(part.startS / stepS), Math.ceil(part.endS / stepS)]
      return figure(mean(present(series.slice(from, to))), digits)
    }
    return [part.name, clock(part.startS), of(correlation, 2), of(sideDb, 1), of(balanceDb, 1)]
  })
  return drawFigure({
    id: 'correlation',
    title: 'Stereo field over time',
    summary,
    legend: [
      ['correlation', 'var(--a)'],
      ['side against mid, dB', 'var(--b)'],
    ],
    table: table(
      'Means of each part',
      ['Part', 'from', 'correlation', 'side against mid dB', 'right against left dB'],
      rows,
    ),
    draw(size) {
      const columns = size.isNarrow ? 180 : 420
      const points = (series: readonly (number | null)[], of: (value: number) => number) => {
        const means = grouped(series, columns, (group) => mean(present(group)))
        return means.map((value, index) => ({
          x: ((index + 0.5) * durationS) / means.length,
          y: value === null ? null : of(value),
        }))
      }
      // Both scales in one frame: -1 … 1 on the left is -24 … 0 dB of side on the right.
      const wide = (db: number) => Math.max(-1, Math.min(1, db / 12 + 1))
      return svg(
        {
          width: size.width,
          height: size.isNarrow ? 190 : 240,
          marginTop: 24,
          marginRight: RIGHT,
          x: { domain: [0, durationS], axis: null },
          y: { domain: [-1, 1], axis: null },
          marks: [
            ...timeAxis(durationS, size),
            Plot.gridY([-1, -0.5, 0.5, 1], { stroke: 'var(--line)', strokeOpacity: 1 }),
            Plot.axisY([-1, -0.5, 0, 0.5, 1], {
              label: null,
              tickSize: 0,
              fill: 'var(--a)',
              text: (v: number) => figure(v),
            }),
            Plot.axisY([-1, -0.5, 0, 0.5, 1], {
              anchor: 'right',
              label: null,
              tickSize: 0,
              fill: 'var(--b)',
              text: (value: number) => figure(12 * (value - 1), 0),
            }),
            Plot.ruleY([0], { stroke: 'var(--quiet)' }),
            Plot.lineY(points(sideDb, wide), { x: 'x', y: 'y', stroke: 'var(--b)', strokeWidth: 1.3 }),
            Plot.lineY(
              points(correlation, (value) => value),
              { x: 'x', y: 'y', stroke: 'var(--a)', strokeWidth: 1.8 },
            ),
            ...sectionMarks(sections, durationS, size),
          ],
        },
        summary,
        timed(durationS, size, RIGHT),
      )
    },
  })
}

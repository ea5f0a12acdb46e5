import type { ReportDocument } from '@mixwright/audio'
import { drawFigure } from './figure.ts'
import { table } from './html.ts'
import { clock, figure, grouped, mean, percent, present } from './numbers.ts'
import { Plot, type Size, sectionMarks, svg, timeAxis, timed } from './plot.ts'
import { partsOf } from './wave.ts'

/** The side is drawn down to this. dB against the mid */
const LEAST_SIDE_DB = -24
/** Above this there is more side than mid: mono loses most of it. dB */
const MOST_SIDE_DB = 6

interface Point {
  x: number
  y: number | null
}

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
      ['left and right alike: +1', 'var(--a)'],
      ['against each other: −1', 'var(--b)'],
      ['side against mid, dB', 'var(--d)'],
    ],
    table: table(
      'Means of each part',
      ['Part', 'from', 'correlation', 'side against mid dB', 'right against left dB'],
      rows,
    ),
    draw(size) {
      const points = (series: readonly (number | null)[]): Point[] => {
        const means = grouped(series, size.isNarrow ? 180 : 420, (group) => mean(present(group)))
        return means.map((y, index) => ({ x: ((index + 0.5) * durationS) / means.length, y }))
      }
      const frame = { size, sections, durationS }
      return likeness(points(correlation), `Correlation over time. ${summary}`, frame) + side(points(sideDb), frame)
    },
  })
}

interface Frame {
  size: Size
  sections: ReportDocument['sections']
  durationS: number
}

/** Correlation, apart above and below 0. */
function likeness(points: readonly Point[], label: string, frame: Frame): string {
  const area = (of: (value: number) => number, fill: string) => {
    const parts = points.map(({ x, y }) => ({ x, y: y === null ? null : of(y) }))
    return Plot.areaY(parts, { x: 'x', y1: 0, y2: 'y', fill, fillOpacity: 0.75 })
  }
  const text = (value: number) => (value > 0 ? `+${value}` : figure(value, 0))
  const marks = [
    Plot.axisY([-1, 0, 1], { label: null, tickSize: 0, text }),
    area((value) => Math.max(0, value), 'var(--a)'),
    area((value) => Math.min(0, value), 'var(--b)'),
    Plot.ruleY([0], { stroke: 'var(--quiet)' }),
  ]
  return panel(marks, [-1, 1], label, frame)
}

function side(points: readonly Point[], frame: Frame): string {
  const limited = points.map(({ x, y }) => ({
    x,
    y: y === null ? null : Math.max(LEAST_SIDE_DB, Math.min(MOST_SIDE_DB, y)),
  }))
  const marks = [
    Plot.gridY([-12], { stroke: 'var(--line)', strokeOpacity: 1 }),
    Plot.axisY([LEAST_SIDE_DB, -12, 0], { label: null, tickSize: 0, text: (db: number) => figure(db, 0) }),
    Plot.areaY(limited, { x: 'x', y1: LEAST_SIDE_DB, y2: 'y', fill: 'var(--d)', fillOpacity: 0.75 }),
    Plot.ruleY([0], { stroke: 'var(--quiet)' }),
  ]
  return panel(marks, [LEAST_SIDE_DB, MOST_SIDE_DB], 'Level of the side against the mid over time', frame)
}

function panel(
  marks: readonly Plot.Markish[],
  domain: number[],
  label: string,
  { size, sections, durationS }: Frame,
): string {
  return svg(
    {
      width: size.width,
      height: size.isNarrow ? 140 : 165,
      marginTop: 24,
      x: { domain: [0, durationS], axis: null },
      y: { domain, axis: null },
      marks: [...timeAxis(durationS, size), ...marks, ...sectionMarks(sections, durationS, size)],
    },
    label,
    timed(durationS, size),
  )
}

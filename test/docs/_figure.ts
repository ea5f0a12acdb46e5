import * as Plot from '@observablehq/plot'
import { parseHTML } from 'linkedom'

/** One line of a figure: its name and its points. A name is written once, at the end of its line. */
export interface Series {
  name: string
  points: readonly { x: number; y: number }[]
  dashed?: boolean
}

export interface Axis {
  label: string
  type?: 'linear' | 'log'
  domain: [number, number]
  ticks: number[]
}

export interface Figure {
  /** File name without its ending. */
  name: string
  /** What is seen, in words: the text for those who cannot see it. */
  caption: string
  x: Axis
  y: Axis
  series: readonly Series[]
  /** Lines from zero to each point, for spectra and echoes. */
  stems?: boolean
}

/** Legible on white and on black. */
const COLOURS = ['#2f81d6', '#e07b1f', '#2e9f5b', '#c8499c', '#8a6fd1', '#7d8590']

/** Evenly spaced numbers for an axis. */
export function steps(from: number, to: number, by: number): number[] {
  return Array.from({ length: Math.floor((to - from) / by + 1.001) }, (_, i) => Number((from + i * by).toFixed(3)))
}

/** Frequencies that are written at an axis. */
export const AUDIO_TICKS_HZ = [20, 50, 100, 200, 500, 1000, 2000, 5000, 10_000, 20_000]

/** A picture as SVG text, the same on every machine: coordinates are rounded to a hundredth. */
export function drawFigure({ x, y, series, stems, caption }: Figure): string {
  const { document } = parseHTML('<html><body></body></html>')
  const rows = series.flatMap(({ name, points }) => points.map((point) => ({ ...point, name })))
  const solid = rows.filter(({ name }) => !series.find((one) => one.name === name)!.dashed)
  const dashed = rows.filter((row) => !solid.includes(row))
  const encode = { x: 'x', y: 'y', stroke: 'name', clip: true } as const
  const plot = Plot.plot({
    document,
    width: 720,
    height: 360,
    marginLeft: 52,
    marginRight: 20,
    marginTop: 28,
    marginBottom: 40,
    style: { fontSize: '12px' },
    x: { ...axis(x), axis: null, grid: false },
    y: { ...axis(y), ticks: y.ticks },
    color: { domain: series.map(({ name }) => name), range: COLOURS },
    marks: [
      Plot.frame({ strokeOpacity: 0.3 }),
      Plot.gridX(x.ticks),
      Plot.axisX(x.ticks, { text: shortNumber, label: x.label, labelArrow: 'none' }),
      ...(stems
        ? [Plot.ruleX(rows, { x: 'x', y1: y.domain[0], y2: 'y', stroke: 'name', strokeWidth: 2, clip: true })]
        : [
            Plot.line(dashed, { ...encode, z: 'name', strokeWidth: 1.2, strokeDasharray: '4 4' }),
            Plot.line(solid, { ...encode, z: 'name', strokeWidth: 1.8 }),
          ]),
      ...(series.length > 1 ? legend(series) : []),
    ],
  })
  const title = document.createElement('title')
  title.textContent = caption
  plot.prepend(title)
  plot.setAttribute('role', 'img')
  plot.setAttribute('xmlns', 'http://www.w3.org/2000/svg')
  plot.setAttribute('class', 'figure')
  plot.querySelector('style')!.textContent =
    'text{white-space:pre}.figure{color:#24292f}@media(prefers-color-scheme:dark){.figure{color:#c9d1d9}}'
  const rounded = plot.outerHTML.replace(/-?\d+\.\d{3,}/g, (digits) => String(Number(Number(digits).toFixed(2))))
  return `${numberedAnew(rounded)}\n`
}

/** Names of clips count the pictures drawn so far; here they count from one in each. */
function numberedAnew(svg: string): string {
  const names = [...new Set(svg.match(/plot-clip-\d+/g))]
  return svg.replace(/plot-clip-\d+/g, (name) => `clip-${names.indexOf(name) + 1}`)
}

function axis({ label, type = 'linear', domain }: Axis): Plot.ScaleOptions {
  return { label, type, domain, grid: true, labelArrow: 'none' }
}

/** The names in their colours, in a row above the frame. */
function legend(series: readonly Series[]): Plot.Markish[] {
  let end = 0
  return series.toReversed().map(({ name }, index) => {
    const dx = -end
    end += 7 * name.length + 18
    return Plot.text([name], {
      text: [name],
      fill: COLOURS[series.length - 1 - index]!,
      frameAnchor: 'top-right',
      textAnchor: 'end',
      dx,
      dy: -16,
      fontWeight: 600,
    })
  })
}

function shortNumber(value: number): string {
  return Math.abs(value) >= 1000 && value % 100 === 0 ? `${value / 1000}k` : String(value)
}

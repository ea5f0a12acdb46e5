import type { ReportSection } from '@mixwright/audio'
import * as Plot from '@observablehq/plot'
import { parseHTML } from 'linkedom'
import { clock } from './numbers.ts'

const { document } = parseHTML('<html><body></body></html>')

/** Every plot is drawn for a wide page and for a phone, so that its text is legible on both. */
export interface Size {
  width: number
  isNarrow: boolean
}

export const SIZES: readonly Size[] = [
  { width: 1040, isNarrow: false },
  { width: 346, isNarrow: true },
]

export const MARGIN = { left: 42, right: 14 }

/** A plot as SVG text, the same on every machine: coordinates are rounded to a tenth. */
export function svg(options: Plot.PlotOptions, label: string, attributes: Record<string, string> = {}): string {
  const plot = Plot.plot({ document, marginLeft: MARGIN.left, marginRight: MARGIN.right, ...options })
  const drawn = plot.tagName.toLowerCase() === 'svg' ? plot : plot.querySelector('svg')!
  drawn.querySelector('style')?.remove()
  drawn.setAttribute('role', 'img')
  drawn.setAttribute('aria-label', label)
  drawn.setAttribute('class', 'drawn')
  drawn.removeAttribute('fill')
  drawn.removeAttribute('font-family')
  drawn.removeAttribute('font-size')
  for (const [name, value] of Object.entries(attributes)) drawn.setAttribute(name, value)
  const rounded = drawn.outerHTML.replace(/-?\d+\.\d{2,}/g, (digits) => String(Number(Number(digits).toFixed(1))))
  return numberedAnew(rounded)
}

let drawnClips = 0

/** Names of clips count the pictures of a process; here they count those of a page. */
function numberedAnew(text: string): string {
  const names = [...new Set(text.match(/plot-clip-\d+/g))]
  const first = drawnClips
  drawnClips += names.length
  return text.replace(/plot-clip-\d+/g, (name) => `clip-${first + names.indexOf(name)}`)
}

/** Call it before a page: names count from there. */
export function beginPage(): void {
  drawnClips = 0
}

/** Axis of time: few enough ticks for the width. */
export function timeAxis(durationS: number, { width }: Size): Plot.Markish[] {
  const ticks = timeTicks(durationS, width)
  return [
    Plot.gridX(ticks, { stroke: 'var(--line)', strokeOpacity: 1 }),
    Plot.axisX(ticks, { text: clock, tickSize: 0, label: null }),
  ]
}

export function timeTicks(durationS: number, width: number): number[] {
  const most = width / 80
  const step = [1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 1800].find((one) => durationS / one <= most) ?? 3600
  return Array.from({ length: Math.floor(durationS / step) + 1 }, (_, index) => index * step)
}

/** Lines where sections begin, and their names where there is room for them. */
export function sectionMarks(
  sections: readonly ReportSection[],
  durationS: number,
  size: Size,
  stroke = 'var(--quiet)',
): Plot.Markish[] {
  const inner = size.width - MARGIN.left - MARGIN.right
  const names = sections.filter(({ name, atS }, index) => {
    const endS = sections[index + 1]?.atS ?? durationS
    return ((endS - atS) / durationS) * inner > 7.2 * name.length + 8
  })
  return [
    Plot.ruleX(sections, { x: 'atS', stroke, strokeOpacity: 0.55, strokeDasharray: '2 3' }),
    Plot.text(names, {
      x: 'atS',
      text: 'name',
      frameAnchor: 'top-left',
      textAnchor: 'start',
      dx: 4,
      dy: -15,
      fill: 'var(--quiet)',
    }),
  ]
}

/** Tells the page's script where time runs in a plot. */
export function timed(durationS: number, { width }: Size, right = MARGIN.right): Record<string, string> {
  const inner = width - MARGIN.left - right
  return { 'data-left': String(MARGIN.left), 'data-inner': String(inner), 'data-last': String(durationS) }
}

export { Plot }

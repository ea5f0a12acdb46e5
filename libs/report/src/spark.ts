import { grouped, most } from './numbers.ts'
import { Plot, svg } from './plot.ts'

const POINTS = 200

/** A series as a small picture that is stretched to its place; it has no text. */
export function spark(
  values: readonly (number | null)[],
  [low, high]: readonly [number, number],
  { label, colour, fromTop = false }: { label: string; colour: string; fromTop?: boolean },
): string {
  const tops = grouped(values, POINTS, most).map((value) => Math.max(low, Math.min(high, value ?? low)))
  const points = tops.flatMap((y, index) => [
    { x: index, y },
    { x: index + 1, y },
  ])
  const options = {
    width: POINTS,
    height: 24,
    margin: 0,
    marginLeft: 0,
    marginRight: 0,
    axis: null,
    x: { domain: [0, Math.max(1, tops.length)] },
    y: { domain: fromTop ? [high, low] : [low, high] },
    marks: [Plot.areaY(points, { x: 'x', y1: low, y2: 'y', fill: colour })],
  }
  return svg(options, label, { preserveAspectRatio: 'none', class: 'spark' })
}

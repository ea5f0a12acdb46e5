import { html } from './html.ts'
import { grouped, most } from './numbers.ts'

const POINTS = 200
const HEIGHT = 24

/**
 * A series as a small picture that is stretched to its place: steps without axes or text. There are two for each
 * strip, so they are written as they are, which costs a tenth of a plot.
 */
export function spark(
  values: readonly (number | null)[],
  [low, high]: readonly [number, number],
  { label, colour, fromTop = false }: { label: string; colour: string; fromTop?: boolean },
): string {
  const tops = grouped(values, POINTS, most)
  const tall = (value: number | null) => ((Math.max(low, Math.min(high, value ?? low)) - low) / (high - low)) * HEIGHT
  const base = fromTop ? 0 : HEIGHT
  let path = `M0 ${base}`
  let before = base
  for (const [column, value] of tops.entries()) {
    const y = Number((fromTop ? tall(value) : HEIGHT - tall(value)).toFixed(1))
    if (y !== before) path += `H${column}V${y}`
    before = y
  }
  path += `H${tops.length}V${base}Z`
  return `<svg class="spark" viewBox="0 0 ${Math.max(1, tops.length)} ${HEIGHT}" preserveAspectRatio="none" role="img" aria-label="${html(label)}"><path fill="${colour}" d="${path}"/></svg>`
}

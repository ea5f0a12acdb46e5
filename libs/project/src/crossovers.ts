import { type Automation, automation } from './automation.ts'
import { frequency, showQuantity } from './dimension.ts'
import { unitField } from './form.ts'
import { list } from './list.ts'
import { quantity } from './quantity.ts'
import type { Reader } from './reader.ts'
import { entryOf, type Node } from './tree.ts'

const MOST_CROSSOVERS = 5
/** Bands between so many crossovers. */
export const MOST_BANDS = MOST_CROSSOVERS + 1

const crossover = automation(quantity<number>(frequency, { min: 20, max: 20_000, belowNyquist: true }))

/** The key `crossovers` of what works in bands. */
export const crossoversField = unitField(
  'Frequencies that part the bands, rising. Each may move: a map of times to values, all of them under those of the next.',
  list('crossover', crossover, { most: MOST_CROSSOVERS }),
  'Hz',
  { required: true },
)

/** Reports crossovers that are none or do not rise, and a list at `key` that is not one longer than they are. */
export function checkBands(
  crossoversHz: readonly Automation[],
  { key, bands, neutral }: { key: string; bands: readonly unknown[]; neutral: string },
  node: Node,
  reader: Reader,
): void {
  const at = (name: string) => (node.type === 'map' ? entryOf(node, name)?.key : undefined) ?? node
  if (crossoversHz.length === 0) {
    const message = `got none, allowed 1 to ${MOST_CROSSOVERS}`
    reader.into('crossovers').report('PROJECT_MISSING_VALUE', at('crossovers'), message)
  }
  const ranges = crossoversHz.map(rangeOf)
  if (ranges.some(([lowest], index) => index > 0 && lowest <= ranges[index - 1]![1])) {
    const shown = ranges.map(([lowest, highest]) => (lowest === highest ? `${lowest}` : `${lowest} to ${highest}`))
    const message = `got ${shown.join(', ')} Hz, allowed rising frequencies`
    const rising = ranges.map(([lowest]) => lowest).sort((a, b) => a - b)
    const isFixed = ranges.every(([lowest, highest]) => lowest === highest) && new Set(rising).size === rising.length
    const fix = isFixed
      ? `write them in rising order: ${rising.map((hz) => showQuantity(hz, frequency)).join(', ')}`
      : undefined
    reader.report('PROJECT_BAD_VALUE', at('crossovers'), message, { fix })
  }
  if (bands.length === crossoversHz.length + 1) return
  const fix =
    bands.length > crossoversHz.length
      ? `remove ${key} or add crossovers`
      : `add \`${neutral}\` for each band to leave alone`
  const message = `got ${bands.length}, allowed ${crossoversHz.length + 1}: one more than there are crossovers`
  reader.into(key).report('PROJECT_BAD_VALUE', at(key), message, { fix })
}

/** The lowest and the highest value that a frequency takes. */
function rangeOf(freqHz: Automation): readonly [number, number] {
  const values = typeof freqHz === 'number' ? [freqHz] : freqHz.points.map(({ value }) => value)
  return values.reduce(([low, high], value) => [Math.min(low, value), Math.max(high, value)], [Infinity, -Infinity])
}

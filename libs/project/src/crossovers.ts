import { frequency } from './dimension.ts'
import { unitField } from './form.ts'
import { list } from './list.ts'
import { quantity } from './quantity.ts'
import type { Reader } from './reader.ts'
import { entryOf, type Node } from './tree.ts'

const MOST_CROSSOVERS = 5
/** Bands between so many crossovers. */
export const MOST_BANDS = MOST_CROSSOVERS + 1

const crossover = quantity(frequency, {
  min: 20,
  max: 20_000,
  belowNyquist: true,
  still: 'the bands are split once, before the song begins',
})

/** The key `crossovers` of what works in bands. */
export const crossoversField = unitField(
  'Frequencies that part the bands, rising.',
  list('crossover', crossover, { most: MOST_CROSSOVERS }),
  'Hz',
  { required: true },
)

/** Reports crossovers that are none or do not rise, and a list at `key` that is not one longer than they are. */
export function checkBands(
  crossoversHz: readonly number[],
  { key, bands, neutral }: { key: string; bands: readonly unknown[]; neutral: string },
  node: Node,
  reader: Reader,
): void {
  const at = (name: string) => (node.type === 'map' ? entryOf(node, name)?.key : undefined) ?? node
  if (crossoversHz.length === 0) {
    const message = `got none, allowed 1 to ${MOST_CROSSOVERS}`
    reader.into('crossovers').report('PROJECT_MISSING_VALUE', at('crossovers'), message)
  }
  if (crossoversHz.some((freqHz, index) => index > 0 && freqHz <= crossoversHz[index - 1]!)) {
    const message = `got ${crossoversHz.join(', ')} Hz, allowed rising frequencies`
    reader.report('PROJECT_BAD_VALUE', at('crossovers'), message)
  }
  if (bands.length === crossoversHz.length + 1) return
  const fix =
    bands.length > crossoversHz.length
      ? `remove ${key} or add crossovers`
      : `add \`${neutral}\` for each band to leave alone`
  const message = `got ${bands.length}, allowed ${crossoversHz.length + 1}: one more than there are crossovers`
  reader.into(key).report('PROJECT_BAD_VALUE', at(key), message, { fix })
}

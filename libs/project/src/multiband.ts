import { compressionFields } from './compressor.ts'
import { frequency } from './dimension.ts'
import { type Description, type Fields, field, unitField } from './form.ts'
import { list } from './list.ts'
import { processor } from './processor.ts'
import { quantity } from './quantity.ts'
import type { Reader } from './reader.ts'
import { record } from './record.ts'
import { entryOf, type Node } from './tree.ts'

const MOST_CROSSOVERS = 5

const crossover = quantity(frequency, { min: 20, max: 20_000, belowNyquist: true })

const multibandFields = {
  crossovers: unitField(
    'Frequencies that part the bands, rising.',
    list('crossover', crossover, { most: MOST_CROSSOVERS }),
    'Hz',
    { required: true },
  ),
  bands: field(
    'One compressor for each band, lowest first, one more than there are crossovers; `{}` leaves a band alone.',
    list('band', record('multiband-band', compressionFields), { most: MOST_CROSSOVERS + 1 }),
    { required: true },
  ),
} satisfies Fields

export const multiband = processor(
  'multiband',
  'Compresses bands of the spectrum by themselves.',
  multibandFields,
  checkBands,
)

function checkBands(value: Description<typeof multibandFields>, node: Node, reader: Reader): void {
  const { crossoversHz, bands } = value
  const at = (key: string) => (node.type === 'map' ? entryOf(node, key)?.key : undefined) ?? node
  const [inCrossovers, inBands] = [reader.into('crossovers'), reader.into('bands')]
  if (crossoversHz.length === 0) {
    inCrossovers.report('PROJECT_MISSING_VALUE', at('crossovers'), `got none, allowed 1 to ${MOST_CROSSOVERS}`)
  }
  if (crossoversHz.some((freqHz, index) => index > 0 && freqHz <= crossoversHz[index - 1]!)) {
    reader.report(
      'PROJECT_BAD_VALUE',
      at('crossovers'),
      `got ${crossoversHz.join(', ')} Hz, allowed rising frequencies`,
    )
  }
  if (bands.length === crossoversHz.length + 1) return
  const fix =
    bands.length > crossoversHz.length ? 'remove bands or add crossovers' : 'add `{}` for each band to leave alone'
  const message = `got ${bands.length}, allowed ${crossoversHz.length + 1}: one more than there are crossovers`
  inBands.report('PROJECT_BAD_VALUE', at('bands'), message, { fix })
}

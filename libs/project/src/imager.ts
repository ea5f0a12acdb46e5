import { automation } from './automation.ts'
import { checkBands, crossoversField, MOST_BANDS } from './crossovers.ts'
import { share } from './dimension.ts'
import { type Fields, field } from './form.ts'
import { list } from './list.ts'
import { processor } from './processor.ts'
import { quantity } from './quantity.ts'

const imagerFields = {
  crossovers: crossoversField,
  widths: field(
    'Level of the difference of left and right in each band, lowest first, one more than there are crossovers; 0 % is mono, 100 % leaves a band alone. Each may move: a map of times to values.',
    list('width', automation(quantity<number>(share, { min: 0, max: 2 })), {
      most: MOST_BANDS,
    }),
    { required: true },
  ),
} satisfies Fields

export const imager = processor(
  'imager',
  'Changes the width of the stereo image by bands.',
  imagerFields,
  ({ crossoversHz, widths }, node, reader) =>
    checkBands(crossoversHz, { key: 'widths', bands: widths, neutral: '100 %' }, node, reader),
)

import { compressionFields } from './compressor.ts'
import { checkBands, crossoversField, MOST_BANDS } from './crossovers.ts'
import { type Fields, field } from './form.ts'
import { list } from './list.ts'
import { processor } from './processor.ts'
import { record } from './record.ts'

const multibandFields = {
  crossovers: crossoversField,
  bands: field(
    'One compressor for each band, lowest first, one more than there are crossovers; `{}` leaves a band alone.',
    list('band', record('multiband-band', compressionFields), { most: MOST_BANDS }),
    { required: true },
  ),
} satisfies Fields

export const multiband = processor(
  'multiband',
  'Compresses bands of the spectrum by themselves.',
  multibandFields,
  ({ crossoversHz, bands }, node, reader) =>
    checkBands(crossoversHz, { key: 'bands', bands, neutral: '{}' }, node, reader),
)

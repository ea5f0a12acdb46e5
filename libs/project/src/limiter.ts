import type { Fields } from './form.ts'
import { processor } from './processor.ts'
import { spanField, truePeakField } from './quantity.ts'

const limiterFields = {
  ceiling: truePeakField('Level that the true peak never passes.', { min: -24, max: 0, required: true }),
  release: spanField('Time in which it lets go of 63 %; auto follows the music.', {
    min: 1,
    max: 5000,
    words: ['auto'],
    default: 'auto',
  }),
  lookahead: spanField('Time by which it begins before a peak. Latency is compensated.', {
    min: 0.5,
    max: 10,
    default: 3,
  }),
} satisfies Fields

export const limiter = processor('limiter', 'Holds true peaks at or below a ceiling.', limiterFields)

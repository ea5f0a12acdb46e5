import { automated } from './automation.ts'
import type { Fields } from './form.ts'
import { processor } from './processor.ts'
import { levelField, ratioField, shareField, spanField } from './quantity.ts'
import { sidechainField } from './sidechain.ts'

const expanderFields = {
  threshold: automated(levelField('Level under which gain is reduced.', { min: -80, max: 0, required: true })),
  ratio: automated(
    ratioField('Output under the threshold, in dB, for each dB of input; 1 does nothing.', {
      min: 1,
      max: 20,
      required: true,
    }),
  ),
  range: automated(levelField('Most that is taken away; 0 dB does nothing.', { min: 0, max: 120, default: 40 })),
  attack: automated(
    spanField('Time in which the gain covers 63 % of its way up, in dB.', { min: 0.01, max: 1000, default: 1 }),
  ),
  release: automated(
    spanField('Time in which it covers 63 % of its way down, in dB.', { min: 1, max: 5000, default: 120 }),
  ),
  knee: automated(
    levelField('Width of the bend, centred on the threshold; 0 is a hard corner.', { min: 0, max: 36, default: 6 }),
  ),
  lookahead: spanField('Time by which the gain begins to rise before its cause. Latency is compensated.', {
    still: 'it is latency, which is compensated once for the whole song',
    min: 0,
    max: 20,
    default: 0,
  }),
  link: automated(
    shareField('How far each channel goes along with the one that is reduced less; 0 % leaves each to its own level.', {
      min: 0,
      max: 1,
      default: 1,
    }),
  ),
  sidechain: sidechainField,
} satisfies Fields

export const expander = processor(
  'expander',
  'Makes quieter what is under a threshold, the more the further under; it listens to the largest samples. Latency: the look-ahead. Neutral: a ratio of 1 or a range of 0 dB; and, bit for bit, all that stays over the knee.',
  expanderFields,
)

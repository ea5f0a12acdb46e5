import { automated } from './automation.ts'
import type { Fields } from './form.ts'
import { processor } from './processor.ts'
import { frequencyField, levelField, ratioField, shareField, spanField } from './quantity.ts'

const deesserFields = {
  freq: automated(
    frequencyField('Frequency above which sibilance is found and reduced.', {
      min: 1000,
      max: 16_000,
      belowNyquist: true,
      default: 6500,
    }),
  ),
  threshold: automated(
    levelField('Level of the band above which it is reduced.', { min: -80, max: 0, required: true }),
  ),
  ratio: automated(
    ratioField('Input over the threshold, in dB, for each dB of output; 1 does nothing.', {
      min: 1,
      max: 100,
      infinite: 'inf',
      default: 4,
    }),
  ),
  attack: automated(
    spanField('Time in which reduction covers 63 % of a step up.', { min: 0.01, max: 100, default: 1 }),
  ),
  release: automated(
    spanField('Time in which it lets go of 63 % after a step down.', { min: 1, max: 1000, default: 60 }),
  ),
  range: automated(levelField('Most that is taken away; 0 dB does nothing.', { min: 0, max: 36, default: 12 })),
  link: automated(
    shareField('How far each channel goes along with the one that is reduced more; 0 % leaves each to its own level.', {
      min: 0,
      max: 1,
      default: 1,
    }),
  ),
} satisfies Fields

export const deesser = processor(
  'deesser',
  'Reduces sibilance: a compressor, knee 6 dB, for what lies above a Linkwitz-Riley crossover of 24 dB/oct, steered by the peaks there. No latency. Neutral: a ratio of 1 or a range of 0 dB; without reduction both bands add up to an all-pass, which keeps the level and turns the phase.',
  deesserFields,
)

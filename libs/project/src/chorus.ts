import { automated } from './automation.ts'
import type { Fields } from './form.ts'
import { processor } from './processor.ts'
import { frequencyField, numberField, shareField, spanField } from './quantity.ts'

const chorusFields = {
  rate: automated(frequencyField('How often the voices go back and forth.', { min: 0.05, max: 10, default: 0.8 })),
  depth: automated(
    spanField('How far a voice moves, from its shortest delay of 6 ms.', {
      min: 0.1,
      max: 10,
      default: 3,
    }),
  ),
  voices: numberField('Voices, spread over the movement.', {
    still: 'voices do not come and go',
    min: 1,
    max: 4,
    whole: true,
    default: 2,
  }),
  width: automated(
    shareField('How differently the voices move on both sides; 0 % alike.', {
      min: 0,
      max: 1,
      default: 1,
    }),
  ),
  mix: automated(
    shareField('Part of the voices; the rest is the dry signal. A return wants 100 %.', {
      min: 0,
      max: 1,
      default: 0.5,
    }),
  ),
} satisfies Fields

export const chorus = processor(
  'chorus',
  'Voices that wander beside the sound, from 6 ms behind it on, as sines do. No latency. Neutral: a mix of 0 %.',
  chorusFields,
)

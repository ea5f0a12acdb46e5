import { automated } from './automation.ts'
import { type Fields, renamed } from './form.ts'
import { processor } from './processor.ts'
import { levelField, shareField } from './quantity.ts'
import { choiceField } from './text.ts'

const saturationFields = {
  style: renamed(
    'curve',
    choiceField(
      'Character: tape bends the highs first, tube adds even harmonics, soft is straight for longer, hard cuts off.',
      ['tape', 'tube', 'soft', 'hard'],
      { default: 'tape' },
    ),
  ),
  drive: automated(
    levelField('Level into the curve; taken off again after it, so that what is quiet keeps its level.', {
      min: 0,
      max: 36,
      required: true,
    }),
  ),
  tone: automated(
    levelField('Turns the result around 1 kHz: highs up by this, lows down by it.', {
      min: -12,
      max: 12,
      default: 0,
    }),
  ),
  mix: automated(
    shareField('Part of the saturated signal; the rest is the untouched one, aligned.', {
      min: 0,
      max: 1,
      default: 1,
    }),
  ),
} satisfies Fields

export const saturation = processor(
  'saturation',
  'Bends what is loud: harmonics, warmth, edge. Computed at 4 times the rate (hard: 8 times), so that aliases stay 80 dB under a tone of 5 kHz driven by 12 dB. Latency: 106 frames, hard 109. Neutral: a mix of 0 %.',
  saturationFields,
)

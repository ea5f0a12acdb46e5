import { automated } from './automation.ts'
import { type Fields, renamed } from './form.ts'
import { processor } from './processor.ts'
import { frequencyField, levelField, shareField } from './quantity.ts'
import { choiceField } from './text.ts'

const exciterFields = {
  freq: automated(
    frequencyField('Frequency above which harmonics are made and added.', {
      min: 500,
      max: 16_000,
      belowNyquist: true,
      default: 4000,
    }),
  ),
  drive: automated(
    levelField('Level into the curve that makes them.', {
      min: 0,
      max: 36,
      default: 12,
    }),
  ),
  style: renamed(
    'curve',
    choiceField('Which harmonics: tube makes odd and even harmonics, tape odd ones.', ['tube', 'tape'], {
      default: 'tube',
    }),
  ),
  amount: automated(
    shareField('How much of the harmonics is added; 0 % does nothing.', { min: 0, max: 1, default: 0 }),
  ),
} satisfies Fields

export const exciter = processor('exciter', 'Adds harmonics of the highs, and nothing else.', exciterFields)

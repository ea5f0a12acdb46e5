import { automated } from './automation.ts'
import { type Fields, renamed } from './form.ts'
import { processor } from './processor.ts'
import { levelField } from './quantity.ts'
import { choiceField } from './text.ts'

const clipperFields = {
  ceiling: automated(
    levelField(
      'Level at which the curve ends, and that no sample passes. Peaks between the samples may: a limiter holds those.',
      {
        min: -24,
        max: 0,
        required: true,
      },
    ),
  ),
  style: renamed(
    'curve',
    choiceField(
      'Shape of the curve: soft bends from 6 dB under the ceiling on, hard is straight up to it.',
      ['soft', 'hard'],
      {
        default: 'soft',
      },
    ),
  ),
} satisfies Fields

export const clipper = processor('clipper', 'Cuts peaks off; below them nothing changes.', clipperFields)

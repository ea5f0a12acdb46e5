import { automated } from './automation.ts'
import type { Fields } from './form.ts'
import { processor } from './processor.ts'
import { frequencyField, shareField } from './quantity.ts'

const stereoFields = {
  width: automated(
    shareField('Level of the difference of left and right; 0 % is mono, 100 % as it was.', {
      min: 0,
      max: 2,
      default: 1,
    }),
  ),
  monoBelow: automated(
    frequencyField('Frequency below which left and right become one.', {
      min: 20,
      max: 500,
      belowNyquist: true,
    }),
  ),
} satisfies Fields

export const stereo = processor('stereo', 'Changes the width of the stereo image.', stereoFields)

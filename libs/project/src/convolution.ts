import { automated } from './automation.ts'
import type { Fields } from './form.ts'
import { processor } from './processor.ts'
import { levelField, shareField, spanField } from './quantity.ts'
import { audioFileField, toggleField } from './text.ts'

const convolutionFields = {
  file: audioFileField(
    'Impulse response: an audio file at any rate; mono, stereo, or true stereo of four channels: left to left, left to right, right to left, right to right.',
    'impulse',
    { required: true },
  ),
  gain: automated(levelField('Gain of the response.', { min: -60, max: 24, default: 0 })),
  predelay: automated(
    spanField(
      'Time before the response begins. While it moves it glides as the time of a delay does, 9 frames or more; steps fade over in 5 ms.',
      {
        min: 0,
        max: 500,
        default: 0,
      },
    ),
  ),
  normalize: toggleField('Scales the response to unit energy, so that responses can be exchanged.', { default: false }),
  mix: automated(
    shareField('Part of the convolved signal; the rest is the dry one, aligned.', { min: 0, max: 1, default: 1 }),
  ),
} satisfies Fields

export const convolution = processor(
  'convolution',
  'The sound of a real space or device, from a recording of its response, to its full length. Latency: a power of two of frames, about half of the response, a quarter of a short one, compensated. Neutral: a mix of 0 %.',
  convolutionFields,
)

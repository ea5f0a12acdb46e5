import { automated } from './automation.ts'
import { type Fields, renamed } from './form.ts'
import { processor } from './processor.ts'
import { frequencyField, secondsField, shareField, spanField } from './quantity.ts'
import { choiceField } from './text.ts'

const reverbFields = {
  kind: renamed(
    'space',
    choiceField(
      'Character of the space: room near, its reflections strong; chamber even and soon dense; plate dense at once, lean in the lows; hall late, with lows that last. docs/processors/reverb.md has the figures.',
      ['room', 'chamber', 'plate', 'hall'],
      { default: 'hall' },
    ),
  ),
  decay: automated(
    secondsField(
      'Time in which the reverberation falls by 60 dB at 700 Hz. Where it moves, what sounds already goes along; early reflections and the size of the space are those of the geometric middle of its values.',
      {
        min: 0.1,
        max: 20,
        required: true,
      },
    ),
  ),
  predelay: automated(
    spanField(
      'Time before the reverberation begins. While it moves it glides as the time of a delay does, 9 frames or more; steps fade over in 5 ms.',
      {
        min: 0,
        max: 500,
        default: 0,
      },
    ),
  ),
  damping: automated(
    frequencyField(
      'Frequency at which the decay time has halved; far above it is a quarter. What is lost a second first grows with the square of the frequency, as in air. T30 of every octave from 125 Hz to 8 kHz is within 5 % of that.',
      {
        min: 500,
        max: 20_000,
        default: 8000,
      },
    ),
  ),
  width: automated(shareField('Width of the reverberation; 0 % is mono.', { min: 0, max: 2, default: 1 })),
  mix: automated(
    shareField('Part of the reverberation; the rest is the dry signal. A return wants 100 %.', {
      min: 0,
      max: 1,
      default: 1,
    }),
  ),
} satisfies Fields

export const reverb = processor(
  'reverb',
  'The sound of a space, computed: distinct reflections, diffusion, and a network of 16 lines that turn into one another. Mono noise leaves each side as loud as it came; the sides are decorrelated. No latency. Neutral: a mix of 0 %.',
  reverbFields,
)

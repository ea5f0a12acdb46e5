import { automated } from './automation.ts'
import { type Fields, renamed } from './form.ts'
import { processor } from './processor.ts'
import { frequencyField, secondsField, shareField, spanField } from './quantity.ts'
import { choiceField } from './text.ts'

const reverbFields = {
  kind: renamed(
    'space',
    choiceField('Character of the space.', ['room', 'chamber', 'plate', 'hall'], { default: 'hall' }),
  ),
  decay: secondsField('Time in which the reverberation falls by 60 dB.', {
    still: 'the space is built once, before the song begins',
    min: 0.1,
    max: 20,
    required: true,
  }),
  predelay: spanField('Time before the reverberation begins.', {
    still: 'the space is built once, before the song begins',
    min: 0,
    max: 500,
    default: 0,
  }),
  damping: frequencyField('Frequency at which the decay time has halved.', {
    still: 'the space is built once, before the song begins',
    min: 500,
    max: 20_000,
    default: 8000,
  }),
  width: automated(shareField('Width of the reverberation; 0 % is mono.', { min: 0, max: 2, default: 1 })),
  mix: automated(
    shareField('Part of the reverberation; the rest is the dry signal. A return wants 100 %.', {
      min: 0,
      max: 1,
      default: 1,
    }),
  ),
} satisfies Fields

export const reverb = processor('reverb', 'The sound of a space, computed.', reverbFields)

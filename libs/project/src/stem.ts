import { automated } from './automation.ts'
import { type Description, type Fields, unitField } from './form.ts'
import { momentField } from './moment.ts'
import type { Named } from './named.ts'
import { levelField, spanField } from './quantity.ts'
import { sampleSpan } from './sample-span.ts'
import { stripFields } from './strip.ts'
import { audioFileField, choiceField } from './text.ts'

/** The keys of a stem: what is done to the recording, then its strip. */
export const stemFields = {
  file: audioFileField('The recording: wav, flac, mp3, ogg, m4a …, mono or stereo, at any rate.', 'stem', {
    required: true,
  }),
  channels: choiceField(
    'Which channels are taken: both, one for both sides, both exchanged, or their mean.',
    ['stereo', 'left', 'right', 'swap', 'mono'],
    { default: 'stereo' },
  ),
  polarity: choiceField('`invert` turns the wave upside down.', ['normal', 'invert'], { default: 'normal' }),
  trim: automated(levelField('Gain before the inserts.', { min: -60, max: 60, default: 0 })),
  start: momentField('Where in the song the recording begins.', { default: 0 }),
  offset: momentField('What is left out at the head of the recording.', { default: 0 }),
  length: momentField('How much of the recording is played. Default: all of it.', { positive: true }),
  fadeIn: spanField('Straight rise of the amplitude at the head of what is played.', {
    min: 0,
    max: 600_000,
    default: 0,
  }),
  fadeOut: spanField('Straight fall of the amplitude at its end.', { min: 0, max: 600_000, default: 0 }),
  delay: unitField('Moves the recording later, to line up microphones.', sampleSpan({ min: 0, max: 1000 }), 'Ms', {
    default: 0,
  }),
  ...stripFields,
} satisfies Fields

/** A recording with its strip: file → channels, polarity, trim → inserts → fader → pan, width → sends → bus. */
export type Stem = Named<Description<typeof stemFields>>

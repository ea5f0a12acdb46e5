import { automated, type Movement } from './automation.ts'
import type { Description, Fields } from './form.ts'
import { processor } from './processor.ts'
import { levelField, ratioField, shareField, spanField } from './quantity.ts'
import type { Reader } from './reader.ts'
import { sidechainField } from './sidechain.ts'
import { choiceField } from './text.ts'
import type { Node } from './tree.ts'

/** What a compressor and each band of a multiband compressor have in common. */
export const compressionFields = {
  threshold: automated(levelField('Level above which gain is reduced.', { min: -80, max: 0, default: -18 })),
  ratio: automated(
    ratioField('Input over the threshold, in dB, for each dB of output; 1 does nothing, inf holds the level.', {
      min: 1,
      max: 100,
      infinite: 'inf',
      default: 1,
    }),
  ),
  attack: automated(
    spanField('Time in which gain reduction covers 63 % of a step up; exact to four frames, 0.08 ms at 48 kHz.', {
      min: 0.01,
      max: 1000,
      default: 10,
    }),
  ),
  release: automated(
    spanField(
      'Time in which it lets go of 63 % after a step down; auto takes 80 ms after a short peak and up to 1.2 s after reduction that has lasted.',
      {
        min: 1,
        max: 5000,
        words: ['auto'],
        default: 120,
      },
    ),
  ),
  knee: automated(
    levelField('Width of the bend, centred on the threshold; 0 is a hard corner.', { min: 0, max: 36, default: 6 }),
  ),
  makeup: automated(
    levelField('Gain after compression. Nothing is made up unless written here.', {
      min: -24,
      max: 36,
      default: 0,
    }),
  ),
} satisfies Fields

const compressorFields = {
  ...compressionFields,
  mix: automated(
    shareField('Part of the compressed signal; the rest is the untouched one, aligned.', {
      min: 0,
      max: 1,
      default: 1,
    }),
  ),
  detector: choiceField(
    'What is compared with the threshold: the largest samples, or the mean power of about 10 ms, by which a full-scale sine is at -3 dB; of less where the attack is under 15 ms or the release under 80 ms, so that both take as long as is written.',
    ['peak', 'rms'],
    {
      default: 'peak',
    },
  ),
  lookahead: spanField('Time by which gain reduction begins before its cause. Latency is compensated.', {
    still: 'it is latency, which is compensated once for the whole song',
    min: 0,
    max: 20,
    default: 0,
  }),
  link: automated(
    shareField('How far each channel goes along with the one that is reduced more; 0 % leaves each to its own level.', {
      min: 0,
      max: 1,
      default: 1,
    }),
  ),
  sidechain: sidechainField,
} satisfies Fields

export const compressor = processor(
  'compressor',
  'Reduces the level above a threshold: feed-forward, with a soft knee, smoothed in dB. Latency: the look-ahead. Neutral: a ratio of 1 without make-up, or a mix of 0 %; and, bit for bit, all that stays under the knee.',
  compressorFields,
  warnIfIdle,
)

/** Warns of a ratio left at 1, the likeliest reason why a compressor is not heard. */
function warnIfIdle(
  value: Description<typeof compressorFields> & { bypass: boolean | Movement },
  node: Node,
  reader: Reader,
) {
  if (value.bypass || value.ratio !== 1 || value.makeupDb !== 0) return
  reader.report('PROJECT_NO_EFFECT', node, 'does nothing, the ratio is 1', {
    fix: 'give it a ratio, such as `ratio: 2`',
    severity: 'warning',
  })
}

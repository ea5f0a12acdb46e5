import { LIMITER_STYLES, type LimiterStyle, type LimiterStyleName } from '@mixwright/audio'
import { automated, type Movement } from './automation.ts'
import type { Description, Fields } from './form.ts'
import { type Processor, processor } from './processor.ts'
import { shareField, spanField, truePeakField } from './quantity.ts'
import { choiceField } from './text.ts'

const STYLES = Object.keys(LIMITER_STYLES) as LimiterStyleName[]

const limiterFields = {
  ceiling: automated(truePeakField('Level that the true peak never passes.', { min: -24, max: 0, required: true })),
  style: choiceField(
    'What lookahead, hold, release and link are where they are not written: transparent keeps lows whole and lets go at once, smooth moves slowly, punch lets go between hits, loud follows closely.',
    STYLES,
    { default: 'transparent' },
  ),
  lookahead: spanField(`Time by which it begins before a peak. Latency is compensated. ${usual('lookaheadMs', 'ms')}`, {
    still: 'it is latency, which is compensated once for the whole song',
    min: 0.5,
    max: 10,
  }),
  hold: automated(
    spanField(`Time for which the gain stays down after a peak. ${usual('holdMs', 'ms')}`, { min: 0, max: 50 }),
  ),
  release: automated(
    spanField(`Time in which it lets go of 63 %; auto follows the music. ${usual('releaseMs', 'ms')}`, {
      min: 1,
      max: 5000,
      words: ['auto'],
    }),
  ),
  link: automated(
    shareField(
      `How much of what one channel is turned down by the other is too; 100 % keeps the image still. ${usual('link', '%')}`,
      { min: 0, max: 1 },
    ),
  ),
} satisfies Fields

type Written = Description<typeof limiterFields> & { readonly bypass: boolean | Movement }
type Limiter = Omit<Written, keyof LimiterStyle> & Required<Pick<Written, keyof LimiterStyle>>

const written = processor('limiter', 'Holds true peaks at or below a ceiling.', limiterFields)

/** What is not written comes from the style. */
export const limiter: Processor<Limiter> = {
  ...written,
  form: {
    ...written.form,
    read(node, reader) {
      const settings = written.form.read(node, reader)
      return settings && { ...LIMITER_STYLES[settings.style], ...settings }
    },
  },
}

/** `By style: transparent 8 ms, smooth 10 ms, …`. */
function usual(key: keyof LimiterStyle, unit: 'ms' | '%'): string {
  const shown = (value: number | 'auto') => (value === 'auto' ? value : `${unit === '%' ? 100 * value : value} ${unit}`)
  return `By style: ${STYLES.map((name) => `${name} ${shown(LIMITER_STYLES[name][key])}`).join(', ')}.`
}

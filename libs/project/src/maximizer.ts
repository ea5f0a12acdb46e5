import { automated } from './automation.ts'
import type { Description, Fields } from './form.ts'
import { processor } from './processor.ts'
import { shareField } from './quantity.ts'
import type { Reader } from './reader.ts'
import { choiceField } from './text.ts'
import type { Node } from './tree.ts'

const maximizerFields = {
  style: choiceField(
    'What it is made of: transparent is gain into a limiter; loud adds bands and a soft clipper; punch sharpens attacks and clips hard; wide spreads the upper bands; deess tames sibilance first.',
    ['transparent', 'loud', 'punch', 'wide', 'deess'],
    { default: 'transparent' },
  ),
  amount: automated(
    shareField('How far all of it is taken; 0 % does nothing. Where it moves, its limiter and clipper stay.', {
      min: 0,
      max: 1,
      default: 0,
    }),
  ),
} satisfies Fields

export const maximizer = processor(
  'maximizer',
  'Loudness from one control. `mixwright expand` prints the inserts it stands for.',
  maximizerFields,
  refuseLowRates,
)

/** What it stands for works up to 8 kHz and beyond. */
const LEAST_RATE_HZ = 32_000

function refuseLowRates({ amount }: Description<typeof maximizerFields>, node: Node, reader: Reader): void {
  const { sampleRateHz } = reader.song
  if (amount === 0 || sampleRateHz >= LEAST_RATE_HZ) return
  reader.report(
    'PROJECT_ABOVE_NYQUIST',
    node,
    `got a session rate of ${sampleRateHz} Hz, allowed from ${LEAST_RATE_HZ} Hz on`,
  )
}

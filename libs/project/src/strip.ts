import { automated, automatedToggle } from './automation.ts'
import { chainField, useField } from './chain.ts'
import { type Description, type Fields, field, renamed } from './form.ts'
import { panPlaceField } from './pan.ts'
import { levelField, shareField } from './quantity.ts'
import { reference } from './reference.ts'
import { MIX_BUS } from './routes.ts'
import { sendsField } from './send.ts'
import { toggleField } from './text.ts'

/** The fader of any strip, and of the mix bus. */
export const faderField = renamed(
  'faderDb',
  automated(levelField('The fader, after the inserts.', { min: -120, max: 24, infinite: '-inf', default: 0 })),
)

/** What stems, buses and returns have in common, in the order of the signal. */
export const stripFields = {
  use: useField,
  inserts: chainField,
  gain: faderField,
  pan: panPlaceField,
  width: automated(
    shareField('Level of the difference of left and right; 0 % is mono, 100 % as it was.', {
      min: 0,
      max: 2,
      default: 1,
    }),
  ),
  sends: sendsField,
  bus: field('Where the strip goes: a bus, or `mix`, the mix bus.', reference('bus'), { default: MIX_BUS }),
  mute: automatedToggle('Silences the strip, and what it sends.'),
  solo: toggleField('Only strips with it, what feeds them and what they run through are heard.', { default: false }),
} satisfies Fields

/** A lane of the mixer: inserts → fader → pan, width → sends → bus. */
export type Strip = Description<typeof stripFields>

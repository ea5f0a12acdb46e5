import { automated } from './automation.ts'
import type { Fields } from './form.ts'
import { processor } from './processor.ts'
import { levelField, shareField, spanField } from './quantity.ts'
import { sidechainField } from './sidechain.ts'

const gateFields = {
  threshold: automated(levelField('Level that opens the gate.', { min: -80, max: 0, required: true })),
  hysteresis: automated(
    levelField('How far the level must fall under the threshold before the gate closes.', {
      min: 0,
      max: 20,
      default: 4,
    }),
  ),
  range: automated(levelField('How far the gate closes; 0 dB does nothing.', { min: 0, max: 120, default: 80 })),
  attack: automated(
    spanField('Time in which it covers 63 % of opening, in dB.', { min: 0.01, max: 1000, default: 0.5 }),
  ),
  hold: automated(
    spanField('Time that it stays open for after the level has fallen.', { min: 0, max: 5000, default: 50 }),
  ),
  release: automated(spanField('Time in which it covers 63 % of closing, in dB.', { min: 1, max: 5000, default: 100 })),
  lookahead: spanField('Time by which it opens before its cause. Latency is compensated.', {
    still: 'it is latency, which is compensated once for the whole song',
    min: 0,
    max: 20,
    default: 0,
  }),
  link: automated(
    shareField('How far each channel goes along with the one that is more open; 0 % leaves each to its own level.', {
      min: 0,
      max: 1,
      default: 1,
    }),
  ),
  sidechain: sidechainField,
} satisfies Fields

export const gate = processor(
  'gate',
  'Closes on what stays under a threshold; it listens to the largest samples, and is closed before the song begins. Latency: the look-ahead. Neutral: a range of 0 dB; and, bit for bit, while it is open.',
  gateFields,
)

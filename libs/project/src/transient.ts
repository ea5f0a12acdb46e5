import { automated } from './automation.ts'
import type { Fields } from './form.ts'
import { processor } from './processor.ts'
import { levelField } from './quantity.ts'

const transientFields = {
  attack: automated(levelField('Most gain where the level rises; less softens.', { min: -15, max: 15, default: 0 })),
  sustain: automated(levelField('Most gain where it falls; less dries.', { min: -15, max: 15, default: 0 })),
} satisfies Fields

export const transient = processor(
  'transient',
  'Shapes attack and decay, whatever the level, by a fast and a slow envelope in dB: where the fast one is ahead by 12 dB or more the whole gain is reached. No latency. Neutral: both 0 dB.',
  transientFields,
)

import { type Fields, unitField } from './form.ts'
import { noteOrSpan } from './note-length.ts'
import { processor } from './processor.ts'
import { frequencyField, shareField } from './quantity.ts'
import { toggleField } from './text.ts'

const delayFields = {
  time: unitField('Time from the sound to its echo, and from echo to echo.', noteOrSpan({ min: 1, max: 5000 }), 'Ms', {
    required: true,
  }),
  feedback: shareField('Level of each echo over the one before.', { min: 0, max: 0.95, default: 0 }),
  pingPong: toggleField('Echoes go from side to side, the first to the left.', { default: false }),
  lowPass: frequencyField('Corner of a low-pass that each echo goes through.', {
    min: 100,
    max: 20_000,
    belowNyquist: true,
  }),
  highPass: frequencyField('Corner of a high-pass that each echo goes through.', {
    min: 10,
    max: 10_000,
    belowNyquist: true,
  }),
  mix: shareField('Part of the echoes; the rest is the dry signal. A return wants 100 %.', {
    min: 0,
    max: 1,
    default: 1,
  }),
} satisfies Fields

export const delay = processor('delay', 'Echoes.', delayFields)

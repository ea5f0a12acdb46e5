import { type Automation, automated } from './automation.ts'
import { duckField } from './duck.ts'
import { type Description, type Fields, field, unitField } from './form.ts'
import { noteOrSpan } from './note-length.ts'
import { processor } from './processor.ts'
import { frequencyField, shareField, spanField } from './quantity.ts'
import type { Reader } from './reader.ts'
import { record } from './record.ts'
import { toggleField } from './text.ts'
import { entryOf, type Node } from './tree.ts'

const modulationFields = {
  rate: automated(
    frequencyField('How often the time goes back and forth.', {
      min: 0.01,
      max: 10,
      default: 0.4,
    }),
  ),
  depth: automated(
    spanField('From the shortest time to the longest, around the time set; at most that time.', {
      min: 0.01,
      max: 50,
      required: true,
    }),
  ),
} satisfies Fields

const delayFields = {
  time: unitField(
    'Time from the sound to its echo, and from echo to echo. A note follows a tempo that moves: echoes come as many beats after their sound. May move: a map of times to values; steps fade over in 5 ms. While it moves echoes glide as on tape, lower as the time grows and higher as it shrinks.',
    noteOrSpan({ min: 1, max: 5000 }),
    'Ms',
    { required: true },
  ),
  feedback: automated(shareField('Level of each echo over the one before.', { min: 0, max: 0.95, default: 0 })),
  pingPong: toggleField('Echoes go from side to side, the first to the left.', { default: false }),
  lowPass: automated(
    frequencyField('Corner of a low-pass, 12 dB/oct, that each echo goes through once more than the one before.', {
      min: 100,
      max: 20_000,
      belowNyquist: true,
    }),
  ),
  highPass: automated(
    frequencyField('Corner of a high-pass, 12 dB/oct, likewise.', {
      min: 10,
      max: 10_000,
      belowNyquist: true,
    }),
  ),
  modulation: field(
    'Moves the time as a sine does, on both sides alike, so that each echo wavers more than the one before: a map of `rate` (0.4 Hz) and `depth`, from the shortest time to the longest, at most the time itself.',
    record('delay-modulation', modulationFields),
  ),
  duck: duckField,
  mix: automated(
    shareField('Part of the echoes; the rest is the dry signal. A return wants 100 %.', {
      min: 0,
      max: 1,
      default: 1,
    }),
  ),
} satisfies Fields

export const delay = processor(
  'delay',
  'Echoes: a line with filters, feedback around both, exact to the nearest frame while the time stands still. No latency. Neutral: a mix of 0 %.',
  delayFields,
  checkDepth,
)

/** A time that is modulated must stay above zero. */
function checkDepth({ timeMs, modulation }: Description<typeof delayFields>, node: Node, reader: Reader): void {
  if (!modulation) return
  const values = (of: Automation) => (typeof of === 'number' ? [of] : of.points.map(({ value }) => value))
  const shortestMs = values(timeMs).reduce((least, ms) => Math.min(least, ms), Infinity)
  const deepestMs = values(modulation.depthMs).reduce((most, ms) => Math.max(most, ms), 0)
  if (deepestMs <= shortestMs) return
  const map = node.type === 'map' ? entryOf(node, 'modulation')?.value : undefined
  const at = map?.type === 'map' ? entryOf(map, 'depth')?.value : undefined
  const message = `got ${deepestMs} ms, allowed up to the delay’s time, ${Number(shortestMs.toFixed(3))} ms`
  reader
    .into('modulation')
    .into('depth')
    .report('PROJECT_OUT_OF_RANGE', at ?? node, message)
}

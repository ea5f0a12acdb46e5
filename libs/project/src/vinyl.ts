import { frequency } from './dimension.ts'
import { type Description, type Fields, type Form, field } from './form.ts'
import { momentField } from './moment.ts'
import { alternatives } from './printable.ts'
import { frequencyField, lengthField, levelField, quantity, slopeField, velocityField } from './quantity.ts'
import { record } from './record.ts'
import { didYouMean } from './suggestion.ts'
import { choice, choiceField } from './text.ts'

const CORNER = { min: 20, max: 1000, belowNyquist: true } as const

/** The side of the record below a corner: how the difference of left and right falls away. */
export interface LowMono {
  readonly freqHz: number
  /** Butterworth, -3 dB at the corner; without one the side is 60 dB down at and below it. */
  readonly slopeDbPerOct?: number
}

const lowMonoRecord = record('low-mono', {
  freq: frequencyField('The corner.', { ...CORNER, required: true }),
  slope: slopeField(
    'Slope of the side below the corner, 3 dB down there; without one the side is gone (60 dB down) at the corner.',
    { min: 6, max: 48, values: [6, 12, 18, 24, 36, 48] },
  ),
})
const corner = quantity<number | 'off'>(frequency, { ...CORNER, words: ['off'] })

const lowMono: Form<'off' | LowMono> = {
  allowed: `${corner.allowed}, or a map of \`freq\` and \`slope\``,
  read(node, reader) {
    if (node.type === 'map') return lowMonoRecord.read(node, reader)
    const freqHz = corner.read(node, reader)
    return typeof freqHz === 'number' ? { freqHz } : freqHz
  },
  schema: (definitions) => ({ anyOf: [corner.schema(definitions), lowMonoRecord.schema(definitions)] }),
}

/** Discs, as records are called: the texts a mix file may hold, and what a bare number means. */
function discForm(texts: Readonly<Record<string, number>>, offered: readonly (string | number)[]): Form<number> {
  const names = offered.map(String)
  return {
    allowed: alternatives(names),
    read(node, reader) {
      const value = node.type === 'scalar' ? texts[node.text] : undefined
      if (value !== undefined) return value
      const fix = node.type === 'scalar' ? didYouMean(node.text, names) : undefined
      return reader.refuse('PROJECT_BAD_VALUE', node, alternatives(names), fix)
    },
    schema: () => ({ enum: [...offered, ...Object.keys(texts).filter((text) => !names.includes(text))] }),
    show: (value) => names.find((name) => texts[name] === value) ?? String(value),
  }
}

const RPM = 100 / 3
const rpm = discForm({ '33 1/3': RPM, '33⅓': RPM, '33': RPM, '45': 45 }, ['33 1/3', 45])
const diameter = discForm({ '12 in': 12, '10 in': 10, '7 in': 7, '12"': 12, '10"': 10, '7"': 7 }, [
  '12 in',
  '10 in',
  '7 in',
])

const cutFields = {
  level: levelField(
    'How loud it is cut: the loudest 400 ms against a 1 kHz tone at the reference velocity. Default: what a side of this length holds.',
    { min: -20, max: 12 },
  ),
  reference: velocityField('Reference velocity: lateral peak of a 1 kHz tone at 0 dB.', {
    min: 1,
    max: 20,
    default: 7,
  }),
  stylus: lengthField('Smallest radius of the styluses that must trace the groove.', { min: 2, max: 25, default: 7.6 }),
} satisfies Fields

/** How the record is cut, as far as a mix file says. */
export type Cut = Description<typeof cutFields>

/** Keys of a delivery that only vinyl has. What is not written stays away from the description. */
export const vinylFields = {
  side: field('Vinyl: the side.', choice([...'ABCDEFGHIJKLMNOPQRSTUVWXYZ'], 'a letter from A to Z')),
  sideLength: momentField('Vinyl: playing time of the whole side. Default: this programme ends it.', {
    positive: true,
  }),
  sideStart: momentField('Vinyl: where on the side this programme begins. Default: 0:00, the outer groove.', {}),
  rpm: field('Vinyl: turns a minute; 33 1/3 unless written.', rpm),
  diameter: field('Vinyl: size of the disc; 12 in unless written.', diameter),
  lowMono: field('Vinyl: frequency below which the cut is mono, or `off`; 150 Hz unless written.', lowMono),
  subsonic: frequencyField('Vinyl: high-pass, 3 dB down here; 24 Hz unless written.', {
    min: 10,
    max: 60,
    belowNyquist: true,
    words: ['off'],
  }),
  ultrasonic: frequencyField('Vinyl: low-pass, 3 dB down here; 18 kHz unless written.', {
    min: 8000,
    max: 40_000,
    words: ['off'],
  }),
  sibilance: choiceField(
    'Vinyl: holds highs to what a stylus can trace at their place on the side; off unless written.',
    ['off', 'gentle', 'firm'],
    {},
  ),
  cut: field('Vinyl: how the record is cut, for the preflight and for sibilance.', record('cut', cutFields)),
} satisfies Fields

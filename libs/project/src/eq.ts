import type { Description, Field, Fields, Form } from './form.ts'
import { list } from './list.ts'
import type { Processor } from './processor.ts'
import { frequencyField, levelField, numberField, slopeField } from './quantity.ts'
import { readFields, recordSchema, refuseUnknownKeys } from './record.ts'
import { soleKey } from './sole-key.ts'

const FREQ = { min: 10, max: 40_000, belowNyquist: true, required: true } as const
const GAIN = { min: -36, max: 36, default: 0 } as const
const Q = { min: 0.05, max: 40 } as const
const SLOPE = { min: 6, max: 48, values: [6, 12, 18, 24, 36, 48], default: 12 } as const
const MOST_BANDS = 64

const gain = levelField('Height of the bell or shelf.', GAIN)

const slopes = {
  slope: slopeField('Steepness beyond the corner.', SLOPE),
  q: numberField(
    'Resonance at the corner, only at 12 dB/oct; without it the filter is Butterworth, -3 dB at the corner.',
    Q,
  ),
} satisfies Fields

/** The types of bands. A band's own key carries the frequency; these are the keys beside it. */
const bandTypes = {
  highPass: band('Corner of a filter that removes what lies below.', slopes),
  lowPass: band('Corner of a filter that removes what lies above.', slopes),
  bell: band('Centre of a bell.', { gain, q: numberField('Centre over width.', { ...Q, default: 1 }) }),
  lowShelf: band('Middle of the slope of a shelf that raises or lowers what lies below.', {
    gain,
    q: numberField('Steepness; above 0.7071 the shelf overshoots.', { ...Q, default: Math.SQRT1_2 }),
  }),
  highShelf: band('Middle of the slope of a shelf that raises or lowers what lies above.', {
    gain,
    q: numberField('Steepness; above 0.7071 the shelf overshoots.', { ...Q, default: Math.SQRT1_2 }),
  }),
  notch: band('Frequency that is removed.', { q: numberField('Centre over width.', { ...Q, default: 10 }) }),
  bandPass: band('Centre of what is kept, at 0 dB.', { q: numberField('Centre over width.', { ...Q, default: 1 }) }),
  allPass: band('Frequency at which the phase has turned by 180°; the level stays.', {
    q: numberField('Steepness of the turn.', { ...Q, default: Math.SQRT1_2 }),
  }),
} satisfies Record<string, Band>

interface Band<F extends Fields = Fields> {
  readonly freq: Field<number, 'Hz', true>
  readonly beside: F
}

function band<F extends Fields>(doc: string, beside: F): Band<F> {
  return { freq: frequencyField(doc, FREQ), beside }
}

type BandTypes = typeof bandTypes
export type EqBandType = keyof BandTypes

/** One band, `type` says which: `{ type: 'bell', freqHz: 250, gainDb: -2.5, q: 1.4 }`. */
export type EqBand = {
  [T in EqBandType]: { readonly type: T; readonly freqHz: number } & Description<BandTypes[T]['beside']>
}[EqBandType]

const bandForm: Form<EqBand> = {
  allowed: 'a band such as `{ bell: 1 kHz, gain: 2 dB }`',
  read(node, reader) {
    const tag = soleKey(node, Object.keys(bandTypes), 'band type', reader)
    if (!tag) return undefined
    const type = tag.entry.key.text as EqBandType
    const { freq, beside } = bandTypes[type]
    refuseUnknownKeys(tag.siblings, Object.keys(beside), reader)
    const freqHz = freq.form.read(tag.entry.value, reader.into(type))
    const rest = readFields(tag.siblings, node, beside, reader)
    if (freqHz === undefined || !rest) return undefined
    const value = { type, freqHz, ...rest }
    if ('q' in value && 'slopeDbPerOct' in value && value.slopeDbPerOct !== 12) {
      const fix = 'remove `q`, or use `slope: 12 dB/oct`'
      return reader.report('PROJECT_BAD_VALUE', node, `q works only at 12 dB/oct, got ${value.slopeDbPerOct} dB/oct`, {
        fix,
      })
    }
    return value as EqBand
  },
  schema: (definitions) => ({
    anyOf: Object.entries(bandTypes).map(([type, { freq, beside }]) =>
      definitions.refer(`eq-${type}`, () => recordSchema({ [type]: freq, ...beside }, definitions)),
    ),
  }),
}

const bands = list('eq band', bandForm, { most: MOST_BANDS })

/** `eq: [ { highPass: 90 Hz }, { bell: 250 Hz, gain: -2.5 dB } ]`. */
export const eq: Processor<{ readonly bands: readonly EqBand[] }> = {
  doc: 'Filters in series, each raising, lowering or removing a part of the spectrum.',
  form: {
    allowed: 'a list of bands',
    read(node, reader) {
      const read = bands.read(node, reader)
      return read && { bands: read }
    },
    schema: (definitions) => definitions.refer('eq', () => bands.schema(definitions)),
  },
}

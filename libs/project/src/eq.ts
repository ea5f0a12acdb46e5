import { type Automation, automated } from './automation.ts'
import { type Description, type Field, type Fields, type Form, field } from './form.ts'
import { list } from './list.ts'
import { bypassField, type Processor } from './processor.ts'
import { frequencyField, levelField, numberField, slopeField, spanField } from './quantity.ts'
import type { Reader } from './reader.ts'
import { readFields, record, recordSchema, refuseUnknownKeys } from './record.ts'
import { soleKey } from './sole-key.ts'
import { choiceField } from './text.ts'
import type { Entry, Node } from './tree.ts'

const FREQ = { min: 10, max: 40_000, belowNyquist: true, required: true } as const
const GAIN = { min: -36, max: 36, default: 0 } as const
const TILT_GAIN = { min: -18, max: 18, default: 0 } as const
const Q = { min: 0.05, max: 40 } as const
const SLOPE = { min: 6, max: 48, values: [6, 12, 18, 24, 36, 48], default: 12 } as const
const MOST_BANDS = 64

const SHELF_Q = { min: 0.05, max: 4 } as const

const gain = automated(levelField('Height of the bell or shelf.', GAIN))
const on = choiceField(
  'What the band acts on: both channels, one of them, or their sum (mid) or difference (side).',
  ['stereo', 'left', 'right', 'mid', 'side'],
  { default: 'stereo' },
)

/** What makes the gain of a band move. */
const movement = {
  threshold: automated(
    levelField('Level in the band above which its gain moves, a dB for a dB. Wants a range.', { min: -80, max: 0 }),
  ),
  range: automated(
    levelField(
      'Most that moving adds to the gain; negative takes away. Wants a threshold. Stays on one side of 0 dB.',
      {
        min: -36,
        max: 36,
      },
    ),
  ),
  attack: automated(
    spanField('Time in which the gain covers 63 % of a move; 5 ms where not given.', { min: 0.01, max: 1000 }),
  ),
  release: automated(
    spanField('Time in which it covers 63 % of the way back; 80 ms where not given.', { min: 1, max: 5000 }),
  ),
} satisfies Fields

const slopes = {
  slope: slopeField('Steepness beyond the corner.', { ...SLOPE, still: 'it is how the filter is built' }),
  q: automated(
    numberField(
      'Resonance at the corner, only at 12 dB/oct; without it the filter is Butterworth, -3 dB at the corner.',
      Q,
    ),
  ),
  on,
} satisfies Fields

const shelves = {
  gain,
  slope: slopeField('Steepness that the shelf comes to as its gain grows.', {
    ...SLOPE,
    still: 'it is how the filter is built',
  }),
  q: automated(
    numberField(
      'Bend of the shelf, in place of a slope; 0.7071 is the same as 12 dB/oct, above it the shelf overshoots.',
      SHELF_Q,
    ),
  ),
  ...movement,
  on,
} satisfies Fields

/** The types of bands. A band's own key carries the frequency; these are the keys beside it. */
export const bandTypes = {
  highPass: band('Corner of a filter that removes what lies below.', slopes),
  lowPass: band('Corner of a filter that removes what lies above.', slopes),
  bell: band('Centre of a bell.', {
    gain,
    q: automated(numberField('Centre over width.', { ...Q, default: 1 })),
    ...movement,
    on,
  }),
  lowShelf: band('Middle of the slope of a shelf that raises or lowers what lies below.', shelves),
  highShelf: band('Middle of the slope of a shelf that raises or lowers what lies above.', shelves),
  tilt: band('Frequency around which the spectrum tilts, by up to 6 dB/oct.', {
    gain: automated(levelField('Gain far above the frequency; far below it is as much the other way.', TILT_GAIN)),
    on,
  }),
  notch: band('Frequency that is removed.', {
    q: automated(numberField('Centre over width.', { ...Q, default: 10 })),
    on,
  }),
  bandPass: band('Centre of what is kept, at 0 dB.', {
    q: automated(numberField('Centre over width.', { ...Q, default: 1 })),
    on,
  }),
  allPass: band('Frequency at which the phase has turned by 180°; the level stays.', {
    q: automated(numberField('Steepness of the turn.', { ...Q, default: Math.SQRT1_2 })),
    on,
  }),
} satisfies Record<string, Band>

interface Band<F extends Fields = Fields> {
  readonly freq: Field<Automation, 'Hz', true>
  readonly beside: F
}

function band<F extends Fields>(doc: string, beside: F): Band<F> {
  return { freq: automated(frequencyField(doc, FREQ)), beside }
}

type BandTypes = typeof bandTypes
export type EqBandType = keyof BandTypes
export const EQ_BAND_TYPES = Object.keys(bandTypes) as readonly EqBandType[]

/** One band, `type` says which: `{ type: 'bell', freqHz: 250, gainDb: -2.5, q: 1.4 }`. */
export type EqBand = {
  [T in EqBandType]: { readonly type: T; readonly freqHz: Automation } & Description<BandTypes[T]['beside']>
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
    const problem = steepnessProblem(value, tag.siblings)
    if (problem) return reader.report('PROJECT_BAD_VALUE', node, problem.message, problem)
    const missing = 'range' in beside ? missingOfMovement(tag.siblings) : undefined
    if (missing) {
      const fix = `add \`${missing}: …\``
      return reader.report('PROJECT_MISSING_KEY', node, `missing key '${missing}', a gain moves by both`, { fix })
    }
    return refuseTurn(value, tag.siblings, reader) ? undefined : (value as EqBand)
  },
  schema: (definitions) => ({
    anyOf: Object.entries(bandTypes).map(([type, { freq, beside }]) =>
      definitions.refer(`eq-${type}`, () => recordSchema({ [type]: freq, ...beside }, definitions)),
    ),
  }),
}

/** What is wrong with `q` beside `slope`: only second-order passes have both. */
function steepnessProblem(band: object, written: readonly Entry[]): { message: string; fix: string } | undefined {
  if (!('q' in band && 'slopeDbPerOct' in band)) return undefined
  const isWritten = (key: string) => written.some((entry) => entry.key.text === key)
  if ('gainDb' in band) {
    if (!(isWritten('q') && isWritten('slope'))) return undefined
    return { message: 'got both `slope` and `q`, which say the same', fix: 'remove one of them' }
  }
  if (band.slopeDbPerOct === 12) return undefined
  return {
    message: `q works only at 12 dB/oct, got ${band.slopeDbPerOct} dB/oct`,
    fix: 'remove `q`, or use `slope: 12 dB/oct`',
  }
}

/** Of the keys that make a gain move, one that is missing beside others. */
function missingOfMovement(written: readonly Entry[]): string | undefined {
  const isWritten = (key: string) => written.some((entry) => entry.key.text === key)
  if (!Object.keys(movement).some(isWritten)) return undefined
  return ['threshold', 'range'].find((key) => !isWritten(key))
}

/** True after reporting a range that moves through 0 dB: its gain would have to turn while it follows the level. */
function refuseTurn(band: object, siblings: readonly Entry[], reader: Reader): boolean {
  const { rangeDb } = band as { rangeDb?: Automation }
  if (typeof rangeDb !== 'object') return false
  const [falls, rises] = [rangeDb.points.some(({ value }) => value < 0), rangeDb.points.some(({ value }) => value > 0)]
  if (!(falls && rises)) return false
  const { value } = siblings.find(({ key }) => key.text === 'range')!
  reader.into('range').report('PROJECT_BAD_VALUE', value, 'moves through 0 dB, allowed ranges on one side of it', {
    fix: 'write two bands, one that lowers and one that raises',
  })
  return true
}

const bands = list('eq band', bandForm, { most: MOST_BANDS })

/** The keys of an eq that is more than its bands. */
const eqFields = {
  phase: choiceField(
    'How the bands treat phase: like analogue filters, or not at all, for which everything is delayed in line.',
    ['minimum', 'linear'],
    { default: 'minimum' },
  ),
  bands: field('Filters in series.', list('band', bandForm, { most: MOST_BANDS }), { required: true }),
  ...bypassField,
} satisfies Fields

const settings = record('eq-settings', eqFields, refusePhaseTurns)

/** Reports bands that have no place in an eq of linear phase. */
function refusePhaseTurns(value: Description<typeof eqFields>, node: Node, reader: Reader): void {
  const list = node.type === 'map' ? node.entries.find(({ key }) => key.text === 'bands')?.value : undefined
  if (value.phase !== 'linear' || list?.type !== 'list') return
  value.bands.forEach((band, index) => {
    const message = whyNotLinear(band)
    if (message === undefined) return
    const fix = 'move it to an eq of its own, with `phase: minimum`'
    reader.into(`band ${index + 1}`).report('PROJECT_BAD_VALUE', list.items[index]!, message, { fix })
  })
}

function whyNotLinear(band: EqBand): string | undefined {
  if (band.type === 'allPass') return 'an all-pass turns nothing but the phase, which `phase: linear` keeps'
  return 'rangeDb' in band ? 'a band cannot follow the level with `phase: linear`' : undefined
}

/** `eq: [ { highPass: 90 Hz }, { bell: 250 Hz, gain: -2.5 dB } ]`, or `eq: { phase: linear, bands: [ … ] }`. */
export const eq: Processor<{ readonly phase: 'minimum' | 'linear'; readonly bands: readonly EqBand[] }> = {
  doc: 'Filters in series, each raising, lowering or removing a part of the spectrum.',
  fields: eqFields,
  form: {
    allowed: 'a list of bands',
    read(node, reader) {
      const isSettings = node.type === 'map' && !node.entries.some(({ key }) => key.text in bandTypes)
      if (isSettings) return settings.read(node, reader)
      const read = bands.read(node, reader)
      return read && { phase: 'minimum', bands: read }
    },
    schema: (definitions) =>
      definitions.refer('eq', () => ({ anyOf: [bands.schema(definitions), settings.schema(definitions)] })),
  },
}

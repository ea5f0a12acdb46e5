import type { Curve, InsertPlan } from '@mixwright/dsp'
import type { InputPlan, InsertSlot, StripPlan } from '@mixwright/mixer'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { impulseAt, mixDown, mono, noise, plan, type Signal, sine, strip } from './_desk.ts'

const FRAMES = 6000
const RUNS = process.env.MIXWRIGHT_FULL ? 200 : 25

const INSERTS: readonly InsertPlan[] = [
  { kind: 'eq', bands: [{ type: 'bell', freqHz: 900, gainDb: 9, q: 2 }] },
  {
    kind: 'eq',
    bands: [
      { type: 'highPass', freqHz: 40, slopeDbPerOct: 24 },
      { type: 'highShelf', freqHz: 7000, gainDb: -4, q: 0.7 },
    ],
  },
  {
    kind: 'compressor',
    thresholdDb: -30,
    ratio: 8,
    attackMs: 0.1,
    releaseMs: 'auto',
    kneeDb: 12,
    makeupDb: 6,
    mix: 0.7,
    detector: 'rms',
    lookaheadMs: 1.3,
  },
  { kind: 'limiter', ceilingDbtp: -12, releaseMs: 'auto', lookaheadMs: 1.5 },
  { kind: 'stereo', width: 1.7, monoBelowHz: 200 },
  { kind: 'delay', timeMs: 13.7, feedback: 0.6, pingPong: true, lowPassHz: 3000, mix: 0.5 },
  { kind: 'reverb', space: 'room', decayS: 0.4, predelayMs: 3, dampingHz: 4000, width: 1, mix: 0.4 },
]

const SIGNALS: readonly Signal[] = [
  noise(1),
  sine(440, 0.9),
  impulseAt(777),
  mono(() => 0),
  noise(2, 1e-9),
  mono(() => 1),
]

const value = (min: number, max: number) => fc.double({ min, max, noNaN: true })

const curve = (min: number, max: number): fc.Arbitrary<Curve> =>
  fc.oneof(
    value(min, max),
    fc
      .uniqueArray(
        fc.record({
          atFrame: fc.nat(FRAMES),
          value: value(min, max),
          shape: fc.constantFrom('line', 'step', 'smooth'),
        }),
        {
          minLength: 1,
          maxLength: 5,
          selector: ({ atFrame }) => atFrame,
        },
      )
      .map((points) => points.sort((a, b) => a.atFrame - b.atFrame)),
  )

/** A desk of stems, buses and returns in which each strip may listen to any strip before it. */
const desk: fc.Arbitrary<StripPlan[]> = fc
  .record({ stems: fc.integer({ min: 1, max: 3 }), buses: fc.nat(3) })
  .chain(({ stems, buses }) =>
    fc.tuple(...Array.from({ length: stems + buses + 1 }, (_, index) => lane(index, stems, buses))),
  )

function lane(index: number, stems: number, buses: number): fc.Arbitrary<StripPlan> {
  const isStem = index < stems
  const isMix = index === stems + buses
  const before: fc.Arbitrary<number[]> =
    index === 0
      ? fc.constant<number[]>([])
      : fc.uniqueArray(fc.nat(index - 1), { minLength: isStem ? 0 : 1, maxLength: 4 })
  const inputs: fc.Arbitrary<InputPlan[]> = isStem
    ? fc.constant([])
    : before.chain((indices) =>
        fc.tuple(
          ...indices
            .sort((a, b) => a - b)
            .map((from) =>
              fc.record({
                from: fc.constant(from),
                tap: fc.constantFrom('postFader', 'preFader'),
                levelDb: curve(-30, 0),
              }),
            ),
        ),
      )
  const slot: fc.Arbitrary<InsertSlot> = fc.record({
    insert: fc.constantFrom(...INSERTS),
    key: index === 0 ? fc.constant(null) : fc.option(fc.nat(index - 1)),
  })
  return fc
    .record({
      inputs,
      inserts: fc.array(slot, { maxLength: 3 }),
      faderDb: curve(-40, 0),
      groupsDb: fc.array(curve(-20, 6), { maxLength: 2 }),
      pan: fc.oneof(curve(-1, 1), fc.record({ left: curve(-1, 1), right: curve(-1, 1) })),
      width: curve(0, 2),
      mono: fc.boolean(),
      signal: fc.nat(SIGNALS.length - 1),
    })
    .map(({ signal, ...settings }) =>
      strip({
        ...settings,
        name: `s${index}`,
        kind: isMix ? 'mix' : isStem ? 'stem' : 'bus',
        stem: isStem ? signal : null,
        trimDb: 0,
      }),
    )
}

test('any desk gives finite samples, and the same bits for any size of the blocks', () => {
  fc.assert(
    fc.property(desk, fc.constantFrom(512, 1024, 4608), (strips, blockFrames) => {
      const song = plan(strips, FRAMES)
      const whole = mixDown(song, SIGNALS)
      expect(whole.left.every(Number.isFinite) && whole.right.every(Number.isFinite)).toBe(true)
      const cut = mixDown(song, SIGNALS, blockFrames)
      expect(cut.left).toEqual(whole.left)
      expect(cut.right).toEqual(whole.right)
    }),
    { numRuns: RUNS },
  )
})

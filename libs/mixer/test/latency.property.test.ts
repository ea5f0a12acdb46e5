import { QUANTUM_FRAMES } from '@mixwright/audio'
import type { InsertPlan } from '@mixwright/dsp'
import type { InputPlan, InsertSlot, StripPlan } from '@mixwright/mixer'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { impulseAt, type Mix, mixDown, noise, plan, RATE_HZ, type Signal, strip } from './_desk.ts'

const RUNS = process.env.MIXWRIGHT_FULL ? 250 : 10
const FRAMES = 2048
const CLICK = 700
const STEMS = 3
/** Gain of the linear-phase eq's band: too small to be heard, too large to be left out. */
const EQ_ERROR = 1e-9
const TOLERANCE = 10 * EQ_ERROR

const COMPRESSOR = {
  kind: 'compressor',
  attackMs: 1,
  releaseMs: 40,
  kneeDb: 0,
  makeupDb: 0,
  mix: 1,
  detector: 'peak',
} as const

const idle = (lookaheadMs: number): InsertPlan => ({ ...COMPRESSOR, thresholdDb: 0, ratio: 4, lookaheadMs })

const passing = (length: number, mix: number): InsertPlan => {
  const response = Float64Array.from({ length }, (_, n) => (n === 0 ? 1 : 0))
  const impulse = { sampleRateHz: RATE_HZ, channels: [response] }
  return { kind: 'convolution', impulse, gainDb: 0, predelayMs: 0, normalize: false, mix }
}

/** Inserts that delay by whole quanta and change nothing. */
const evenlyLatent: fc.Arbitrary<InsertPlan> = fc.oneof(
  fc.integer({ min: 1, max: 15 }).map((quanta) => idle((quanta * QUANTUM_FRAMES * 1000) / RATE_HZ)),
  fc.tuple(fc.constantFrom(1, 300, 2000), fc.constantFrom(1, 0.5)).map(([length, mix]) => passing(length, mix)),
)

/** Inserts that delay and change nothing: dynamics that are never reached, filters that pass all. */
const latent: fc.Arbitrary<InsertPlan> = fc.oneof(
  evenlyLatent,
  fc.double({ min: 0.05, max: 20, noNaN: true }).map(idle),
  fc
    .double({ min: 0.5, max: 10, noNaN: true })
    .map((lookaheadMs): InsertPlan => ({ kind: 'limiter', ceilingDbtp: 0, releaseMs: 100, lookaheadMs })),
  fc.constant<InsertPlan>({
    kind: 'eq',
    phase: 'linear',
    bands: [{ type: 'bell', freqHz: 1000, gainDb: EQ_ERROR, q: 1 }],
  }),
)

/** Inserts that do something and delay nothing; those with a threshold can be keyed. */
const working = fc.constantFrom<InsertPlan>(
  { kind: 'eq', bands: [{ type: 'bell', freqHz: 3000, gainDb: 6, q: 2 }] },
  { ...COMPRESSOR, thresholdDb: -50, ratio: 4, lookaheadMs: 0 },
  { ...COMPRESSOR, thresholdDb: -60, ratio: 2, lookaheadMs: 0, detector: 'rms' },
  { kind: 'delay', timeMs: 5.3, feedback: 0.4, pingPong: true, mix: 0.4 },
)

interface Lane {
  inputs: InputPlan[]
  faderDb: number
  latent: InsertPlan[]
  working: InsertSlot[]
  /** Whether latent inserts come before the working ones. */
  latentFirst: boolean
}

const levelDb = fc.double({ min: -12, max: 0, noNaN: true })

/** A lane that may listen to any lane before it, by inputs and by keys. */
function lane(index: number, late: fc.Arbitrary<InsertPlan>): fc.Arbitrary<Lane> {
  const before = fc.uniqueArray(fc.nat(Math.max(0, index - 1)), { minLength: 1, maxLength: 3 })
  const input = (from: number) =>
    fc.record({ from: fc.constant(from), tap: fc.constantFrom('postFader', 'preFader'), levelDb })
  const key = index === 0 ? fc.constant(null) : fc.option(fc.nat(index - 1))
  return fc.record({
    inputs: index < STEMS ? fc.constant([]) : before.chain((from) => fc.tuple(...from.map(input))),
    faderDb: levelDb,
    latent: fc.array(late, { maxLength: 2 }),
    working: fc.array(fc.record({ insert: working, key }), { maxLength: 2 }),
    latentFirst: fc.boolean(),
  })
}

const desk = (late: fc.Arbitrary<InsertPlan>) =>
  fc.nat(4).chain((more) => fc.tuple(...Array.from({ length: STEMS + more + 1 }, (_, i) => lane(i, late))))

type Inserts = (lane: Lane) => InsertSlot[]
const latentOnes: Inserts = (lane) => lane.latent.map((insert) => ({ insert, key: null }))
const workingOnes: Inserts = (lane) => lane.working
const both: Inserts = (lane) => {
  return lane.latentFirst ? [...latentOnes(lane), ...workingOnes(lane)] : [...workingOnes(lane), ...latentOnes(lane)]
}

function mixOf(lanes: readonly Lane[], insertsOf: Inserts, signals: readonly Signal[]): Mix {
  const strips = lanes.map((one, index): StripPlan => {
    const isMix = index === lanes.length - 1
    return strip({
      name: `s${index}`,
      kind: isMix ? 'mix' : index < STEMS ? 'stem' : 'bus',
      stem: index < STEMS ? index : null,
      inputs: one.inputs,
      faderDb: one.faderDb,
      inserts: insertsOf(one),
    })
  })
  return mixDown(plan(strips, FRAMES), signals)
}

/** What of an impulse of 1 on every stem reaches the mix, by adding up all paths. */
function expectedLevel(lanes: readonly Lane[]): number {
  const pre: number[] = []
  const post: number[] = []
  for (const [index, { inputs, faderDb }] of lanes.entries()) {
    const into = inputs.reduce((sum, { from, tap, levelDb }) => {
      return sum + 10 ** ((levelDb as number) / 20) * (tap === 'preFader' ? pre : post)[from]!
    }, 0)
    pre[index] = index < STEMS ? 1 : into
    post[index] = pre[index]! * 10 ** (faderDb / 20)
  }
  return post[lanes.length - 1]!
}

/** Of the sums of stems, at levels that bring them up by at most 12 dB in all. */
const ROUNDING = 2 ** -36

describe('latency of any desk', () => {
  test('is compensated on every path: an impulse on all stems comes out once, on its frame', () => {
    const size = 2 ** -16
    const click: Signal = (frame) => [size * impulseAt(CLICK)(frame)[0], 0]
    fc.assert(
      fc.property(desk(latent), (lanes) => {
        const { left, right } = mixOf(lanes, latentOnes, [click, click, click])
        const expected = expectedLevel(lanes)
        const most = TOLERANCE * expected + ROUNDING / size
        expect(Math.abs(left[CLICK]! / size - expected)).toBeLessThan(most)
        left[CLICK] = 0
        expect(Math.max(...left.map(Math.abs), ...right.map(Math.abs)) / size).toBeLessThan(most)
      }),
      { numRuns: RUNS },
    )
  })

  // By whole quanta, because the detectors of dynamics take levels on a grid of the stream.
  test('is compensated at every side-chain: late inserts anywhere leave the sound as it is', () => {
    const signals = [noise(1, 0.01), noise(2, 0.003), noise(3, 0.02)]
    fc.assert(
      fc.property(desk(evenlyLatent), (lanes) => {
        const prompt = mixOf(lanes, workingOnes, signals)
        const late = mixOf(lanes, both, signals)
        for (const side of ['left', 'right'] as const) {
          const worst = prompt[side].reduce((most, sample, n) => Math.max(most, Math.abs(sample - late[side][n]!)), 0)
          expect(worst).toBeLessThan(TOLERANCE)
        }
      }),
      { numRuns: RUNS },
    )
  })
})

import { Arena, type CurvePoint, createProcessor, type InsertPlan } from '@mixwright/dsp'
import { describe, expect, test } from 'vitest'
import { noise, type Stereo, sameBits } from './_render.ts'

const RATE_HZ = 48000
const FRAMES = 3 * 4096

/** From one value to another over the whole of a test, with a bend off the grid. */
function moving(from: number, to: number): CurvePoint[] {
  return [
    { atFrame: 0, value: from, shape: 'line' },
    { atFrame: 5003, value: (2 * from + to) / 3, shape: 'smooth' },
    { atFrame: FRAMES, value: to, shape: 'line' },
  ]
}

/** Glides to one value and steps to another, off the grid. */
function stepping(from: number, to: number, last: number): CurvePoint[] {
  return [
    { atFrame: 0, value: from, shape: 'step' },
    { atFrame: 5003, value: to, shape: 'smooth' },
    { atFrame: 8101, value: last, shape: 'step' },
    { atFrame: 8301, value: to, shape: 'step' },
  ]
}

const compressor = {
  kind: 'compressor',
  ...{ thresholdDb: -20, ratio: 3, kneeDb: 6, attackMs: 5, releaseMs: 60, makeupDb: 2, mix: 1 },
  detector: 'peak',
  lookaheadMs: 2,
} as const

const impulse = { sampleRateHz: RATE_HZ, channels: [Float64Array.from([0.5, 0.25, -0.125])] }

/** A plan of each kind: standing, and the settings that move from where they stand. */
const plans: readonly (readonly [InsertPlan, object])[] = [
  [
    compressor,
    {
      ...{ thresholdDb: moving(-20, -40), ratio: moving(3, 8), kneeDb: moving(6, 0), makeupDb: moving(2, 6) },
      ...{ attackMs: moving(5, 20), releaseMs: moving(60, 200), mix: moving(1, 0.5) },
    },
  ],
  [
    {
      ...compressor,
      thresholdDb: -40,
      link: 1,
      sidechain: { highPassHz: moving(100, 100), lowPassHz: moving(12000, 12000) },
    },
    { link: moving(1, 0), sidechain: { highPassHz: moving(100, 4000), lowPassHz: moving(12000, 5000) } },
  ],
  [
    {
      kind: 'gate',
      ...{ thresholdDb: -1, hysteresisDb: 0, rangeDb: 40, attackMs: 1, holdMs: 0, releaseMs: 5, lookaheadMs: 1 },
      ...{ link: 1, sidechain: { highPassHz: moving(100, 100) } },
    },
    { link: moving(1, 0), thresholdDb: moving(-1, -3), sidechain: { highPassHz: moving(100, 4000) } },
  ],
  [
    {
      kind: 'gate',
      ...{ thresholdDb: -20, hysteresisDb: 4, rangeDb: 40, attackMs: 1, holdMs: 5, releaseMs: 30, lookaheadMs: 1 },
    },
    { thresholdDb: moving(-20, 6), rangeDb: moving(40, 60), holdMs: moving(5, 1) },
  ],
  [
    { kind: 'expander', thresholdDb: -6, ratio: 2, kneeDb: 6, rangeDb: 40, attackMs: 1, releaseMs: 50 },
    { thresholdDb: moving(-6, 0), ratio: moving(2, 4), releaseMs: moving(50, 90) },
  ],
  [
    { kind: 'deesser', freqHz: 6000, thresholdDb: -30, ratio: 4, attackMs: 1, releaseMs: 60, rangeDb: 12 },
    { thresholdDb: moving(-30, -45), ratio: moving(4, 2), rangeDb: moving(12, 6) },
  ],
  [
    { kind: 'deesser', freqHz: 6000, thresholdDb: -40, ratio: 4, attackMs: 1, releaseMs: 60, rangeDb: 12, link: 1 },
    { freqHz: moving(6000, 2000), link: moving(1, 0) },
  ],
  [{ kind: 'limiter', ceilingDbtp: -3, releaseMs: 'auto', lookaheadMs: 3 }, { ceilingDbtp: moving(-3, -12) }],
  [
    { kind: 'limiter', ceilingDbtp: -12, releaseMs: 20, lookaheadMs: 3, link: 1 },
    { releaseMs: moving(20, 400), link: moving(1, 0) },
  ],
  [
    { kind: 'limiter', ceilingDbtp: -9, releaseMs: 5, lookaheadMs: 2, holdMs: 10 },
    { holdMs: moving(10, 0), ceilingDbtp: moving(-9, -6) },
  ],
  [
    { kind: 'limiter', ceilingDbtp: -9, releaseMs: 5, lookaheadMs: 2, holdMs: 2, link: 0.4 },
    { holdMs: stepping(2, 12, 0.5) },
  ],
  [{ kind: 'clipper', ceilingDb: -6, curve: 'soft' }, { ceilingDb: moving(-6, -12) }],
  [{ kind: 'exciter', freqHz: 3000, driveDb: 12, curve: 'tube', amount: 0.5 }, { amount: moving(0.5, 0) }],
  [
    { kind: 'exciter', freqHz: 3000, driveDb: 6, curve: 'tube', amount: 1 },
    { freqHz: moving(3000, 900), driveDb: moving(6, 24) },
  ],
  [{ kind: 'stereo', width: 1.5, monoBelowHz: 120 }, { width: moving(1.5, 0) }],
  [{ kind: 'stereo', width: 1, monoBelowHz: 120 }, { monoBelowHz: moving(120, 450) }],
  [
    { kind: 'imager', crossoversHz: [200, 3000], widths: [0.5, 1, 1.5] },
    { crossoversHz: [moving(200, 100), moving(3000, 900)], widths: [moving(0.5, 1), 1, moving(1.5, 0.2)] },
  ],
  [
    { kind: 'saturation', curve: 'soft', driveDb: 6, toneDb: 0, mix: 0.8 },
    { driveDb: moving(6, 18), toneDb: moving(0, -6), mix: moving(0.8, 0.3) },
  ],
  [
    { kind: 'delay', timeMs: 20, feedback: 0.3, pingPong: true, lowPassHz: 4000, mix: 0.5 },
    { feedback: moving(0.3, 0.7), lowPassHz: moving(4000, 900), mix: moving(0.5, 1) },
  ],
  [
    {
      kind: 'delay',
      ...{ timeMs: 20, feedback: 0.3, pingPong: false, highPassHz: 300, mix: 0.5 },
      modulation: { rateHz: 3, depthMs: 2 },
    },
    { timeMs: stepping(20, 60, 35), highPassHz: moving(300, 2000) },
  ],
  [
    {
      kind: 'delay',
      ...{ timeMs: 20, feedback: 0.3, pingPong: false, mix: 0.5, modulation: { rateHz: 3, depthMs: 2 } },
      duck: { amountDb: 12, thresholdDb: -30, attackMs: 5, releaseMs: 80 },
    },
    {
      modulation: { rateHz: moving(3, 8), depthMs: moving(2, 6) },
      duck: {
        ...{ amountDb: moving(12, 3), thresholdDb: moving(-30, -6) },
        ...{ attackMs: moving(5, 30), releaseMs: moving(80, 300) },
      },
    },
  ],
  [
    { kind: 'reverb', space: 'room', decayS: 0.4, predelayMs: 0, dampingHz: 6000, width: 1, mix: 0.5 },
    { width: moving(1, 0), mix: moving(0.5, 1) },
  ],
  [
    { kind: 'reverb', space: 'hall', decayS: 1.2, predelayMs: 0, dampingHz: 6000, width: 1, mix: 0.5 },
    { decayS: moving(1.2, 1.2), dampingHz: moving(6000, 1000) },
  ],
  [
    { kind: 'reverb', space: 'plate', decayS: 0.8, predelayMs: moving(10, 10), dampingHz: 6000, width: 1, mix: 0.5 },
    { predelayMs: stepping(10, 40, 25) },
  ],
  [
    { kind: 'convolution', impulse, gainDb: 0, predelayMs: 10, normalize: false, mix: 0.5 },
    { predelayMs: moving(10, 40) },
  ],
  [
    { kind: 'convolution', impulse, gainDb: 0, predelayMs: 0, normalize: false, mix: 0.5 },
    { gainDb: moving(0, -12), mix: moving(0.5, 1) },
  ],
  [
    { kind: 'chorus', rateHz: 1, depthMs: 3, voices: 2, width: 1, mix: 0.5 },
    { rateHz: moving(1, 5), mix: moving(0.5, 0) },
  ],
  [
    { kind: 'chorus', rateHz: 2, depthMs: 3, voices: 2, width: 1, mix: 0.5 },
    { rateHz: moving(2, 5), depthMs: moving(3, 8), width: moving(1, 0) },
  ],
  [
    { kind: 'transient', attackDb: 3, sustainDb: -3 },
    { attackDb: moving(3, 9), sustainDb: moving(-3, 6) },
  ],
  [
    {
      kind: 'eq',
      bands: [
        { type: 'highPass', freqHz: moving(100, 100), slopeDbPerOct: 18 },
        { type: 'bell', freqHz: moving(800, 800), gainDb: moving(6, 6), q: moving(2, 2), on: 'left' },
        { type: 'highShelf', freqHz: 5000, gainDb: moving(-4, -4), on: 'side' },
        { type: 'bell', freqHz: 500, gainDb: 0, q: moving(1, 1), thresholdDb: moving(-30, -30), rangeDb: -6 },
        { type: 'highShelf', freqHz: moving(4000, 4000), gainDb: 0, thresholdDb: -30, rangeDb: 6, on: 'right' },
      ],
    },
    {
      bands: [
        { type: 'highPass', freqHz: moving(100, 2000), slopeDbPerOct: 18 },
        { type: 'bell', freqHz: moving(800, 3000), gainDb: moving(6, -6), q: moving(2, 0.5), on: 'left' },
        { type: 'highShelf', freqHz: 5000, gainDb: moving(-4, 8), on: 'side' },
        {
          ...{ type: 'bell', freqHz: 500, gainDb: 0, q: moving(1, 3), thresholdDb: moving(-30, -50) },
          ...{ rangeDb: moving(-6, -3), attackMs: moving(5, 20), releaseMs: moving(80, 20) },
        },
        {
          ...{ type: 'highShelf', freqHz: moving(4000, 1000), gainDb: 0, on: 'right' },
          ...{ thresholdDb: -30, rangeDb: moving(6, 0) },
        },
      ],
    },
  ],
  [
    {
      kind: 'eq',
      phase: 'linear',
      bands: [
        { type: 'bell', freqHz: moving(800, 800), gainDb: moving(6, 6), q: 2, on: 'side' },
        { type: 'highShelf', freqHz: 5000, gainDb: -4 },
      ],
    },
    {
      bands: [
        { type: 'bell', freqHz: moving(800, 3000), gainDb: moving(6, -9), q: 2, on: 'side' },
        { type: 'highShelf', freqHz: 5000, gainDb: -4 },
      ],
    },
  ],
  [
    { kind: 'multiband', crossoversHz: [500], bands: [bandOf(-20, 2), bandOf(-20, 4)] },
    { bands: [{ ...bandOf(-20, 2), thresholdDb: moving(-20, -40) }, bandOf(-20, 4)] },
  ],
  [
    { kind: 'multiband', crossoversHz: [500, 4000], bands: [bandOf(-20, 2), bandOf(-30, 4), bandOf(-20, 2)] },
    { crossoversHz: [moving(500, 2000), 4000] },
  ],
]

function bandOf(thresholdDb: number, ratio: number) {
  return { thresholdDb, ratio, kneeDb: 6, attackMs: 5, releaseMs: 60, makeupDb: 0 }
}

/** Renders in blocks, each told its song frame. */
function render(plan: InsertPlan, input: Stereo, blockFrames = 512): Stereo {
  const arena = new Arena()
  arena.bytes(arena.mark(), 300_000).fill(0x55)
  const processor = createProcessor(plan, arena, RATE_HZ)
  processor.reset()
  const at = arena.allocFrames(blockFrames)
  const frames = input.left.length
  const [left, right] = [new Float64Array(frames), new Float64Array(frames)]
  for (let start = 0; start < frames; start += blockFrames) {
    const count = Math.min(blockFrames, frames - start)
    const into = arena.f64(at, 2 * count)
    for (let n = 0; n < count; n++) into.set([input.left[start + n]!, input.right[start + n]!], 2 * n)
    processor.process(at, count, undefined, start)
    const out = arena.f64(at, 2 * count)
    for (let n = 0; n < count; n++) {
      left[start + n] = out[2 * n]!
      right[start + n] = out[2 * n + 1]!
    }
  }
  return { left, right }
}

function largestDifference(a: Stereo, b: Stereo): number {
  const differ = (x: Float64Array, y: Float64Array) => x.reduce((most, v, i) => Math.max(most, Math.abs(v - y[i]!)), 0)
  return Math.max(differ(a.left, b.left), differ(a.right, b.right))
}

/** The same plan, all that moves held at its first value by curves that never leave it. */
function held(moves: object): object {
  const entries = Object.entries(moves).map(([key, value]) => [key, holding(value)])
  return Object.fromEntries(entries)
}

function holding(value: unknown): unknown {
  if (!Array.isArray(value)) return typeof value === 'object' && value !== null ? held(value) : value
  if (typeof value[0] === 'object' && 'atFrame' in value[0]) return moving(value[0].value, value[0].value)
  return value.map(holding)
}

describe.each(plans)('moving $kind', (standing, moves) => {
  const input = noise(FRAMES)
  const plan = { ...standing, ...moves } as InsertPlan

  test('gives the same bits in blocks of 64, 192 and 4096 frames', () => {
    const whole = render(plan, input, 4096)
    expect(sameBits(render(plan, input, 64), whole)).toBe(true)
    expect(sameBits(render(plan, input, 192), whole)).toBe(true)
  })

  test('is heard', () => {
    expect(largestDifference(render(plan, input), render(standing, input))).toBeGreaterThan(0.01)
  })

  test('by curves that stay where they begin is what stands still, within 1e-8', () => {
    const still = render({ ...standing, ...held(moves) } as InsertPlan, input)
    expect(largestDifference(still, render(standing, input))).toBeLessThan(1e-8)
  })

  test('passes the input by, in time, while it is bypassed', () => {
    const bypass: CurvePoint[] = [
      { atFrame: 8192, value: 0, shape: 'line' },
      { atFrame: 8432, value: 1, shape: 'smooth' },
    ]
    const arena = new Arena()
    const { latencyFrames } = createProcessor(plan, arena, RATE_HZ)
    const out = render({ ...plan, bypass }, input)
    const whole = render(plan, input)
    const first = latencyFrames + 8192
    expect(out.left.subarray(0, first)).toEqual(whole.left.subarray(0, first))
    expect(out.left.subarray(first + 240)).toEqual(input.left.subarray(8432, FRAMES - latencyFrames))
  })
})

test('a processor that begins where it would do nothing begins to work', () => {
  const input = noise(FRAMES)
  for (const plan of [
    { kind: 'transient', attackDb: moving(0, 12), sustainDb: 0 },
    { ...compressor, makeupDb: 0, ratio: moving(1, 10) },
    { kind: 'deesser', freqHz: 6000, thresholdDb: -40, ratio: 4, attackMs: 1, releaseMs: 60, rangeDb: moving(0, 12) },
  ] satisfies InsertPlan[]) {
    expect(largestDifference(render(plan, input), input)).toBeGreaterThan(0.01)
  }
})

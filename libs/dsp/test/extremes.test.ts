import { Arena, createProcessor, type InsertPlan, type Processor } from '@mixwright/dsp'
import { describe, expect, test } from 'vitest'
import { noise } from './_render.ts'

const RATE_HZ = 48000
const FRAMES = 64 * 64
const MOST_REST_S = 60

const dynamics = { kneeDb: 0, makeupDb: 0, attackMs: 0.01, releaseMs: 1 }
const impulse = { sampleRateHz: RATE_HZ, channels: [noise(300).left, noise(300, 2).left] }

/** Every processor at settings as far out as the language allows. */
const PLANS: readonly [string, InsertPlan][] = [
  [
    'eq',
    {
      kind: 'eq',
      bands: [
        { type: 'highPass', freqHz: 20, slopeDbPerOct: 48 },
        { type: 'bell', freqHz: 30, gainDb: 24, q: 8 },
        { type: 'highShelf', freqHz: 16000, gainDb: 24, q: 2 },
        { type: 'lowPass', freqHz: 22000, slopeDbPerOct: 48 },
      ],
    },
  ],
  [
    'moving eq',
    {
      kind: 'eq',
      bands: [{ type: 'bell', freqHz: 200, gainDb: 0, q: 8, thresholdDb: -60, rangeDb: 24, attackMs: 0, releaseMs: 5 }],
    },
  ],
  ['linear-phase eq', { kind: 'eq', phase: 'linear', bands: [{ type: 'bell', freqHz: 100, gainDb: -24, q: 8 }] }],
  [
    'compressor',
    {
      kind: 'compressor',
      thresholdDb: -80,
      ratio: Number.POSITIVE_INFINITY,
      mix: 1,
      detector: 'peak',
      lookaheadMs: 20,
      ...dynamics,
    },
  ],
  [
    'compressor of mean squares',
    {
      kind: 'compressor',
      thresholdDb: -80,
      ratio: 100,
      mix: 0.5,
      detector: 'rms',
      lookaheadMs: 0,
      link: 0,
      sidechain: { highPassHz: 20, lowPassHz: 20000 },
      ...dynamics,
      makeupDb: 36,
    },
  ],
  ['expander', { kind: 'expander', thresholdDb: 0, ratio: 20, rangeDb: 120, kneeDb: 36, attackMs: 0.01, releaseMs: 1 }],
  [
    'gate',
    {
      kind: 'gate',
      thresholdDb: 0,
      hysteresisDb: 20,
      rangeDb: 120,
      attackMs: 0.01,
      holdMs: 0,
      releaseMs: 1,
      lookaheadMs: 20,
      link: 0.5,
    },
  ],
  [
    'deesser',
    { kind: 'deesser', freqHz: 1000, thresholdDb: -80, ratio: 100, attackMs: 0.01, releaseMs: 1, rangeDb: 36, link: 0 },
  ],
  [
    'multiband',
    {
      kind: 'multiband',
      crossoversHz: [20, 200, 2000, 20000],
      bands: Array.from({ length: 5 }, () => ({ ...dynamics, thresholdDb: -80, ratio: 100, makeupDb: 36 })),
    },
  ],
  ['transient', { kind: 'transient', attackDb: 15, sustainDb: 15 }],
  ...(['tape', 'tube', 'soft', 'hard'] as const).map((curve): [string, InsertPlan] => [
    `saturation ${curve}`,
    { kind: 'saturation', curve, driveDb: 36, toneDb: 12, mix: 0.9 },
  ]),
  ['clipper', { kind: 'clipper', ceilingDb: -24, curve: 'hard' }],
  ['exciter', { kind: 'exciter', freqHz: 1000, driveDb: 36, curve: 'tube', amount: 1 }],
  ['chorus', { kind: 'chorus', rateHz: 10, depthMs: 10, voices: 4, width: 1, mix: 1 }],
  ...(['room', 'chamber', 'plate', 'hall'] as const).map((space): [string, InsertPlan] => [
    `reverb ${space}`,
    { kind: 'reverb', space, decayS: 0.1, predelayMs: 1, dampingHz: 20000, width: 2, mix: 1 },
  ]),
  ['convolution', { kind: 'convolution', impulse, gainDb: 24, predelayMs: 3, normalize: true, mix: 0.5 }],
  ['delay', { kind: 'delay', timeMs: 1, feedback: 0.95, pingPong: true, lowPassHz: 100, highPassHz: 10, mix: 1 }],
  [
    'delay that moves and ducks',
    {
      kind: 'delay',
      timeMs: 1,
      feedback: 0.95,
      pingPong: false,
      modulation: { rateHz: 10, depthMs: 1 },
      duck: { amountDb: 60, thresholdDb: -80, attackMs: 0.01, releaseMs: 1 },
      mix: 0.5,
    },
  ],
  ['limiter', { kind: 'limiter', ceilingDbtp: -24, releaseMs: 1, lookaheadMs: 0.5 }],
  ['limiter with automatic release', { kind: 'limiter', ceilingDbtp: 0, releaseMs: 'auto', lookaheadMs: 10 }],
  ['stereo', { kind: 'stereo', width: 2, monoBelowHz: 300 }],
]

/** Largest sample, and what it is at frame n. */
const INPUTS: readonly [string, number, (n: number) => number][] = [
  ['full-scale squares', 1, (n) => (Math.floor(n / 50) % 2 === 0 ? 1 : -1)],
  ['the highest square', 1, (n) => (n % 2 === 0 ? 1 : -1)],
  ['DC', 1, () => 1],
  ['denormals', 1e-310, (n) => (n % 3 === 0 ? 1e-310 : -4e-311)],
  ['±1e30', 1e30, (n) => (Math.floor(n / 7) % 2 === 0 ? 1e30 : -1e30)],
  ['silence', 0, () => 0],
  ['negative zeros', 0, () => -0],
  ['one sample', 1, (n) => (n === 0 ? 1 : 0)],
  ['one sample of 1e30', 1e30, (n) => (n === 0 ? 1e30 : 0)],
]
/** No setting here amplifies by more. */
const MOST_GAIN = 10 ** (120 / 20)
/** Far below anything that can be written to a file, yet above what is flushed. */
const FLUSHED = 1e-20

/** Largest sample of some input, after which the processor must come to rest; -1 when it does not. */
function loudest(processor: Processor, arena: Arena, sampleAt: (n: number) => number): number {
  const audio = arena.allocFrames(FRAMES)
  const frames = arena.f64(audio, 2 * FRAMES)
  for (let n = 0; n < FRAMES; n++) frames.fill(sampleAt(n), 2 * n, 2 * n + 2)
  let top = 0
  for (let done = 0; ; done += FRAMES) {
    processor.process(audio, FRAMES)
    // What is not a number lasts, or lies in the first blocks.
    if (done < 2 * FRAMES && !arena.f64(audio, 2 * FRAMES).every(Number.isFinite)) return Number.NaN
    top = Math.max(top, arena.kernels.peak(audio, FRAMES))
    if (!Number.isFinite(top) || processor.isAtRest()) return top
    if (done > MOST_REST_S * RATE_HZ) return -1
    arena.f64(audio, 2 * FRAMES).fill(0)
  }
}

describe.each(PLANS)('%s', (_, plan) => {
  test('stays finite and bounded on whatever comes, and comes to rest after it', () => {
    for (const [input, size, sampleAt] of INPUTS) {
      const arena = new Arena()
      const processor = createProcessor(plan, arena, RATE_HZ)
      processor.reset()
      const top = loudest(processor, arena, sampleAt)
      expect(top, `${input}: at rest`).not.toBe(-1)
      expect(top, input).toBeLessThanOrEqual(size * MOST_GAIN + FLUSHED)
    }
  })
})

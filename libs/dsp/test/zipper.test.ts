import { Arena, type CurvePoint, createProcessor, type EqBand, type InsertPlan } from '@mixwright/dsp'
import { describe, expect, test } from 'vitest'
import type { CompressorOptions } from '../src/compressor.ts'
import { curveValue } from '../src/curve.ts'
import { reductionDb } from '../src/gain-curve.ts'
import { settingsAt } from '../src/may-move.ts'
import { sweptSections } from '../src/swept-sections.ts'
import { powerSpectrum } from './_spectrum.ts'

const RATE_HZ = 48000
const FRAMES = 24_576
const TONE_HZ = 1000
/** Of what differs from settings that move with every sample, under the tone. */
const TWIN_DB = -85
/** Of all that lies away from the tone, under the tone. */
const SPUR_DB = -100
/** Reach of the tone in a spectrum of 8192 frames, and of what its level does. */
const SKIRT_HZ = 200

const tone = Float64Array.from({ length: FRAMES }, (_, n) => 0.5 * Math.sin((2 * Math.PI * TONE_HZ * n) / RATE_HZ))

function line(from: number, to: number, shape: CurvePoint['shape'] = 'line'): CurvePoint[] {
  return [
    { atFrame: 0, value: from, shape },
    { atFrame: FRAMES, value: to, shape },
  ]
}

function render(plan: InsertPlan): Float64Array {
  const arena = new Arena()
  const processor = createProcessor(plan, arena, RATE_HZ)
  processor.reset()
  const at = arena.allocFrames(FRAMES)
  const into = arena.f64(at, 2 * FRAMES)
  for (let n = 0; n < FRAMES; n++) into[2 * n] = into[2 * n + 1] = tone[n]!
  processor.process(at, FRAMES, undefined, 0)
  return arena.f64(at, 2 * FRAMES).filter((_, i) => i % 2 === 0)
}

/** The same band, designed anew for every sample. */
function twin(band: object): Float64Array {
  const states: number[] = []
  return tone.map((sample, frame) => {
    const coefficients = sweptSections(settingsAt<EqBand>(band as never, frame), RATE_HZ)
    let x = sample
    for (let at = 0, s = 0; at < coefficients.length; at += 5, s += 2) {
      const [g, k, m0, m1, m2] = coefficients.slice(at, at + 5) as [number, number, number, number, number]
      const [b, c] = [states[s] ?? 0, states[s + 1] ?? 0]
      const v1 = (b + g * (x - c)) / (1 + g * (g + k))
      const v2 = c + g * v1
      states[s] = 2 * v1 - b
      states[s + 1] = 2 * v2 - c
      x = m0 * x + m1 * v1 + m2 * v2
    }
    return x
  })
}

const rms = (samples: Float64Array) => Math.sqrt(samples.reduce((sum, x) => sum + x * x, 0) / samples.length)
const dB = (ratio: number) => 20 * Math.log10(ratio)

/** Largest line of the spectrum away from the tone, in dB under it. */
function spurDb(samples: Float64Array): number {
  const size = 8192
  const power = powerSpectrum(samples.subarray(FRAMES - 2 * size), size)
  const near = (_: number, bin: number) => Math.abs((bin * RATE_HZ) / size - TONE_HZ) < SKIRT_HZ
  const top = Math.max(...power.filter(near))
  return 10 * Math.log10(Math.max(...power.filter((value, bin) => !near(value, bin))) / top)
}

describe('a sine through a band that moves', () => {
  test.each([
    ['a bell whose gain goes from -12 to 12 dB', { type: 'bell', freqHz: TONE_HZ, gainDb: line(-12, 12), q: 2 }],
    ['a bell that sweeps five octaves', { type: 'bell', freqHz: line(200, 6400, 'exponential'), gainDb: 12, q: 4 }],
    [
      'a low-pass of 24 dB/oct that sweeps five octaves',
      { type: 'lowPass', freqHz: line(500, 16_000, 'exponential'), slopeDbPerOct: 24 },
    ],
  ])(`%s is within ${TWIN_DB} dB of one designed for every sample`, (_, band) => {
    const moving = render({ kind: 'eq', bands: [band as never] })
    const ideal = twin(band)
    const rest = rms(moving.map((sample, n) => sample - ideal[n]!))
    expect(dB(rest / rms(ideal))).toBeLessThan(TWIN_DB)
    expect(moving.every(Number.isFinite)).toBe(true)
  })
})

describe('a sine through a band that follows the level and moves', () => {
  const follower = { type: 'bell', freqHz: TONE_HZ, gainDb: 0, q: 2, thresholdDb: -60, rangeDb: -9 } as const

  test('whose frequency sweeps two octaves is within -90 dB of a filter set for every sample', () => {
    const sweep = line(500, 2000, 'exponential')
    const out = render({ kind: 'eq', bands: [{ ...follower, freqHz: sweep }] })
    const square = 10 ** (-9 / 20)
    const k = 1 / (follower.q * Math.sqrt(square))
    let [b, c] = [0, 0]
    const ideal = tone.map((x, frame) => {
      const g = Math.tan((Math.PI * curveValue(sweep, frame)) / RATE_HZ)
      const v1 = (b + g * (x - c)) / (1 + g * (g + k))
      const v2 = c + g * v1
      b = 2 * v1 - b
      c = 2 * v2 - c
      return x + k * (square - 1) * v1
    })
    const settled = 9600
    const rest = rms(out.subarray(settled).map((sample, n) => sample - ideal[settled + n]!))
    expect(dB(rest / rms(ideal))).toBeLessThan(-90)
  })

  test(`whose range goes from -3 to -15 dB leaves it clean to ${SPUR_DB} dB`, () => {
    const moving = render({
      kind: 'eq',
      bands: [{ ...follower, attackMs: 0.1, releaseMs: 30, rangeDb: line(-3, -15) }],
    })
    expect(spurDb(moving)).toBeLessThan(SPUR_DB)
    expect(dB(rms(moving.subarray(-480)) / rms(tone))).toBeCloseTo(-14.9, 1)
  })

  test('whose frequency moves, but whose gain is 0 dB while it is quiet, is passed bit for bit', () => {
    const band = { ...follower, freqHz: line(500, 2000), q: line(1, 4), thresholdDb: 0 }
    expect(render({ kind: 'eq', bands: [band] }).every((sample, n) => sample === tone[n])).toBe(true)
  })
})

const gate = {
  kind: 'gate',
  ...{ thresholdDb: 0, hysteresisDb: 0, rangeDb: 20, attackMs: 0.1, holdMs: 0, releaseMs: 1, lookaheadMs: 0 },
} as const
const expander = {
  kind: 'expander',
  ...{ thresholdDb: -2, ratio: 3, kneeDb: 6, rangeDb: 60, attackMs: 1, releaseMs: 20, lookaheadMs: 0 },
} as const

const compressor = {
  kind: 'compressor',
  ...{ thresholdDb: -20, ratio: 4, kneeDb: 6, attackMs: 1, releaseMs: 50, makeupDb: 0, mix: 1, lookaheadMs: 0 },
  detector: 'peak',
} as const

test.each<readonly [string, InsertPlan]>([
  ['a compressor whose makeup rises by 12 dB', { ...compressor, makeupDb: line(0, 12) }],
  ['a delay that is mixed in', { kind: 'delay', timeMs: 2, feedback: 0.5, pingPong: false, mix: line(0, 1) }],
  ['a low-pass that sweeps', { kind: 'eq', bands: [{ type: 'lowPass', freqHz: line(500, 9000), slopeDbPerOct: 24 }] }],
  ['a stereo image whose mono lows rise', { kind: 'stereo', width: 0.5, monoBelowHz: line(60, 450, 'exponential') }],
  ['an imager whose crossover sweeps', { kind: 'imager', crossoversHz: [line(300, 4000)], widths: [0, line(0, 2)] }],
  [
    'a multiband whose crossover sweeps',
    { kind: 'multiband', crossoversHz: [line(300, 4000)], bands: [made(-6), made(6)] },
  ],
  [
    'a compressor whose side-chain filters sweep and whose link falls',
    {
      ...{ ...compressor, thresholdDb: -40, attackMs: 30, releaseMs: 300, link: line(1, 0) },
      sidechain: { highPassHz: line(300, 1200), lowPassHz: line(16_000, 2000) },
    },
  ],
  [
    'a delay that is ducked less and less',
    {
      ...{ kind: 'delay', timeMs: 2, feedback: 0.3, pingPong: false, mix: 0.5 },
      duck: { amountDb: line(30, 0), thresholdDb: -40, attackMs: 10, releaseMs: line(100, 400) },
    },
  ],
])(`%s leaves a sine clean to ${SPUR_DB} dB`, (_, plan) => {
  expect(spurDb(render(plan))).toBeLessThan(SPUR_DB)
})

function made(makeupDb: number) {
  return { thresholdDb: 0, ratio: 1, kneeDb: 0, attackMs: 5, releaseMs: 60, makeupDb }
}

test.each<readonly [string, InsertPlan, number]>([
  [
    'a chorus whose depth, rate and width move',
    { kind: 'chorus', voices: 2, mix: 0.5, rateHz: line(0.5, 2), depthMs: line(1, 6), width: line(0, 1) },
    -85,
  ],
  [
    'a delay whose modulation moves',
    {
      kind: 'delay',
      timeMs: 20,
      feedback: 0,
      pingPong: false,
      mix: 1,
      modulation: { rateHz: line(0.5, 3), depthMs: line(0.1, 4) },
    },
    -89,
  ],
])('%s leaves a sine clean to what reading between frames adds', (_, plan, mostDb) => {
  expect(spurDb(render(plan))).toBeLessThan(mostDb)
})

test('an exciter whose drive and frequency move makes nothing but harmonics', () => {
  const out = render({ kind: 'exciter', freqHz: line(500, 900), driveDb: line(0, 24), curve: 'tape', amount: 1 })
  const size = 8192
  const power = powerSpectrum(out.subarray(FRAMES - 2 * size), size)
  const isBeside = (_: number, bin: number) => {
    const hz = (bin * RATE_HZ) / size
    return Math.abs(hz - TONE_HZ * Math.round(hz / TONE_HZ)) > SKIRT_HZ
  }
  expect(10 * Math.log10(Math.max(...power.filter(isBeside)) / Math.max(...power))).toBeLessThan(SPUR_DB)
})

test('a compressor whose threshold falls by 60 dB a second leaves a sine clean to -85 dB', () => {
  expect(spurDb(render({ ...compressor, thresholdDb: line(-10, -40) }))).toBeLessThan(-85)
  expect(spurDb(render({ ...compressor, thresholdDb: line(-10, -10.001) }))).toBeLessThan(SPUR_DB)
})

/** A compressor of peaks whose settings are those of each group of four frames: level, curve, smoothing and gain. */
function compressedTwin(plan: object, shortestReleaseMs: number): Float64Array {
  const holdGroups = Math.floor((0.04 * shortestReleaseMs * RATE_HZ) / 4000)
  const pole = (ms: number) => Math.exp(-4000 / (ms * RATE_HZ))
  let [envelope, gain] = [0, 1]
  const out = new Float64Array(FRAMES)
  for (let at = 0; at < FRAMES; at += 4) {
    const settings = settingsAt<CompressorOptions>(plan as never, at + 4)
    const held = tone.subarray(Math.max(0, at - 4 * holdGroups), at + 4)
    const levelDb = dB(held.reduce((most, sample) => Math.max(most, Math.abs(sample)), 1e-15))
    const wanted = reductionDb(settings, levelDb) / dB(2)
    const releaseMs = (settings.releaseMs as number) - (holdGroups * 4000) / RATE_HZ
    envelope = wanted + (envelope - wanted) * pole(wanted > envelope ? settings.attackMs : releaseMs)
    const next = 2 ** -envelope
    for (let n = 0; n < 4; n++) out[at + n] = tone[at + n]! * (gain + ((next - gain) * (n + 1)) / 4)
    gain = next
  }
  return out
}

test.each([
  ['ratio goes from 1 to 8', { ratio: line(1, 8) }],
  ['ratio goes from 8 to 1', { ratio: line(8, 1) }],
  ['knee goes from 24 to 0 dB', { kneeDb: line(24, 0) }],
  [
    'attack and release grow while its ratio falls',
    { ratio: line(8, 1), attackMs: line(1, 30), releaseMs: line(50, 400) },
  ],
])('a compressor whose %s is within -90 dB of one that moves with every four frames', (_, moves) => {
  const plan = { ...compressor, thresholdDb: -8, ...moves }
  const [moving, ideal] = [render(plan as InsertPlan), compressedTwin(plan, 50)]
  const rest = rms(moving.map((sample, n) => sample - ideal[n]!))
  expect(dB(rest / rms(ideal))).toBeLessThan(-90)
})

test.each<readonly [string, InsertPlan]>([
  ['a gate that closes further', { ...gate, rangeDb: line(0, 40) }],
  ['an expander whose ratio falls', { ...expander, ratio: line(3, 1) }],
])(`%s leaves a sine clean to ${SPUR_DB} dB`, (_, plan) => {
  expect(spurDb(render(plan))).toBeLessThan(SPUR_DB)
})

test('a compressor whose attack becomes longer than its release, and shorter again, lets through no more than it hears', () => {
  const attackMs: CurvePoint[] = [
    ...line(1, 300).slice(0, 1),
    { atFrame: 9000, value: 300, shape: 'line' },
    ...line(1, 1).slice(1),
  ]
  const out = render({ ...compressor, attackMs })
  expect(out.every((sample, n) => Math.abs(sample) <= Math.abs(tone[n]!))).toBe(true)
  const settled = render(compressor).subarray(-4800)
  expect(Math.abs(dB(rms(out.subarray(-4800)) / rms(settled)))).toBeLessThan(0.1)
})

test('a drive that moves by 24 dB leaves what is quiet at its level within 0.001 dB', () => {
  const quiet = { kind: 'saturation', curve: 'soft', driveDb: line(0, 24), toneDb: 0, mix: 1 } as const
  const arena = new Arena()
  const processor = createProcessor(quiet, arena, RATE_HZ)
  processor.reset()
  const at = arena.allocFrames(FRAMES)
  const into = arena.f64(at, 2 * FRAMES)
  for (let n = 0; n < FRAMES; n++) into[2 * n] = into[2 * n + 1] = 1e-4 * tone[n]!
  processor.process(at, FRAMES, undefined, 0)
  const out = arena.f64(at, 2 * FRAMES).filter((_, i) => i % 2 === 0)
  const late = processor.latencyFrames
  const rest = rms(out.subarray(late + 1000).map((sample, n) => sample - 1e-4 * tone[n + 1000]!))
  expect(dB(rest / (1e-4 * rms(tone)))).toBeLessThan(-78)
})

/** Largest line of the spectrum between the harmonics of a tone that moves a limiter in every period, in dB under it. */
function betweenHarmonicsDb(settings: object): number {
  const toneHz = (23 * RATE_HZ) / 8192 // so that what comes every 64 frames falls between its harmonics
  const arena = new Arena()
  const plan = { kind: 'limiter', ceilingDbtp: -12, lookaheadMs: 1, releaseMs: 20, holdMs: 0, link: 1, ...settings }
  const processor = createProcessor(plan as InsertPlan, arena, RATE_HZ)
  processor.reset()
  const at = arena.allocFrames(FRAMES)
  const into = arena.f64(at, 2 * FRAMES)
  for (let n = 0; n < FRAMES; n++) {
    into[2 * n] = 0.5 * Math.sin((2 * Math.PI * toneHz * n) / RATE_HZ)
    into[2 * n + 1] = 0.7 * into[2 * n]!
  }
  processor.process(at, FRAMES, undefined, 0)
  const size = 8192
  const right = arena.f64(at, 2 * FRAMES).filter((_, i) => i % 2 === 1)
  const power = powerSpectrum(right.subarray(FRAMES - 2 * size), size)
  const isBetween = (_: number, bin: number) => {
    const hz = (bin * RATE_HZ) / size
    return Math.abs(hz - toneHz * Math.round(hz / toneHz)) > 48
  }
  return 10 * Math.log10(Math.max(...power.filter(isBetween)) / Math.max(...power))
}

test.each<readonly [string, object, number]>([
  ['release', { releaseMs: line(5, 60) }, -130],
  ['link', { link: line(0.65, 1) }, -90],
  ['hold', { holdMs: line(0, 3) }, -134],
])('a limiter whose %s moves adds next to nothing between the harmonics of a low tone', (_, moves, mostDb) => {
  expect(betweenHarmonicsDb(moves)).toBeLessThan(mostDb)
})

test('a gate whose hysteresis shrinks closes within the four frames in which it lets go', () => {
  const plan = { ...gate, thresholdDb: -20, hysteresisDb: line(12, 0), releaseMs: 0, holdMs: 0 }
  // The hysteresis is 6 dB half way: there a level of 6 dB under the threshold falls under it.
  expect(Math.abs(firstShut(plan, 4800, -26) - FRAMES / 2)).toBeLessThanOrEqual(8)
})

test('a gate whose hold grows stays open for the hold of the moment at which the sound ends', () => {
  for (const end of [4803, 12_290, 19_010]) {
    const plan = { ...gate, thresholdDb: -20, hysteresisDb: 0, releaseMs: 0, holdMs: line(0, 80) }
    const held = (80 * 48 * end) / FRAMES
    const late = firstShut(plan, end, -60) - end - held
    expect(Math.abs(late), `sound until ${end}`).toBeLessThanOrEqual(8)
  }
})

/** The first frame that a gate takes down, of full scale up to a frame and another level from it on. */
function firstShut(plan: object, end: number, levelDb: number): number {
  const arena = new Arena()
  const processor = createProcessor(plan as InsertPlan, arena, RATE_HZ)
  processor.reset()
  const at = arena.allocFrames(FRAMES)
  const input = Float64Array.from({ length: FRAMES }, (_, n) => (n < end ? 1 : 10 ** (levelDb / 20)))
  for (let n = 0; n < FRAMES; n++) arena.f64(at, 2 * FRAMES).fill(input[n]!, 2 * n, 2 * n + 2)
  processor.process(at, FRAMES, undefined, 0)
  const out = arena.f64(at, 2 * FRAMES)
  return input.findIndex((sample, n) => n >= end && out[2 * n]! < 0.999 * sample)
}

test('a band of a multiband that stands is as it was while one beside it moves by 12 dB', () => {
  const bands = (low: object) => [
    { ...made(0), ...low },
    { ...made(0), thresholdDb: -20, ratio: 4 },
  ]
  const plan = (low: object) => ({ kind: 'multiband', crossoversHz: [100], bands: bands(low) }) as InsertPlan
  const [moving, standing] = [render(plan({ makeupDb: line(-12, 12) })), render(plan({}))]
  expect(spurDb(moving)).toBeLessThan(SPUR_DB)
  // The low band hears the tone 80 dB down, and its gain ends 12 dB up.
  const settled = 9600
  const rest = rms(moving.subarray(settled).map((sample, n) => sample - standing[settled + n]!))
  expect(dB(rest / rms(standing))).toBeLessThan(-65)
})

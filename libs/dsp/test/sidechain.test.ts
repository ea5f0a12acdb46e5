import {
  Arena,
  Compressor,
  type CompressorOptions,
  Deesser,
  Expander,
  type ExpanderOptions,
  Gate,
  type GateOptions,
  type Processor,
  reductionDb,
} from '@mixwright/dsp'
import { describe, expect, test } from 'vitest'
import { scaled, testProcessorRules } from './_processor-rules.ts'
import { impulse, noise, render, type Stereo, sameBits } from './_render.ts'
import { fitTone, toDb } from './_tone.ts'

const RATE_HZ = 48000
const COMPRESSOR: CompressorOptions = {
  thresholdDb: -30,
  ratio: 4,
  attackMs: 5,
  releaseMs: 60,
  kneeDb: 6,
  makeupDb: 0,
  mix: 1,
  detector: 'peak',
  lookaheadMs: 0,
}
const GATE: GateOptions = {
  thresholdDb: -30,
  hysteresisDb: 4,
  rangeDb: 40,
  attackMs: 1,
  holdMs: 5,
  releaseMs: 30,
  lookaheadMs: 0,
}
const EXPANDER: ExpanderOptions = {
  thresholdDb: -20,
  ratio: 2,
  rangeDb: 40,
  kneeDb: 6,
  attackMs: 1,
  releaseMs: 50,
}
const FRAMES = 64 * 300

type Make = (link: number | undefined, arena: Arena) => Processor

const LINKED: readonly (readonly [string, Make])[] = [
  ['compressor', (link, arena) => new Compressor({ ...COMPRESSOR, link }, arena, RATE_HZ)],
  [
    'compressor of mean squares',
    (link, arena) => new Compressor({ ...COMPRESSOR, detector: 'rms', makeupDb: 3, mix: 0.7, link }, arena, RATE_HZ),
  ],
  ['gate', (link, arena) => new Gate({ ...GATE, lookaheadMs: 2, link }, arena, RATE_HZ)],
  ['expander', (link, arena) => new Expander({ ...EXPANDER, link }, arena, RATE_HZ)],
  [
    'de-esser',
    (link, arena) => {
      const options = { freqHz: 5000, thresholdDb: -40, ratio: 4, attackMs: 1, releaseMs: 60, rangeDb: 12 }
      return new Deesser({ ...options, link }, arena, RATE_HZ)
    },
  ],
]

function run(make: Make, link: number | undefined, input: Stereo, blockFrames = 512): Stereo {
  const arena = new Arena()
  const processor = make(link, arena)
  processor.reset()
  return render(processor, arena, input, blockFrames)
}

/** Noise whose loudness comes and goes, at other times on each side. */
function unlike(): Stereo {
  const { left, right } = noise(FRAMES)
  const size = (n: number, every: number) => (n % every < every / 3 ? 0.5 : 0.002)
  return { left: left.map((x, n) => x * size(n, 9000)), right: right.map((x, n) => x * size(n, 7000)) }
}

function sine(freqHz: number, peakDbfs: number, frames = FRAMES): Float64Array {
  const gain = 10 ** (peakDbfs / 20)
  return Float64Array.from({ length: frames }, (_, n) => gain * Math.sin((2 * Math.PI * freqHz * n) / RATE_HZ))
}

/** Whether samples are the same numbers; quicker than `toEqual`. */
function isSame(a: Float64Array, b: Float64Array): boolean {
  return a.length === b.length && a.every((x, n) => x === b[n])
}

function amplitudeDb(signal: Float64Array, freqHz: number): number {
  return toDb(fitTone(signal.subarray(signal.length / 2), freqHz, RATE_HZ).amplitude)
}

describe.each(LINKED)('stereo link of the %s', (_, make) => {
  test('at 0 each channel gets what it would get alone, bit for bit', () => {
    const input = unlike()
    const out = run(make, 0, input)
    expect(isSame(out.left, run(make, 1, { left: input.left, right: input.left }).left)).toBe(true)
    expect(isSame(out.right, run(make, 1, { left: input.right, right: input.right }).right)).toBe(true)
  })

  test('at 1, the default, both channels get the same gain', () => {
    const input = unlike()
    expect(sameBits(run(make, 1, input), run(make, undefined, input))).toBe(true)
    expect(sameBits(run(make, 1, input), run(make, 0, input))).toBe(false)
  })

  test('two channels that are alike are treated alike, whatever the link', () => {
    const { left } = unlike()
    const linked = run(make, 1, { left, right: left })
    const half = run(make, 0.5, { left, right: left })
    expect(isSame(half.left, half.right)).toBe(true)
    expect(isSame(half.left, linked.left)).toBe(true)
  })

  test('exchanging the channels exchanges the result', () => {
    const { left, right } = unlike()
    const out = run(make, 0.3, { left, right })
    const exchanged = run(make, 0.3, { left: right, right: left })
    expect(isSame(exchanged.left, out.right)).toBe(true)
    expect(isSame(exchanged.right, out.left)).toBe(true)
  })
})

describe('stereo link', () => {
  test.each([0, 0.25, 0.6, 1])('of %f moves a quiet channel that part of the way to the loud one', (link) => {
    const input = { left: sine(997, -6), right: sine(997, -50) }
    const out = run((share, arena) => new Compressor({ ...COMPRESSOR, link: share }, arena, RATE_HZ), link, input)
    const wantedDb = reductionDb(COMPRESSOR, -6)
    expect(amplitudeDb(out.left, 997)).toBeCloseTo(-6 - wantedDb, 2)
    expect(amplitudeDb(out.right, 997)).toBeCloseTo(-50 - link * wantedDb, 2)
  })

  test('of a gate of 40 dB at 0.5 opens the quiet channel half way', () => {
    const input = { left: sine(997, -6), right: sine(997, -50) }
    const out = run((link, arena) => new Gate({ ...GATE, link }, arena, RATE_HZ), 0.5, input)
    expect(amplitudeDb(out.left, 997)).toBeCloseTo(-6, 6)
    expect(amplitudeDb(out.right, 997)).toBeCloseTo(-70, 2)
  })
})

/** Butterworth of second order, dB at a ratio of frequencies under or over the corner. */
function butterworthDb(ratio: number): number {
  return -10 * Math.log10(1 + ratio ** 4)
}

describe('side-chain filter', () => {
  const compress = (options: Partial<CompressorOptions>, input: Stereo) => {
    return run((_, arena) => new Compressor({ ...COMPRESSOR, ...options }, arena, RATE_HZ), 1, input)
  }

  test.each([
    [{ highPassHz: 1000 }, 530, 1000 / 530],
    [{ highPassHz: 100 }, 430, 100 / 430],
    [{ lowPassHz: 2000 }, 6130, 6130 / 2000],
    [{ lowPassHz: 2000 }, 530, 530 / 2000],
  ])('%o: the compressor hears its input at %i Hz as the filter leaves it', (sidechain, freqHz, ratio) => {
    const tone = sine(freqHz, -2)
    const out = compress({ sidechain }, { left: tone, right: tone })
    const wantedDb = -2 - reductionDb(COMPRESSOR, -2 + butterworthDb(ratio))
    expect(Math.abs(amplitudeDb(out.left, freqHz) - wantedDb)).toBeLessThan(0.05)
  })

  test('filters an external key, and leaves the audio alone', () => {
    const heard = (freqHz: number) => {
      const arena = new Arena()
      const sidechain = { highPassHz: 1000 }
      const compressor = new Compressor({ ...COMPRESSOR, sidechain }, arena, RATE_HZ)
      compressor.reset()
      const [audio, key] = [arena.allocFrames(FRAMES), arena.allocFrames(FRAMES)]
      arena.f64(audio, 2 * FRAMES).fill(0.001)
      const tone = sine(freqHz, -6)
      for (let n = 0; n < FRAMES; n++) arena.f64(key + 16 * n, 2).fill(tone[n]!)
      compressor.process(audio, FRAMES, key)
      return -toDb(arena.f64(audio + 16 * (FRAMES - 1), 2)[0]! / 0.001)
    }
    expect(heard(5000)).toBeCloseTo(reductionDb(COMPRESSOR, -6 + butterworthDb(1 / 5)), 1)
    expect(heard(20)).toBeCloseTo(0, 9)
  })

  test.each([
    ['compressor', (s: object, arena: Arena) => new Compressor({ ...COMPRESSOR, ratio: 1, ...s }, arena, RATE_HZ)],
    ['gate', (s: object, arena: Arena) => new Gate({ ...GATE, ...s }, arena, RATE_HZ)],
    ['expander', (s: object, arena: Arena) => new Expander({ ...EXPANDER, ...s }, arena, RATE_HZ)],
  ] as const)('a %s that listens puts out what it hears, late by its look-ahead', (_, make) => {
    const sidechain = { highPassHz: 2000, listen: true }
    const input = unlike()
    const out = run((_link, arena) => make({ sidechain, lookaheadMs: 3 }, arena), 1, input)
    const plain = run((_link, arena) => make({ sidechain }, arena), 1, input)
    expect(out.left.subarray(0, 144).every((x) => x === 0)).toBe(true)
    expect(isSame(out.left.subarray(144), plain.left.subarray(0, FRAMES - 144))).toBe(true)
    const answer = run((_link, arena) => make({ sidechain }, arena), 1, impulse(FRAMES, 1, 0))
    expect(answer.right.every((x) => x === 0)).toBe(true)
    expect(answer.left[0]).toBeGreaterThan(0.5)
    const bass = run((_link, arena) => make({ sidechain }, arena), 1, { left: sine(50, 0), right: sine(50, 0) })
    expect(amplitudeDb(bass.left, 50)).toBeCloseTo(butterworthDb(2000 / 50), 0)
  })
})

describe('look-ahead, dry path and key', () => {
  test.each([1, 3.7, 20])('keep to the frame at a look-ahead of %f ms', (lookaheadMs) => {
    const arena = new Arena()
    const options = { ...COMPRESSOR, lookaheadMs, mix: 0.5, sidechain: { highPassHz: 100, lowPassHz: 8000 }, link: 0.5 }
    const compressor = new Compressor(options, arena, RATE_HZ)
    compressor.reset()
    const late = Math.round(lookaheadMs * 48)
    expect(compressor.latencyFrames).toBe(late)
    const quiet = scaled(noise(FRAMES), 0.001)
    const out = render(compressor, arena, quiet)
    expect(isSame(out.left.subarray(late), quiet.left.subarray(0, FRAMES - late))).toBe(true)
    expect(isSame(out.right.subarray(late), quiet.right.subarray(0, FRAMES - late))).toBe(true)
  })
})

describe('compressor with partly linked channels and key filters', () => {
  testProcessorRules({
    make: (arena, rateHz) => {
      const sidechain = { highPassHz: 100, lowPassHz: 8000 }
      return new Compressor({ ...COMPRESSOR, link: 0.4, lookaheadMs: 1.3, mix: 0.8, sidechain }, arena, rateHz)
    },
    restS: 4,
  })
})

describe('gate with free channels and key filters', () => {
  test('gives the same bits in blocks of 64 and 4096 frames, and comes to rest', () => {
    const make = (_: number | undefined, arena: Arena) => {
      return new Gate({ ...GATE, link: 0, sidechain: { highPassHz: 100 } }, arena, RATE_HZ)
    }
    const input = unlike()
    expect(sameBits(run(make, 0, input, 64), run(make, 0, input, 4096))).toBe(true)
    const arena = new Arena()
    const gate = make(0, arena)
    gate.reset()
    render(gate, arena, input)
    expect(gate.isAtRest()).toBe(false)
    render(
      gate,
      arena,
      { left: new Float64Array(RATE_HZ * 2), right: new Float64Array(RATE_HZ * 2) },
      4000 - (4000 % 64),
    )
    expect(gate.isAtRest()).toBe(true)
  })
})

import { Arena, Compressor, type CompressorOptions, reductionDb, staticCurveDb } from '@mixwright/dsp'
import { describe, expect, test } from 'vitest'
import { scaled, testProcessorRules } from './_processor-rules.ts'
import { noise, render, type Stereo, sameBits } from './_render.ts'
import { fitTone, toDb } from './_tone.ts'

const SAMPLE_RATE_HZ = 48000
const OPTIONS: CompressorOptions = {
  thresholdDb: -20,
  ratio: 4,
  attackMs: 10,
  releaseMs: 100,
  kneeDb: 6,
  makeupDb: 0,
  mix: 1,
  detector: 'peak',
  lookaheadMs: 0,
}
/** Holds -20 dB: a step to 0 dB asks for 20 dB of reduction. */
const HOLDING = { ...OPTIONS, ratio: Number.POSITIVE_INFINITY, kneeDb: 0 }
const STATIC_TOLERANCE_DB = 0.001
const TIME_TOLERANCE = 0.01

function compressorOf(options: CompressorOptions): [Compressor, Arena] {
  const arena = new Arena()
  const compressor = new Compressor(options, arena, SAMPLE_RATE_HZ)
  compressor.reset()
  return [compressor, arena]
}

function run(options: CompressorOptions, input: Stereo): Stereo {
  return render(...compressorOf(options), input)
}

function mono(frames: number, sampleAt: (n: number) => number): Stereo {
  const left = Float64Array.from({ length: frames }, (_, n) => sampleAt(n))
  return { left, right: left.slice() }
}

function sine(frames: number, freqHz: number, peakDbfs: number): Stereo {
  return mono(frames, (n) => 10 ** (peakDbfs / 20) * Math.sin((2 * Math.PI * freqHz * n) / SAMPLE_RATE_HZ))
}

/** Gain reduction of frame n, dB, for a signal that is nowhere 0. */
function reductionAt(n: number, input: Stereo, out: Stereo): number {
  return -toDb(out.left[n]! / input.left[n]!)
}

describe('Compressor curve', () => {
  test('gives the values of the paper: threshold -20, ratio 4, knee 6', () => {
    const wanted = [
      [-30, -30],
      [-23, -23],
      [-22, -22.0625],
      [-20, -20.5625],
      [-18, -19.5625],
      [-17, -19.25],
      [-10, -17.5],
      [0, -15],
    ] as const
    for (const [inputDb, outputDb] of wanted) expect(staticCurveDb(OPTIONS, inputDb)).toBeCloseTo(outputDb, 9)
  })

  test('adds make-up, and blends the dry signal in by amplitude', () => {
    expect(staticCurveDb({ ...OPTIONS, makeupDb: 3 }, 0)).toBeCloseTo(-12, 9)
    expect(staticCurveDb({ ...OPTIONS, mix: 0.5 }, 0)).toBeCloseTo(20 * Math.log10(0.5 + 0.5 * 10 ** (-15 / 20)), 9)
  })

  test('a hard knee turns at the threshold', () => {
    expect(reductionDb({ ...OPTIONS, kneeDb: 0 }, -20)).toBe(0)
    expect(reductionDb({ ...OPTIONS, kneeDb: 0 }, -16)).toBeCloseTo(3, 12)
  })
})

describe('Compressor', () => {
  test.each([
    ['peak', 100, 0.003],
    ['peak', 997, STATIC_TOLERANCE_DB],
    ['peak', 11000, STATIC_TOLERANCE_DB],
    ['rms', 997, 0.002],
  ] as const)('%s detection of a %i Hz sine follows the curve within %f dB', (detector, freqHz, toleranceDb) => {
    for (const inputDb of [-30, -22, -20, -17, -10, 0]) {
      const out = run({ ...OPTIONS, detector }, sine(72000, freqHz, inputDb))
      const measuredDb = toDb(fitTone(out.left.subarray(24000), freqHz, SAMPLE_RATE_HZ).amplitude)
      const levelDb = detector === 'peak' ? inputDb : inputDb - toDb(Math.SQRT2)
      expect(Math.abs(measuredDb - inputDb + reductionDb(OPTIONS, levelDb))).toBeLessThan(toleranceDb)
    }
  })

  test('make-up and mix follow the curve within 0.001 dB', () => {
    const options = { ...OPTIONS, makeupDb: 4, mix: 0.35 }
    const out = run(options, sine(48000, 997, -6))
    const measuredDb = toDb(fitTone(out.left.subarray(24000), 997, SAMPLE_RATE_HZ).amplitude)
    expect(Math.abs(measuredDb - staticCurveDb(options, -6))).toBeLessThan(STATIC_TOLERANCE_DB)
  })

  test('covers a step up as 1 - exp(-t / attack): 12.642411, 17.293294 and 19.999092 dB of 20', () => {
    const input = mono(4800, () => 1)
    const out = run(HOLDING, input)
    expect(reductionAt(479, input, out)).toBeCloseTo(12.642411, 5)
    expect(reductionAt(959, input, out)).toBeCloseTo(17.293294, 5)
    expect(reductionAt(4799, input, out)).toBeCloseTo(19.999092, 5)
  })

  test.each([
    [1, 30],
    [10, 100],
    [30, 300],
    [200, 60],
  ])('attack %i ms and release %i ms take as long, within one per cent', (attackMs, releaseMs) => {
    const [stepUp, stepDown] = [4800, 96000]
    const input = mono(stepDown + 48000, (n) => (n >= stepUp && n < stepDown ? 1 : 1e-3))
    const out = run({ ...HOLDING, attackMs, releaseMs }, input)
    const msUntil = (from: number, done: (reduction: number) => boolean) => {
      let n = from
      while (!done(reductionAt(n, input, out))) n++
      return (n - from + 1) / 48
    }
    const attack = msUntil(stepUp, (reduction) => reduction >= 20 * (1 - 1 / Math.E))
    const release = msUntil(stepDown, (reduction) => reduction <= 20 / Math.E)
    expect(Math.abs(attack / attackMs - 1)).toBeLessThan(TIME_TOLERANCE)
    expect(Math.abs(release / releaseMs - 1)).toBeLessThan(TIME_TOLERANCE)
  })

  test('auto release lets a 5 ms peak go in 100 ms and keeps a quarter of a 2 s reduction for 700 ms', () => {
    const afterDb = (lengthFrames: number, waitFrames: number) => {
      const input = mono(lengthFrames + 48000, (n) => (n < lengthFrames ? 1 : 1e-3))
      const out = run({ ...HOLDING, attackMs: 1, releaseMs: 'auto' }, input)
      return reductionAt(lengthFrames + waitFrames, input, out)
    }
    expect(afterDb(240, 4800)).toBeLessThan(20 / Math.E)
    expect(afterDb(96000, 33600)).toBeGreaterThan(5)
  })

  test('is steered by the louder channel and turns both down alike', () => {
    const input = { left: sine(4800, 997, 0).left, right: sine(4800, 997, -40).left }
    const out = run(OPTIONS, input)
    for (let n = 4000; n < 4800; n++) {
      if (Math.abs(input.left[n]!) < 0.1) continue
      expect(out.right[n]! / input.right[n]!).toBeCloseTo(out.left[n]! / input.left[n]!, 12)
    }
    expect(reductionAt(4700, input, out)).toBeGreaterThan(10)
  })

  test('an external key steers it, frame for frame', () => {
    const frames = 1024
    const [compressor, arena] = compressorOf({ ...HOLDING, attackMs: 0 })
    const [audio, key] = [arena.allocFrames(frames), arena.allocFrames(frames)]
    arena.f64(audio, 2 * frames).fill(0.01)
    arena.f64(key, 2 * frames).fill(0)
    arena.f64(key, 2 * frames).fill(1, 2 * 512)
    compressor.process(audio, frames, key)
    const out = arena.f64(audio, 2 * frames)
    expect(out[2 * 511]).toBe(0.01)
    expect(toDb(out[2 * 515]! / 0.01)).toBeCloseTo(-20, 6)
    expect(compressor.takeReductionDb()).toBeCloseTo(20, 6)
    expect(compressor.takeReductionDb()).toBe(0)
  })

  test('look-ahead delays audio and dry path by 5 ms and has the gain down before a step', () => {
    const options = { ...HOLDING, attackMs: 1, lookaheadMs: 5, mix: 0.5 }
    const step = 2400
    const input = mono(9600, (n) => (n >= step ? 1 : 1e-4))
    const [compressor, arena] = compressorOf(options)
    expect(compressor.latencyFrames).toBe(240)
    const out = render(compressor, arena, input)
    expect(out.left[step + 239]).toBeLessThan(1e-4)
    expect(out.left[step + 240]).toBeCloseTo(0.5 + 0.5 * 0.1, 2)
  })

  test('below the knee and with the envelope at rest the input comes out bit for bit', () => {
    const input = scaled(noise(8192), 10 ** (-23.01 / 20))
    expect(sameBits(run(OPTIONS, input), input)).toBe(true)
    expect(sameBits(run({ ...OPTIONS, detector: 'rms', mix: 0.3 }, input), input)).toBe(true)
  })

  test('after a loud passage the gain comes back to exactly 1', () => {
    const frames = 4 * SAMPLE_RATE_HZ
    const input = scaled(noise(frames), 0.01)
    input.left.fill(1, 0, 4800)
    const out = run(OPTIONS, input)
    expect(out.left[4799]).toBeLessThan(0.5)
    expect(out.left.subarray(-4800)).toEqual(input.left.subarray(-4800))
  })

  test('a ratio of 1, or a mix of 0, returns the input bit for bit and without delay', () => {
    const input = noise(4096)
    for (const options of [
      { ...OPTIONS, ratio: 1, lookaheadMs: 5 },
      { ...OPTIONS, mix: 0, makeupDb: 6, lookaheadMs: 5 },
    ]) {
      expect(compressorOf(options)[0].latencyFrames).toBe(0)
      expect(sameBits(run(options, input), input)).toBe(true)
    }
  })
})

describe('Compressor with look-ahead', () => {
  testProcessorRules({
    make: (arena, sampleRateHz) => new Compressor({ ...OPTIONS, lookaheadMs: 1.3, mix: 0.8 }, arena, sampleRateHz),
    restS: 4,
  })
})

describe('Compressor of mean squares with automatic release', () => {
  testProcessorRules({
    make: (arena, sampleRateHz) =>
      new Compressor({ ...OPTIONS, detector: 'rms', releaseMs: 'auto', makeupDb: 2 }, arena, sampleRateHz),
    restS: 40,
  })
})

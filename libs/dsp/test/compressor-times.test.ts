import { Arena, Compressor, type CompressorOptions, reductionDb } from '@mixwright/dsp'
import { describe, expect, test } from 'vitest'
import { render, type Stereo } from './_render.ts'
import { fitTone, toDb } from './_tone.ts'

const RATE_HZ = 48000
/** What the mixing stage promises. */
const CURVE_TOLERANCE_DB = 0.05
const TIME_TOLERANCE = 0.05
const OPTIONS: CompressorOptions = {
  thresholdDb: -20,
  ratio: 4,
  attackMs: 5,
  releaseMs: 80,
  kneeDb: 6,
  makeupDb: 0,
  mix: 1,
  detector: 'peak',
  lookaheadMs: 0,
}

function compress(options: CompressorOptions, input: Stereo): Stereo {
  const arena = new Arena()
  const compressor = new Compressor(options, arena, RATE_HZ)
  compressor.reset()
  return render(compressor, arena, input, 4096)
}

function both(frames: number, sampleAt: (n: number) => number): Stereo {
  const left = Float64Array.from({ length: frames }, (_, n) => sampleAt(n))
  return { left, right: left.slice() }
}

/** Time to cover 63 % of a step of the level from -60 dBFS to `stepDb` over the threshold, and back. ms. */
function times(options: CompressorOptions, stepDb: number): { attackMs: number; releaseMs: number } {
  const ratio = Number.POSITIVE_INFINITY
  const holding = { ...options, ratio, kneeDb: 0 }
  const frames = (ms: number) => 64 * Math.ceil((ms * RATE_HZ) / 64000)
  const [up, down] = [64, 64 + frames(100 + 8 * options.attackMs)]
  const loud = 10 ** ((options.thresholdDb + stepDb) / 20)
  const input = both(down + frames(100 + 3 * Number(options.releaseMs)), (n) => (n >= up && n < down ? loud : 1e-3))
  const out = compress(holding, input)
  const until = (from: number, done: (reductionDb: number) => boolean) => {
    let n = from
    while (!done(-toDb(out.left[n]! / input.left[n]!))) n++
    return ((n - from + 1) * 1000) / RATE_HZ
  }
  return {
    attackMs: until(up, (db) => db >= stepDb * (1 - 1 / Math.E)),
    releaseMs: until(down, (db) => db <= stepDb / Math.E),
  }
}

describe('Compressor over its settings', () => {
  const curves = [-50, -30, -12].flatMap((thresholdDb) =>
    [1.5, 4, Number.POSITIVE_INFINITY].flatMap((ratio) => [0, 6, 24].map((kneeDb) => ({ thresholdDb, ratio, kneeDb }))),
  )

  test.each(['peak', 'rms'] as const)('%s: a sine follows the static curve within 0.05 dB', (detector) => {
    for (const curve of curves) {
      for (const inputDb of [-40, -20, 0]) {
        const options = { ...OPTIONS, ...curve, detector }
        const gain = 10 ** (inputDb / 20)
        const out = compress(
          options,
          both(64 * 450, (n) => gain * Math.sin((2 * Math.PI * 997 * n) / RATE_HZ)),
        )
        const measuredDb = toDb(fitTone(out.left.subarray(64 * 375), 997, RATE_HZ).amplitude)
        const levelDb = detector === 'peak' ? inputDb : inputDb - toDb(Math.SQRT2)
        const wantedDb = inputDb - reductionDb(curve, levelDb)
        expect(Math.abs(measuredDb - wantedDb), JSON.stringify({ curve, inputDb })).toBeLessThan(CURVE_TOLERANCE_DB)
      }
    }
  })

  test('peak: attacks from 1 to 300 ms and releases from 10 to 1000 ms take as long within 5 percent', () => {
    for (const [attackMs, releaseMs] of [
      [1, 10],
      [3, 50],
      [20, 200],
      [300, 1000],
    ] as const) {
      for (const stepDb of [6, 20]) {
        const measured = times({ ...OPTIONS, attackMs, releaseMs }, stepDb)
        expect(Math.abs(measured.attackMs / attackMs - 1)).toBeLessThan(TIME_TOLERANCE)
        expect(Math.abs(measured.releaseMs / releaseMs - 1)).toBeLessThan(TIME_TOLERANCE)
      }
    }
  })

  test.each([6, 8, 10, 15, 20, 30])(
    'rms: a step of %d dB takes attacks from 1 ms and releases from 10 ms as long within 5 percent',
    (stepDb) => {
      for (const [attackMs, releaseMs] of [
        [1, 10],
        [2, 80],
        [3, 50],
        [5, 80],
        [8, 60],
        [10, 100],
        [12, 65],
        [15, 50],
        [15, 80],
        [20, 120],
        [30, 20],
        [30, 250],
        [200, 1000],
      ] as const) {
        const measured = times({ ...OPTIONS, thresholdDb: -30, attackMs, releaseMs, detector: 'rms' }, stepDb)
        expect(Math.abs(measured.attackMs / attackMs - 1), `attack ${attackMs}`).toBeLessThan(TIME_TOLERANCE)
        expect(Math.abs(measured.releaseMs / releaseMs - 1), `release ${releaseMs}`).toBeLessThan(TIME_TOLERANCE)
      }
    },
  )

  test('peak: attacks from 0.01 to 1 ms take as long to within four frames', () => {
    for (const attackMs of [0.01, 0.05, 0.1, 0.2, 0.3, 0.5, 0.7, 1]) {
      for (const stepDb of [6, 10, 20]) {
        const measured = times({ ...OPTIONS, attackMs }, stepDb)
        expect((Math.abs(measured.attackMs - attackMs) * RATE_HZ) / 1000).toBeLessThanOrEqual(4)
      }
    }
  })
})

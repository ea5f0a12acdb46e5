import { Arena, analogResponseDb, type CurvePoint, createProcessor, type InsertPlan } from '@mixwright/dsp'
import { describe, expect, test } from 'vitest'
import { powerSpectrum } from './_spectrum.ts'
import { fitTone, toDb } from './_tone.ts'

const RATE_HZ = 48000
const FRAMES = 1 << 15
const TONE_HZ = 1500
/** Of all that lies away from a tone, under the tone. */
const SPUR_DB = -100

function line(from: number, to: number): CurvePoint[] {
  return [
    { atFrame: 0, value: from, shape: 'line' },
    { atFrame: FRAMES, value: to, shape: 'line' },
  ]
}

/** A sine, put through bands; in time with the input. */
function through(bands: readonly object[]): Float64Array {
  const arena = new Arena()
  const processor = createProcessor({ kind: 'eq', phase: 'linear', bands } as unknown as InsertPlan, arena, RATE_HZ)
  processor.reset()
  const late = 64 * Math.ceil(processor.latencyFrames / 64)
  const frames = FRAMES + late
  const at = arena.allocFrames(frames)
  const into = arena.f64(at, 2 * frames)
  for (let n = 0; n < FRAMES; n++) into.fill(0.5 * Math.sin((2 * Math.PI * TONE_HZ * n) / RATE_HZ), 2 * n, 2 * n + 2)
  processor.process(at, frames, undefined, 0)
  const left = arena.f64(at, 2 * frames).filter((_, i) => i % 2 === 0)
  return left.slice(processor.latencyFrames, processor.latencyFrames + FRAMES)
}

describe('bands of linear phase that move', () => {
  test('give a tone the gain of the analogue prototype at each time, within 0.05 dB, and no phase', () => {
    const out = through([{ type: 'bell', freqHz: 1000, gainDb: line(-12, 12), q: 1 }])
    for (const at of [8192, 12_000, 20_000, 24_576]) {
      const part = out.subarray(at - 480, at + 480)
      const gainDb = -12 + (24 * at) / FRAMES
      const wantedDb = analogResponseDb({ type: 'bell', freqHz: 1000, gainDb, q: 1 }, TONE_HZ)
      expect(Math.abs(toDb(fitTone(part, TONE_HZ, RATE_HZ).amplitude / 0.5) - wantedDb), `at ${at}`).toBeLessThan(0.05)
    }
  })

  test.each([
    ['a bell whose gain moves by 24 dB', { type: 'bell', freqHz: 1000, gainDb: line(-12, 12), q: 1 }],
    ['a high-pass that sweeps', { type: 'highPass', freqHz: line(100, 900), slopeDbPerOct: 24 }],
  ])(`%s leaves a sine clean to ${SPUR_DB} dB`, (_, band) => {
    const size = 8192
    const power = powerSpectrum(through([band]).subarray(size, 3 * size), size)
    const isNear = (bin: number) => Math.abs((bin * RATE_HZ) / size - TONE_HZ) < 200
    const spur = Math.max(...power.filter((_value, bin) => !isNear(bin)))
    expect(10 * Math.log10(spur / Math.max(...power))).toBeLessThan(SPUR_DB)
  })

  test('reach a step within two parts of the convolution, without a click', () => {
    const gainDb: CurvePoint[] = [
      { atFrame: 0, value: 0, shape: 'step' },
      { atFrame: 16_000, value: -12, shape: 'step' },
    ]
    const out = through([{ type: 'bell', freqHz: TONE_HZ, gainDb, q: 1 }])
    expect(toDb(fitTone(out.subarray(10_000, 13_000), TONE_HZ, RATE_HZ).amplitude / 0.5)).toBeCloseTo(0, 2)
    expect(toDb(fitTone(out.subarray(19_000, 22_000), TONE_HZ, RATE_HZ).amplitude / 0.5)).toBeCloseTo(-12, 1)
    const third = out.map((x, n) => (n < 3 ? 0 : x - 3 * out[n - 1]! + 3 * out[n - 2]! - out[n - 3]!))
    const most = (from: number, to: number) => Math.max(...third.subarray(from, to).map(Math.abs))
    expect(most(12_000, 20_000)).toBeLessThan(1.1 * most(8000, 12_000))
  })
})

import { Arena, type CurvePoint, createProcessor, type InsertPlan } from '@mixwright/dsp'
import { describe, expect, test } from 'vitest'
import { curveValue } from '../src/curve.ts'
import { powerSpectrum } from './_spectrum.ts'

const RATE_HZ = 48000
const FRAMES = 24_576
const TONE_HZ = 1000
/** Of what differs from settings that move with every sample, under the tone. */
const TWIN_DB = -90
/** Of what reading between frames adds. */
const READ_DB = -89
/** Of all that lies away from the tone, under the tone. */
const SPUR_DB = -98
/** Reach of the tone in a spectrum of 8192 frames, and of what its level does. */
const SKIRT_HZ = 200

const sine = (n: number) => 0.5 * Math.sin((2 * Math.PI * TONE_HZ * n) / RATE_HZ)
const tone = Float64Array.from({ length: FRAMES }, (_, n) => sine(n))
const rms = (samples: Float64Array) => Math.sqrt(samples.reduce((sum, x) => sum + x * x, 0) / samples.length)
const dB = (ratio: number) => 20 * Math.log10(ratio)

function line(from: number, to: number, shape: CurvePoint['shape'] = 'line'): CurvePoint[] {
  return [
    { atFrame: 0, value: from, shape },
    { atFrame: FRAMES, value: to, shape },
  ]
}

function render(settings: object, input = tone): Float64Array {
  const arena = new Arena()
  const plan = { kind: 'delay', timeMs: 2, feedback: 0, pingPong: false, mix: 1, ...settings } as InsertPlan
  const processor = createProcessor(plan, arena, RATE_HZ)
  processor.reset()
  const at = arena.allocFrames(input.length)
  const into = arena.f64(at, 2 * input.length)
  for (let n = 0; n < input.length; n++) into[2 * n] = into[2 * n + 1] = input[n]!
  processor.process(at, input.length, undefined, 0)
  return arena.f64(at, 2 * input.length).filter((_, i) => i % 2 === 0)
}

/** What `out` has beside what it should be, under it, from a frame on. dB. */
function besideDb(out: Float64Array, wanted: (frame: number) => number, from: number): number {
  const ideal = out.map((_, n) => wanted(n)).subarray(from)
  return dB(rms(out.subarray(from).map((sample, n) => sample - ideal[n]!)) / rms(ideal))
}

/** Largest line of the spectrum away from the tone, under it. dB. */
function spurDb(samples: Float64Array): number {
  const size = 8192
  const power = powerSpectrum(samples.subarray(FRAMES - 2 * size), size)
  const near = (_: number, bin: number) => Math.abs((bin * RATE_HZ) / size - TONE_HZ) < SKIRT_HZ
  const most = (values: Float64Array) => values.reduce((top, value) => Math.max(top, value), 0)
  return 10 * Math.log10(most(power.filter((value, bin) => !near(value, bin))) / most(power.filter(near)))
}

describe('a delay whose settings move', () => {
  test(`leaves a sine clean to ${SPUR_DB} dB while its feedback rises from 0 to 90 % in half a second`, () => {
    expect(spurDb(render({ feedback: line(0, 0.9) }))).toBeLessThan(SPUR_DB)
  })

  test.each(['lowPass', 'highPass'] as const)(
    `sweeps its %s within ${TWIN_DB} dB of one set for every sample`,
    (kind) => {
      const sweep = line(300, 9000, 'exponential')
      const out = render({ feedback: 0.5, [`${kind}Hz`]: sweep })
      const echoes = new Float64Array(FRAMES)
      let [b, c] = [0, 0]
      for (let n = 0; n < FRAMES; n++) {
        const g = Math.tan((Math.PI * curveValue(sweep, n)) / RATE_HZ)
        const late = n < 96 ? 0 : tone[n - 96]! + 0.5 * echoes[n - 96]!
        const v1 = (b + g * (late - c)) / (1 + g * (g + Math.SQRT2))
        const v2 = c + g * v1
        b = 2 * v1 - b
        c = 2 * v2 - c
        echoes[n] = kind === 'lowPass' ? v2 : late - Math.SQRT2 * v1 - v2
      }
      expect(besideDb(out, (n) => echoes[n]!, 0)).toBeLessThan(TWIN_DB)
    },
  )

  test.each([
    ['a line', line(40, 55)],
    ['an S', line(40, 100, 'smooth')],
    ['equal ratios', line(100, 20, 'exponential')],
    [
      'a cubic',
      [...line(40, 60, 'smooth').slice(0, 1), { atFrame: FRAMES, value: 60, shape: 'cubic', slopes: [2e-3, 0] }],
    ],
  ] as const)(`glides by %s: what comes is what sounded that time ago, within ${READ_DB} dB`, (_, timeMs) => {
    const wanted = (n: number) => sine(n - (curveValue(timeMs as CurvePoint[], n) * RATE_HZ) / 1000)
    expect(besideDb(render({ timeMs }), wanted, 6000)).toBeLessThan(READ_DB)
  })

  test('fades over from one time to another at a step, in 5 ms from there on', () => {
    const timeMs: CurvePoint[] = [
      { atFrame: 0, value: 20, shape: 'line' },
      { atFrame: 10_001, value: 32.25, shape: 'step' },
    ]
    const out = render({ timeMs })
    const [before, after] = [render({ timeMs: line(20, 20) }), render({ timeMs: line(32.25, 32.25) })]
    expect(out.subarray(0, 10_001)).toEqual(before.subarray(0, 10_001))
    expect(out.subarray(10_241)).toEqual(after.subarray(10_241))
    for (let n = 10_001; n < 10_241; n++) {
      const t = (n - 10_001) / 240
      const part = t * t * (3 - 2 * t)
      expect(out[n]).toBeCloseTo(before[n]! * (1 - part) + after[n]! * part, 12)
    }
  })

  test('comes to rest after the last echo', () => {
    const arena = new Arena()
    const plan = { kind: 'delay', timeMs: line(20, 30), feedback: line(0.5, 0.3), pingPong: true, mix: 1 } as const
    const processor = createProcessor({ ...plan, lowPassHz: line(4000, 400) }, arena, RATE_HZ)
    processor.reset()
    expect(processor.isAtRest()).toBe(true)
    const at = arena.allocFrames(512)
    arena.f64(at, 1024).fill(0.5)
    let frame = 0
    for (; frame === 0 || (!processor.isAtRest() && frame < 2 * RATE_HZ); frame += 512) {
      processor.process(at, 512, undefined, frame)
      arena.f64(at, 1024).fill(0)
    }
    expect(frame).toBeLessThan(2 * RATE_HZ)
    expect(frame).toBeGreaterThan(RATE_HZ / 4)
  })
})

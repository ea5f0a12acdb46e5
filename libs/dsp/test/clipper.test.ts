import { Random } from '@mixwright/audio'
import { Arena, Clipper, type ClipperOptions } from '@mixwright/dsp'
import { describe, expect, test } from 'vitest'
import { scaled, testProcessorRules } from './_processor-rules.ts'
import { render, type Stereo, sameBits } from './_render.ts'
import { transform } from './_spectrum.ts'
import { fitTone, toDb } from './_tone.ts'

const RATE_HZ = 48000
const LATENCY_FRAMES = 221
const CURVES = ['soft', 'hard'] as const
const ALIAS_LIMIT_DB = -80

function run(options: ClipperOptions, input: Stereo): Stereo {
  const arena = new Arena()
  const clipper = new Clipper(options, arena, RATE_HZ)
  clipper.reset()
  return render(clipper, arena, input, 4096)
}

function sine(frames: number, freqHz: number, peak: number): Stereo {
  const left = Float64Array.from({ length: frames }, (_, n) => peak * Math.sin((2 * Math.PI * freqHz * n) / RATE_HZ))
  return { left, right: left.map((x) => -x) }
}

const late = ({ left, right }: Stereo): Stereo => {
  const moved = (x: Float64Array) => x.map((_, n) => (n < LATENCY_FRAMES ? 0 : x[n - LATENCY_FRAMES]!))
  return { left: moved(left), right: moved(right) }
}

/** In units of the ceiling. */
const FORMULAS = {
  hard: (u: number) => Math.min(1, Math.max(-1, u)),
  soft: (u: number) => {
    const size = Math.abs(u)
    const excess = size < 0.5 ? 0 : size < 1.5 ? (size - 0.5) ** 2 / 2 : size - 1
    return Math.sign(u) * (size - excess)
  },
}

describe('Clipper', () => {
  test.each([
    ['hard', 0.49],
    ['soft', 0.24],
  ] as const)('%s returns what stays on the straight part bit for bit, 221 frames late', (curve, peak) => {
    const input = scaled(sine(8192, 997, 1), peak)
    expect(sameBits(run({ ceilingDb: -6.02, curve }, input), late(input))).toBe(true)
  })

  test.each(CURVES)('%s follows its curve: the first harmonic within 0.03 dB', (curve) => {
    const ceiling = 10 ** (-12 / 20)
    for (const over of [0.7, 1.2, 4]) {
      let sum = 0
      for (let i = 0; i < 4096; i++) {
        const s = Math.sin((2 * Math.PI * (i + 0.5)) / 4096)
        sum += FORMULAS[curve](over * s) * s
      }
      const { left } = run({ ceilingDb: -12, curve }, sine(9600, 100, over * ceiling))
      const { amplitude } = fitTone(left.subarray(4800), 100, RATE_HZ)
      expect(Math.abs(toDb(amplitude / ((ceiling * sum) / 2048)))).toBeLessThan(0.03)
    }
  })

  test.each(CURVES)('%s keeps aliases of a 5 kHz sine, 12 dB into it, 80 dB under it', (curve) => {
    const size = 16384
    const bin = 1707
    const { left } = run({ ceilingDb: -12, curve }, sine(3 * size, (bin * RATE_HZ) / size, 1))
    const re = left.slice(2 * size)
    const im = new Float64Array(size)
    transform(re, im)
    const peaks = Float64Array.from({ length: size / 2 }, (_, k) => Math.hypot(re[k]!, im[k]!))
    const between = peaks.filter((_, k) => k % bin !== 0)
    expect(toDb(Math.max(...between) / peaks[bin]!)).toBeLessThan(ALIAS_LIMIT_DB)
    expect(toDb(peaks[3 * bin]! / peaks[bin]!)).toBeGreaterThan(-15)
  })

  const random = Random.named('clipper')
  const LOUD: Record<string, (n: number) => number> = {
    'a tone of 1 kHz': (n) => Math.sin((2 * Math.PI * 1000 * n) / RATE_HZ),
    'a tone of 5 kHz': (n) => Math.sin((2 * Math.PI * 5000 * n) / RATE_HZ),
    noise: () => random.bipolar(),
    'alternating samples': (n) => (n % 2 === 0 ? 1 : -1),
    clicks: (n) => (n % 500 === 0 ? 4 : 0),
  }

  test.each(CURVES.flatMap((curve) => Object.keys(LOUD).map((name) => [curve, name] as const)))(
    '%s lets no sample of %s, 12 dB and more into it, pass its ceiling',
    (curve, name) => {
      const left = Float64Array.from({ length: 8192 }, (_, n) => LOUD[name]!(n))
      const out = run({ ceilingDb: -12, curve }, { left, right: left.map((x) => -x) })
      for (const channel of [out.left, out.right]) {
        const peak = channel.reduce((top, x) => Math.max(top, Math.abs(x)), 0)
        expect(toDb(peak)).toBeLessThanOrEqual(-12 + 1e-9)
        expect(toDb(peak)).toBeGreaterThan(name === 'clicks' ? -15 : -12.5)
      }
    },
  )
})

describe.each(CURVES)('Clipper %s at work', (curve) => {
  testProcessorRules({
    make: (arena, sampleRateHz) => new Clipper({ ceilingDb: -6, curve }, arena, sampleRateHz),
    peak: 2,
    restS: 0.1,
  })
})

import { Arena, analogResponseDb, type EqBand, type EqSide, Equalizer } from '@mixwright/dsp'
import { describe, expect, test } from 'vitest'
import { testProcessorRules } from './_processor-rules.ts'
import { impulse, noise, render, type Stereo, sameBits } from './_render.ts'
import { transform } from './_spectrum.ts'
import { toDb } from './_tone.ts'

const SAMPLE_RATE_HZ = 48000
const MATCH_TOLERANCE_DB = 0.1
const DEEPEST_MATCHED_DB = -24
/** Of the two halves of the impulse response, of a full-scale impulse. */
const SYMMETRY_DB = -290
const FRAMES = 1 << 18

function linear(bands: EqBand[], sampleRateHz = SAMPLE_RATE_HZ) {
  const arena = new Arena()
  const equalizer = new Equalizer({ bands, phase: 'linear' }, arena, sampleRateHz)
  equalizer.reset()
  return { arena, equalizer }
}

function answer(bands: EqBand[], input: Stereo, sampleRateHz = SAMPLE_RATE_HZ) {
  const { arena, equalizer } = linear(bands, sampleRateHz)
  return { out: render(equalizer, arena, input, 4096), latencyFrames: equalizer.latencyFrames }
}

/** |spectrum| from 20 Hz to 20 kHz against what it should be in dB: the largest distance, dB. */
function mismatchDb(response: Float64Array, wantedDb: (freqHz: number) => number, sampleRateHz: number): number {
  const re = response.slice()
  const im = new Float64Array(re.length)
  transform(re, im)
  let worst = 0
  const perHz = re.length / sampleRateHz
  for (let k = Math.ceil(20 * perHz); k <= 20000 * perHz; k = Math.ceil(k * 1.0005)) {
    const db = wantedDb(k / perHz)
    if (db >= DEEPEST_MATCHED_DB) worst = Math.max(worst, Math.abs(toDb(Math.hypot(re[k]!, im[k]!)) - db))
  }
  return worst
}

function peak(samples: Float64Array): number {
  return samples.reduce((most, sample) => Math.max(most, Math.abs(sample)), 0)
}

const sumDb = (bands: EqBand[]) => (freqHz: number) =>
  bands.reduce((sum, band) => sum + analogResponseDb(band, freqHz), 0)

const MIXED: EqBand[] = [
  { type: 'highPass', freqHz: 30, slopeDbPerOct: 24 },
  { type: 'bell', freqHz: 250, gainDb: -4, q: 2 },
  { type: 'tilt', freqHz: 1000, gainDb: 2 },
  { type: 'highShelf', freqHz: 9000, gainDb: 6, q: 1 },
  { type: 'lowPass', freqHz: 19000, slopeDbPerOct: 12 },
]

describe('Equalizer of linear phase', () => {
  test.each<[string, EqBand[], number]>([
    ['five bands together', MIXED, SAMPLE_RATE_HZ],
    ['five bands together at 44.1 kHz', MIXED, 44100],
    ['a bell of +18 dB, q 8 at 30 Hz', [{ type: 'bell', freqHz: 30, gainDb: 18, q: 8 }], SAMPLE_RATE_HZ],
    ['a bell of -18 dB, q 0.3 at 16 kHz', [{ type: 'bell', freqHz: 16000, gainDb: -18, q: 0.3 }], SAMPLE_RATE_HZ],
    ['a high-pass of 48 dB/oct at 20 Hz', [{ type: 'highPass', freqHz: 20, slopeDbPerOct: 48 }], SAMPLE_RATE_HZ],
    ['a high-pass of 6 dB/oct at 20 Hz', [{ type: 'highPass', freqHz: 20, slopeDbPerOct: 6 }], SAMPLE_RATE_HZ],
    ['a notch of q 3 at 1 kHz', [{ type: 'notch', freqHz: 1000, q: 3 }], SAMPLE_RATE_HZ],
  ])('%s: within 0.1 dB of the analogue from 20 Hz to 20 kHz, symmetric, around latencyFrames', (_, bands, rateHz) => {
    const { out, latencyFrames } = answer(bands, impulse(FRAMES, 1, 1), rateHz)
    expect(mismatchDb(out.left, sumDb(bands), rateHz)).toBeLessThan(MATCH_TOLERANCE_DB)
    let skew = 0
    for (let n = 1; n <= latencyFrames; n++) {
      skew = Math.max(skew, Math.abs(out.left[latencyFrames + n]! - out.left[latencyFrames - n]!))
    }
    expect(toDb(skew + 1e-300)).toBeLessThan(SYMMETRY_DB)
    expect(out.left[latencyFrames]).toBe(peak(out.left))
    expect(toDb(peak(out.right.map((x, n) => x - out.left[n]!)) + 1e-300)).toBeLessThan(SYMMETRY_DB)
  })

  test('is 4095 taps long, 64 ms late, for a bell at 1 kHz and longer only for lower resonances', () => {
    const bell = (freqHz: number, q: number) => linear([{ type: 'bell', freqHz, gainDb: 6, q }]).equalizer.latencyFrames
    expect(bell(1000, 1)).toBe(2047 + 1024)
    expect(bell(100, 2)).toBe(4095 + 2048)
    expect(bell(10, 40)).toBe(65535 + 65536)
  })

  test.each<[EqSide, EqSide]>([
    ['left', 'right'],
    ['right', 'left'],
    ['mid', 'side'],
    ['side', 'mid'],
  ])('a band on %s matches the analogue there within 0.1 dB and leaves %s flat', (on, other) => {
    const band: EqBand = { type: 'bell', freqHz: 500, gainDb: 12, q: 2, on }
    const frames = 32768
    for (const side of [on, other]) {
      const input = impulse(frames, side === 'right' ? 0 : 1, side === 'left' ? 0 : side === 'side' ? -1 : 1)
      const { out } = answer([band], input)
      const own = side === 'right' ? out.right : out.left
      const wantedDb = side === on ? sumDb([band]) : () => 0
      expect(mismatchDb(own, wantedDb, SAMPLE_RATE_HZ)).toBeLessThan(MATCH_TOLERANCE_DB)
      const leak = out.left.map((x, n) =>
        side === 'mid' ? x - out.right[n]! : side === 'side' ? x + out.right[n]! : 0,
      )
      const silent = side === 'left' ? out.right : side === 'right' ? out.left : leak
      expect(toDb(peak(silent) + 1e-300)).toBeLessThan(SYMMETRY_DB + 20)
    }
  })

  test('keeps the order of bands: 6 dB on left, then a notch on side, is not the notch first', () => {
    const left: EqBand = { type: 'bell', freqHz: 1000, gainDb: 6, q: 0.5, on: 'left' }
    const notch: EqBand = { type: 'notch', freqHz: 1000, q: 1, on: 'side' }
    const gainAt = (bands: EqBand[], channel: 'left' | 'right') => {
      const { out, latencyFrames } = answer(bands, impulse(32768, 1, 1))
      return out[channel].reduce((sum, x, n) => sum + x * Math.cos((2 * Math.PI * (n - latencyFrames)) / 48), 0)
    }
    const gain = 10 ** (6 / 20)
    expect(gainAt([notch, left], 'left')).toBeCloseTo(gain, 2)
    expect(gainAt([notch, left], 'right')).toBeCloseTo(1, 2)
    expect(gainAt([left, notch], 'left')).toBeCloseTo((gain + 1) / 2, 2)
    expect(gainAt([left, notch], 'right')).toBeCloseTo((gain + 1) / 2, 2)
  })

  test('bands of 0 dB return the input bit for bit, without latency', () => {
    const { arena, equalizer } = linear([{ type: 'bell', freqHz: 1000, gainDb: 0, q: 1 }])
    const input = noise(4096)
    expect(equalizer.latencyFrames).toBe(0)
    expect(sameBits(render(equalizer, arena, input), input)).toBe(true)
    expect(equalizer.isAtRest()).toBe(true)
  })

  test('refuses an all-pass', () => {
    expect(() => linear([{ type: 'allPass', freqHz: 1000, q: 1 }])).toThrow(RangeError)
  })
})

describe('Equalizer of linear phase with four paths', () => {
  testProcessorRules({
    make: (arena, sampleRateHz) => {
      const bands: EqBand[] = [
        { type: 'bell', freqHz: 800, gainDb: 6, q: 1, on: 'mid' },
        { type: 'highShelf', freqHz: 9000, gainDb: 5, on: 'right' },
      ]
      return new Equalizer({ bands, phase: 'linear' }, arena, sampleRateHz)
    },
    restS: 1,
    ringsBefore: true,
  })
})

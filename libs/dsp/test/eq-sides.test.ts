import { Arena, analogResponseDb, type EqBand, type EqOptions, type EqSide, Equalizer } from '@mixwright/dsp'
import { describe, expect, test } from 'vitest'
import { testProcessorRules } from './_processor-rules.ts'
import { impulse, noise, render, type Stereo, sameBits } from './_render.ts'
import { responseAt, toDb } from './_tone.ts'

const SAMPLE_RATE_HZ = 48000
/** Of the level of a side that a band acts on, against the analogue prototype. */
const MATCH_TOLERANCE_DB = 0.05
/** A side that a band does not act on comes out this far above what reaches it by rounding. */
const ISOLATION_DB = -250
const SWEEP_HZ = [50, 400, 1000, 3000, 8000, 14000, 19000]
const FRAMES = 16384

function run(options: EqOptions, input: Stereo): Stereo {
  const arena = new Arena()
  const equalizer = new Equalizer(options, arena, SAMPLE_RATE_HZ)
  equalizer.reset()
  return render(equalizer, arena, input)
}

/** What comes out on each side for an impulse on that side alone, and the most that leaks to the other. */
function answers(bands: EqBand[], side: Exclude<EqSide, 'stereo'>) {
  const isMatrixed = side === 'mid' || side === 'side'
  const sign = side === 'side' ? -1 : 1
  const out = run({ bands }, impulse(FRAMES, side === 'right' ? 0 : 1, isMatrixed ? sign : side === 'right' ? 1 : 0))
  const sum = out.left.map((x, n) => (x + sign * out.right[n]!) / 2)
  const rest = out.left.map((x, n) => (x - sign * out.right[n]!) / 2)
  if (isMatrixed) return { own: sum, other: rest }
  return side === 'right' ? { own: out.right, other: out.left } : { own: out.left, other: out.right }
}

function peak(samples: Float64Array): number {
  return samples.reduce((most, sample) => Math.max(most, Math.abs(sample)), 0)
}

const BANDS: EqBand[] = [
  { type: 'bell', freqHz: 3000, gainDb: 9, q: 1.5 },
  { type: 'highPass', freqHz: 400, slopeDbPerOct: 18 },
  { type: 'highShelf', freqHz: 9000, gainDb: -6, slopeDbPerOct: 24 },
  { type: 'tilt', freqHz: 1000, gainDb: 4 },
]
const PAIRS = [
  ['left', 'right'],
  ['right', 'left'],
  ['mid', 'side'],
  ['side', 'mid'],
] as const

describe.each(PAIRS)('Equalizer on %s', (on, other) => {
  test(`filters it as the analogue does within 0.05 dB, and leaves ${other} alone to -250 dB`, () => {
    for (const band of BANDS) {
      const { own, other: leak } = answers([{ ...band, on }], on)
      for (const freqHz of SWEEP_HZ) {
        const wantedDb = analogResponseDb(band, freqHz)
        if (wantedDb < -24) continue
        const db = toDb(responseAt(own, freqHz, SAMPLE_RATE_HZ))
        expect(Math.abs(db - wantedDb), `${band.type} ${freqHz} Hz`).toBeLessThan(MATCH_TOLERANCE_DB)
      }
      expect(toDb(peak(leak) + 1e-300)).toBeLessThan(ISOLATION_DB)
      const untouched = answers([{ ...band, on }], other)
      expect(untouched.own[0]).toBe(1)
      expect(peak(untouched.own.subarray(1))).toBe(0)
    }
  })
})

describe('Equalizer with sides', () => {
  test('bands on left leave the right channel bit for bit', () => {
    const input = noise(4096)
    const out = run({ bands: BANDS.map((band) => ({ ...band, on: 'left' })) }, input)
    expect(sameBits({ ...out, left: input.left }, input)).toBe(true)
    expect(sameBits(out, input)).toBe(false)
  })

  test('bands of 0 dB on any side return the input bit for bit', () => {
    const input = noise(4096)
    const bands = (['left', 'right', 'mid', 'side'] as const).map(
      (on): EqBand => ({ type: 'bell', freqHz: 1000, gainDb: 0, q: 1, on }),
    )
    expect(sameBits(run({ bands }, input), input)).toBe(true)
  })

  test('the same band on left and right, or mid and side, is the band on stereo to -280 dB', () => {
    const input = noise(4096)
    const stereo = run({ bands: BANDS }, input)
    for (const [one, two] of [PAIRS[0], PAIRS[2]]) {
      const out = run({ bands: BANDS.flatMap((band) => [one, two].map((on): EqBand => ({ ...band, on }))) }, input)
      const error = out.left.map((x, n) => x - stereo.left[n]!)
      expect(toDb(peak(error) / peak(stereo.left))).toBeLessThan(-280)
    }
  })

  test('keeps the order of bands: 6 dB on left, then a notch on side, is not the notch first', () => {
    const left: EqBand = { type: 'lowShelf', freqHz: 15000, gainDb: 6, on: 'left' }
    const notch: EqBand = { type: 'notch', freqHz: 1000, q: 1, on: 'side' }
    const mono = impulse(FRAMES, 1, 1)
    const [leftFirst, notchFirst] = [run({ bands: [left, notch] }, mono), run({ bands: [notch, left] }, mono)]
    // A mono signal has no side for a notch to take; the gain on the left makes one of half the difference.
    const gain = 10 ** (6 / 20)
    const at = (samples: Float64Array) => responseAt(samples, 1000, SAMPLE_RATE_HZ)
    expect(at(notchFirst.left)).toBeCloseTo(gain, 1)
    expect(at(notchFirst.right)).toBeCloseTo(1, 3)
    expect(at(leftFirst.left)).toBeCloseTo((gain + 1) / 2, 1)
    expect(at(leftFirst.right)).toBeCloseTo((gain + 1) / 2, 1)
  })
})

describe('Equalizer of bands on all sides', () => {
  testProcessorRules({
    make: (arena, sampleRateHz) => {
      const bands: EqBand[] = [
        { type: 'highPass', freqHz: 100, slopeDbPerOct: 12, on: 'side' },
        { type: 'bell', freqHz: 800, gainDb: -3, q: 1 },
        { type: 'highShelf', freqHz: 9000, gainDb: 5, on: 'right' },
        { type: 'bell', freqHz: 2000, gainDb: 3, q: 2, on: 'mid' },
      ]
      return new Equalizer({ bands }, arena, sampleRateHz)
    },
    restS: 2,
  })
})

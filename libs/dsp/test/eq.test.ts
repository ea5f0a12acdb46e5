import { Arena, analogResponseDb, type EqBand, Equalizer, responseCurveDb, responseDb } from '@mixwright/dsp'
import { describe, expect, test } from 'vitest'
import { testProcessorRules } from './_processor-rules.ts'
import { impulse, noise, render, sameBits } from './_render.ts'

/** Largest distance from the analogue prototype, 20 Hz to 20 kHz, where it passes more than -24 dB. */
const MATCH_TOLERANCE_DB = 0.05
/** Of a first-order filter at the ends of hearing, where its gain is not all there yet. */
const ENDS_TOLERANCE_DB = 0.1
const DEEPEST_MATCHED_DB = -24
const SWEEP_HZ = [
  ...Array.from({ length: 60 }, (_, i) => 20 * 1000 ** (i / 59)),
  ...Array.from({ length: 20 }, (_, i) => 12000 + 400 * (i + 1)),
]
const CENTRES_HZ = [30, 1000, 4000, 10000, 16000]

/** Largest distance of a band from its prototype, dB. */
function mismatchDb(band: EqBand, sampleRateHz: number): number {
  const digitalDb = responseCurveDb({ bands: [band] }, sampleRateHz, SWEEP_HZ)
  return SWEEP_HZ.reduce((worst, freqHz, i) => {
    const analogDb = analogResponseDb(band, freqHz)
    return analogDb < DEEPEST_MATCHED_DB ? worst : Math.max(worst, Math.abs(digitalDb[i]! - analogDb))
  }, 0)
}

function worstOf(bands: EqBand[], sampleRateHz: number): number {
  return Math.max(...bands.map((band) => mismatchDb(band, sampleRateHz)))
}

/** Shelves of all slopes around some frequencies. */
function slopedShelves(gainsDb: number[]): EqBand[] {
  return (['lowShelf', 'highShelf'] as const).flatMap((type) =>
    [100, 1000, 10000].flatMap((freqHz) =>
      gainsDb.flatMap((gainDb) =>
        [6, 18, 24, 36, 48].map((slopeDbPerOct) => ({ type, freqHz, gainDb, slopeDbPerOct })),
      ),
    ),
  )
}

function gainBands(type: 'bell' | 'lowShelf' | 'highShelf', gainsDb: number[], qs: number[]): EqBand[] {
  return CENTRES_HZ.flatMap((freqHz) => gainsDb.flatMap((gainDb) => qs.map((q) => ({ type, freqHz, gainDb, q }))))
}

function equalizerOf(bands: EqBand[], sampleRateHz: number): [Equalizer, Arena] {
  const arena = new Arena()
  const equalizer = new Equalizer({ bands }, arena, sampleRateHz)
  equalizer.reset()
  return [equalizer, arena]
}

describe.each([44100, 48000])('Equalizer at %i Hz', (sampleRateHz) => {
  test('bells of ±3 to ±18 dB, q 0.3 to 8, 30 Hz to 16 kHz match the analogue within 0.05 dB', () => {
    const bands = gainBands('bell', [-18, 3, 9, 18], [0.3, 0.71, 2, 8])
    expect(worstOf(bands, sampleRateHz)).toBeLessThan(MATCH_TOLERANCE_DB)
  })

  test('shelves of ±3 to ±18 dB, q 0.3 to 2, 30 Hz to 16 kHz match the analogue within 0.05 dB', () => {
    const [gainsDb, qs] = [
      [-18, 3, 9, 18],
      [0.3, 0.7, 1, 2],
    ]
    expect(worstOf(gainBands('lowShelf', gainsDb, qs), sampleRateHz)).toBeLessThan(MATCH_TOLERANCE_DB)
    expect(worstOf(gainBands('highShelf', gainsDb, qs), sampleRateHz)).toBeLessThan(MATCH_TOLERANCE_DB)
  })

  test('shelves of 6 to 48 dB/oct and tilts, ±3 to ±18 dB, match the analogue within 0.05 dB', () => {
    expect(worstOf(slopedShelves([-18, 3]), sampleRateHz)).toBeLessThan(MATCH_TOLERANCE_DB)
    const tilts = CENTRES_HZ.flatMap((freqHz) =>
      [-18, 3, 9].map((gainDb): EqBand => ({ type: 'tilt', freqHz, gainDb })),
    )
    expect(worstOf(tilts, sampleRateHz)).toBeLessThan(MATCH_TOLERANCE_DB)
  })

  test('high-passes and low-passes of 6 to 48 dB/oct match the analogue within 0.05 dB, down to -24 dB', () => {
    const passes = CENTRES_HZ.flatMap((freqHz) =>
      [6, 12, 18, 24, 36, 48].flatMap((slopeDbPerOct): EqBand[] => [
        { type: 'highPass', freqHz, slopeDbPerOct },
        { type: 'lowPass', freqHz, slopeDbPerOct },
      ]),
    )
    expect(worstOf(passes, sampleRateHz)).toBeLessThan(MATCH_TOLERANCE_DB)
  })

  test('resonant passes, notches and band-passes match the analogue within 0.05 dB, down to -24 dB', () => {
    const bands = CENTRES_HZ.flatMap((freqHz) =>
      [0.5, 1, 3].flatMap((q): EqBand[] => [
        { type: 'highPass', freqHz, slopeDbPerOct: 12, q },
        { type: 'lowPass', freqHz, slopeDbPerOct: 12, q },
        { type: 'notch', freqHz, q },
        { type: 'bandPass', freqHz, q },
      ]),
    )
    bands.push({ type: 'notch', freqHz: 20000, q: 3 })
    expect(worstOf(bands, sampleRateHz)).toBeLessThan(MATCH_TOLERANCE_DB)
  })
})

describe('Equalizer', () => {
  test('has the analogue bell of the cookbook: +6 dB at 10 kHz, q 1 gives 1.8838 dB at 5 kHz', () => {
    const bell: EqBand = { type: 'bell', freqHz: 10000, gainDb: 6, q: 1 }
    const wantedDb = { 1000: 0.0654, 5000: 1.8838, 10000: 6, 15000: 3.5211, 20000: 1.8838 }
    for (const [freqHz, db] of Object.entries(wantedDb)) {
      expect(analogResponseDb(bell, Number(freqHz))).toBeCloseTo(db, 4)
      expect(responseDb({ bands: [bell] }, 48000, Number(freqHz))).toBeCloseTo(db, 1)
    }
  })

  test('slopes are Butterworth: -3.01 dB at the corner, 6 dB more per octave and order beyond', () => {
    for (const slopeDbPerOct of [6, 12, 18, 24, 36, 48]) {
      const band: EqBand = { type: 'highPass', freqHz: 1000, slopeDbPerOct }
      expect(responseDb({ bands: [band] }, 48000, 1000)).toBeCloseTo(-3.0103, 1)
      expect(responseDb({ bands: [band] }, 48000, 62.5)).toBeCloseTo(-4 * 6.0206 * (slopeDbPerOct / 6), 0)
    }
  })

  test('a tilt of +6 dB at 1 kHz is -6 dB at 20 Hz, 0 dB at 1 kHz and +6 dB at 20 kHz, within 0.1 dB', () => {
    const tilt: EqBand = { type: 'tilt', freqHz: 1000, gainDb: 6 }
    for (const [freqHz, db] of [
      [20, -6],
      [1000, 0],
      [20000, 6],
    ] as const) {
      expect(Math.abs(responseDb({ bands: [tilt] }, 48000, freqHz) - db)).toBeLessThan(ENDS_TOLERANCE_DB)
    }
  })

  test('a shelf of 12 dB/oct is that of q 0.7071, and 6 to 48 dB/oct cross half the gain at freqHz', () => {
    const shelf = { type: 'lowShelf', freqHz: 1000, gainDb: 18 } as const
    const [sloped, bent, plain] = [{ ...shelf, slopeDbPerOct: 12 }, { ...shelf, q: Math.SQRT1_2 }, shelf].map((band) =>
      responseCurveDb({ bands: [band] }, 48000, SWEEP_HZ),
    )
    expect(sloped).toEqual(bent)
    expect(plain).toEqual(bent)
    for (const slopeDbPerOct of [6, 12, 18, 24, 36, 48]) {
      const bands = [{ ...shelf, slopeDbPerOct }]
      expect(Math.abs(responseDb({ bands }, 48000, 1000) - 9)).toBeLessThan(MATCH_TOLERANCE_DB)
      expect(Math.abs(responseDb({ bands }, 48000, 20) - 18)).toBeLessThan(
        slopeDbPerOct === 6 ? 0.1 : MATCH_TOLERANCE_DB,
      )
    }
  })

  test('a notch takes its frequency away and an all-pass keeps every level', () => {
    expect(responseDb({ bands: [{ type: 'notch', freqHz: 5000, q: 4 }] }, 48000, 5000)).toBeLessThan(-120)
    const levelsDb = responseCurveDb({ bands: [{ type: 'allPass', freqHz: 5000, q: 2 }] }, 48000, SWEEP_HZ)
    for (const db of levelsDb) expect(Math.abs(db)).toBeLessThan(1e-9)
  })

  test('boost and equal cut cancel to below -200 dB', () => {
    const boosts: EqBand[] = [
      { type: 'bell', freqHz: 12000, gainDb: 18, q: 0.5 },
      { type: 'bell', freqHz: 60, gainDb: 9, q: 8 },
      { type: 'lowShelf', freqHz: 150, gainDb: 12, q: 0.7 },
      { type: 'highShelf', freqHz: 9000, gainDb: 6, q: 1 },
    ]
    const cuts = boosts.map((band) => ({ ...band, gainDb: -(band as { gainDb: number }).gainDb }) as EqBand)
    const [equalizer, arena] = equalizerOf([...boosts, ...cuts], 44100)
    const input = noise(16384)
    const { left } = render(equalizer, arena, input)
    const residual = left.reduce((most, sample, n) => Math.max(most, Math.abs(sample - input.left[n]!)), 0)
    expect(20 * Math.log10(residual)).toBeLessThan(-200)
  })

  test('the audio gets the response that was promised, within 0.0001 dB', () => {
    const bands: EqBand[] = [
      { type: 'highPass', freqHz: 400, slopeDbPerOct: 18 },
      { type: 'bell', freqHz: 3000, gainDb: -7, q: 1.2 },
      { type: 'highShelf', freqHz: 11000, gainDb: 9, q: 0.6 },
    ]
    const [equalizer, arena] = equalizerOf(bands, 48000)
    const { left } = render(equalizer, arena, impulse(16384, 1, 1))
    for (const freqHz of [200, 1000, 3000, 9000, 15000, 20000]) {
      let [re, im] = [0, 0]
      left.forEach((sample, n) => {
        re += sample * Math.cos((2 * Math.PI * freqHz * n) / 48000)
        im -= sample * Math.sin((2 * Math.PI * freqHz * n) / 48000)
      })
      expect(20 * Math.log10(Math.hypot(re, im))).toBeCloseTo(responseDb({ bands }, 48000, freqHz), 4)
    }
  })

  test('bands of 0 dB are left out: the input comes out bit for bit', () => {
    const bands: EqBand[] = [
      { type: 'bell', freqHz: 1000, gainDb: 0, q: 1 },
      { type: 'highShelf', freqHz: 9000, gainDb: 0, q: 0.7 },
    ]
    const [equalizer, arena] = equalizerOf(bands, 48000)
    const input = noise(4096)
    expect(sameBits(render(equalizer, arena, input), input)).toBe(true)
    expect(equalizer.isAtRest()).toBe(true)
  })

  test('extreme settings stay stable at rates from 8 to 384 kHz', () => {
    for (const sampleRateHz of [8000, 384000]) {
      const bands = [20, 3900, 30000].flatMap((freqHz): EqBand[] => [
        { type: 'bell', freqHz, gainDb: 36, q: 40 },
        { type: 'lowShelf', freqHz, gainDb: -36, q: 0.05 },
        { type: 'highPass', freqHz, slopeDbPerOct: 12, q: 40 },
        { type: 'bandPass', freqHz, q: 0.05 },
      ])
      for (const band of bands) {
        const [equalizer, arena] = equalizerOf([band], sampleRateHz)
        const { left } = render(equalizer, arena, impulse(32768, 1, 1))
        const late = left.subarray(-1024).reduce((most, sample) => Math.max(most, Math.abs(sample)), 0)
        expect(late, JSON.stringify(band)).toBeLessThan(2)
      }
    }
  })

  test('refuses a slope that is no multiple of 6 dB/oct', () => {
    const band: EqBand = { type: 'lowPass', freqHz: 1000, slopeDbPerOct: 10 }
    expect(() => new Equalizer({ bands: [band] }, new Arena(), 48000)).toThrow(RangeError)
  })
})

describe('Equalizer of six bands', () => {
  testProcessorRules({
    make: (arena, sampleRateHz) => {
      const bands: EqBand[] = [
        { type: 'highPass', freqHz: 40, slopeDbPerOct: 24 },
        { type: 'lowShelf', freqHz: 120, gainDb: -2, q: 0.7 },
        { type: 'bell', freqHz: 800, gainDb: -3, q: 1 },
        { type: 'bell', freqHz: 12000, gainDb: 12, q: 1 },
        { type: 'highShelf', freqHz: 8000, gainDb: 2, q: 0.7 },
      ]
      return new Equalizer({ bands }, arena, sampleRateHz)
    },
    restS: 2,
  })
})

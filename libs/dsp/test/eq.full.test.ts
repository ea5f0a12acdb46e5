import { Arena, analogResponseDb, type EqBand, Equalizer, responseCurveDb } from '@mixwright/dsp'
import { describe, expect, test } from 'vitest'
import { noise, render } from './_render.ts'

/** Promise of the mixing stage. */
const MATCH_TOLERANCE_DB = 0.1
const NULL_DB = -120
const SWEEP_HZ = Array.from({ length: 120 }, (_, i) => 20 * 1000 ** (i / 119))
const CENTRES_HZ = [30, 47, 80, 150, 400, 1000, 2500, 5000, 8000, 10000, 12000, 14000, 16000]
const QS = [0.3, 0.5, 0.71, 1, 2, 4, 8]
const GAINS_DB = [1, 3, 6, 9, 12, 18]

/** Largest sample left of noise after a boost and the equal cut, in dB under full scale. */
function nullDb(boost: EqBand & { gainDb: number }, sampleRateHz: number): number {
  const arena = new Arena()
  const bands = [boost, { ...boost, gainDb: -boost.gainDb } as EqBand]
  const equalizer = new Equalizer({ bands }, arena, sampleRateHz)
  equalizer.reset()
  const input = noise(2048)
  const { left } = render(equalizer, arena, input)
  return 20 * Math.log10(left.reduce((most, sample, n) => Math.max(most, Math.abs(sample - input.left[n]!)), 0))
}

describe.each([44100, 48000])('Equalizer at %i Hz', (sampleRateHz) => {
  test.each(CENTRES_HZ)('bells at %i Hz, ±18 dB, q 0.3 to 8, match the analogue within 0.1 dB to 20 kHz', (freqHz) => {
    for (const q of QS) {
      for (const size of GAINS_DB) {
        for (const gainDb of [size, -size]) {
          const bell: EqBand = { type: 'bell', freqHz, gainDb, q }
          const curveDb = responseCurveDb({ bands: [bell] }, sampleRateHz, SWEEP_HZ)
          const worst = SWEEP_HZ.reduce((most, hz, i) => {
            return Math.max(most, Math.abs(curveDb[i]! - analogResponseDb(bell, hz)))
          }, 0)
          expect(worst, `${gainDb} dB, q ${q}`).toBeLessThan(MATCH_TOLERANCE_DB)
        }
      }
    }
  })

  test('boost and equal cut of every kind cancel to below -120 dB', () => {
    for (const freqHz of CENTRES_HZ) {
      for (const gainDb of [3, 18]) {
        for (const q of [0.3, 1, 8])
          expect(nullDb({ type: 'bell', freqHz, gainDb, q }, sampleRateHz), `bell ${freqHz} Hz, q ${q}`).toBeLessThan(
            NULL_DB,
          )
        expect(nullDb({ type: 'lowShelf', freqHz, gainDb }, sampleRateHz)).toBeLessThan(NULL_DB)
        expect(nullDb({ type: 'highShelf', freqHz, gainDb, slopeDbPerOct: 24 }, sampleRateHz)).toBeLessThan(NULL_DB)
        expect(nullDb({ type: 'tilt', freqHz, gainDb }, sampleRateHz)).toBeLessThan(NULL_DB)
      }
    }
  })
})

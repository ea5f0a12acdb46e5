import { kWeighting } from '@mixwright/metering'
import { describe, expect, test } from 'vitest'
import { historyOf, sine } from './_signals.ts'

const PRINTED_DECIMALS = 13
const DB_AT_48_KHZ = 0.001
const DB_AT_OTHER_RATES = 0.01

/** BS.1770 response at 48 kHz, Hz to dB. */
const RESPONSE_DB: readonly (readonly [freqHz: number, db: number])[] = [
  [20, -13.275],
  [25, -10.393],
  [31.5, -7.79],
  [50, -3.934],
  [100, -1.1335],
  [200, -0.265],
  [500, 0.0425],
  [997, 0.691],
  [1000, 0.6977],
  [2000, 3.071],
  [4000, 3.968],
  [10000, 4.042],
  [20000, 4.043],
]

describe('K-weighting', () => {
  test('equals the coefficients that BS.1770 prints for 48 kHz to 14 decimals', () => {
    const { shelf, highPass } = kWeighting(48000)
    expect(shelf.b0).toBeCloseTo(1.53512485958697, PRINTED_DECIMALS)
    expect(shelf.b1).toBeCloseTo(-2.69169618940638, PRINTED_DECIMALS)
    expect(shelf.b2).toBeCloseTo(1.19839281085285, PRINTED_DECIMALS)
    expect(shelf.a1).toBeCloseTo(-1.69065929318241, PRINTED_DECIMALS)
    expect(shelf.a2).toBeCloseTo(0.73248077421585, PRINTED_DECIMALS)
    expect(highPass.a1).toBeCloseTo(-1.99004745483398, PRINTED_DECIMALS)
    expect(highPass.a2).toBeCloseTo(0.99007225036621, PRINTED_DECIMALS)
    expect(highPass.gain).toBe(1)
  })

  test.each(RESPONSE_DB)('weighs %d Hz by %d dB at 48 kHz within 0.001 dB', (freqHz, db) => {
    expect(Math.abs(measuredGainDb(freqHz, 48000) - db)).toBeLessThanOrEqual(DB_AT_48_KHZ)
  })

  test.each([44100, 96000, 192000])('has the response of 48 kHz at %d Hz within 0.01 dB up to 20 kHz', (rateHz) => {
    for (const [freqHz, db] of RESPONSE_DB.filter((_, i) => i % 3 === 0)) {
      expect(Math.abs(measuredGainDb(freqHz, rateHz) - db), `${freqHz} Hz`).toBeLessThanOrEqual(DB_AT_OTHER_RATES)
    }
  })
})

/** From the last 3 s of 3.5, which hold whole half-cycles of every listed frequency. */
function measuredGainDb(freqHz: number, sampleRateHz: number): number {
  const peak = 0.5
  const tone = sine(3.5 * sampleRateHz, freqHz / sampleRateHz, peak)
  const lufs = historyOf(sampleRateHz, tone, tone, [1, 0]).shortTermSeriesLufs().at(-1)!
  return lufs + 0.691 - 10 * Math.log10((peak * peak) / 2)
}

import { Random } from '@mixwright/audio'
import { BANDS } from '@mixwright/metering'
import { describe, expect, test } from 'vitest'
import { meterOf, sine, toneSegments } from './_signals.ts'

const NO_LEVEL = Number.NEGATIVE_INFINITY
const BAND_TOLERANCE_DB = 0.1
const LOWEST_BAND_TOLERANCE_DB = 1
const HANN_LEAK_DBFS = -80
const NOISE_BAND_TOLERANCE_DB = 0.3
const UNCORRELATED = 0.02

const random = Random.named('meter')
const noise = (frames: number, gain = 1) => Float64Array.from({ length: frames }, () => gain * random.bipolar())

describe('Meter', () => {
  test('gives the same bits however the audio is cut', () => {
    const left = noise(50_001, 0.3).map((x, n) => x * Math.sin(n / 3000))
    const right = left.map((x, n) => 0.6 * x + 0.1 * Math.sin(n / 11))
    const whole = meterOf(left, right, { pieceFrames: 50_001 })
    for (const pieceFrames of [1, 64, 1000, 4096]) {
      const cut = meterOf(left, right, { pieceFrames })
      expect(cut.read()).toEqual(whole.read())
      expect(cut.history.momentarySeriesLufs()).toEqual(whole.history.momentarySeriesLufs())
    }
  })

  test('goes on after a reading as if there had been none', () => {
    const tone = noise(30_000, 0.4)
    const meter = meterOf(tone.subarray(0, 12_345))
    expect(meter.read()).toEqual(meter.read())
    expect(meter.read()).toEqual(meterOf(tone.subarray(0, 12_345)).read())
  })

  test('starts anew after reset', () => {
    const meter = meterOf(noise(60_000))
    meter.reset()
    expect(meter.read()).toEqual(meterOf(new Float64Array(0)).read())
  })

  test('reads silence as minus infinity and nothing as NaN', () => {
    for (const frames of [0, 200_000]) {
      const { bandsDb, bandsWidth, ...figures } = meterOf(new Float64Array(frames)).read()
      expect(figures).toEqual({
        durationS: frames / 48000,
        integratedLufs: NO_LEVEL,
        momentaryMaxLufs: NO_LEVEL,
        shortTermMaxLufs: NO_LEVEL,
        loudnessRangeLu: null,
        truePeakDbtp: NO_LEVEL,
        truePeakItuDbtp: NO_LEVEL,
        samplePeakDbfs: NO_LEVEL,
        plrLu: null,
        psrMinLu: null,
        rmsDbfs: NO_LEVEL,
        dcOffset: 0,
        correlation: null,
        monoLossDb: null,
        width: null,
        clips: { runs: 0, longestFrames: 0, longestAtS: null, atS: [] },
      })
      for (const db of Object.values(bandsDb)) expect(db).toBe(NO_LEVEL)
      for (const share of Object.values(bandsWidth)) expect(share).toBeNull()
    }
  })

  test('reads a sine at -20 dBFS: RMS -23.01 dBFS, sample peak -20 dBFS, PLR the peak over the loudness', () => {
    const figures = meterOf(toneSegments(48000, [{ s: 5, dbfs: -20 }])).read()
    expect(figures.rmsDbfs).toBeCloseTo(-23.0103, 4)
    expect(figures.samplePeakDbfs).toBeCloseTo(-20, 9)
    expect(figures.plrLu).toBe(figures.truePeakDbtp - figures.integratedLufs)
    expect(figures.durationS).toBe(5)
  })

  test('reads the offset of the channel that is further from 0, with its sign', () => {
    const tone = sine(48_000, 0.01, 0.5)
    const shifted = (by: number) => tone.map((x) => x + by)
    expect(meterOf(shifted(0.01), shifted(-0.02)).read().dcOffset).toBeCloseTo(-0.02, 9)
    expect(meterOf(shifted(0.03), shifted(-0.02)).read().dcOffset).toBeCloseTo(0.03, 9)
  })

  test('reads correlation 1, 0, -1 and a mono loss of 0, -3.01 dB, everything', () => {
    const left = noise(200_000)
    const same = meterOf(left).read()
    const apart = meterOf(left, noise(200_000)).read()
    const against = meterOf(
      left,
      left.map((x) => -x),
    ).read()
    expect([same.correlation, same.monoLossDb]).toEqual([1, 0])
    expect(Math.abs(apart.correlation!)).toBeLessThan(UNCORRELATED)
    expect(apart.monoLossDb).toBeCloseTo(-3.01, 1)
    expect([against.correlation, against.monoLossDb]).toEqual([-1, NO_LEVEL])
    expect(meterOf(left, new Float64Array(200_000)).read().correlation).toBeNull()
  })
})

describe('octave bands', () => {
  test.each([8000, 22050, 44100, 48000, 96000, 192000])(
    'hold a sine at their centre alone at %d Hz',
    (sampleRateHz) => {
      for (const { name, centreHz } of BANDS.filter(({ centreHz }) => centreHz < 0.4 * sampleRateHz)) {
        const toleranceDb = name === '31.5 Hz' ? LOWEST_BAND_TOLERANCE_DB : BAND_TOLERANCE_DB
        const tone = sine(2 * sampleRateHz, centreHz / sampleRateHz, 0.1)
        const { bandsDb } = meterOf(tone, tone, { sampleRateHz }).read()
        expect(Math.abs(bandsDb[name] - -23.01), `${name}: ${bandsDb[name]} dBFS`).toBeLessThanOrEqual(toleranceDb)
        const far = BANDS.filter((band) => band.centreHz > 2 * centreHz && band.centreHz > 250)
        for (const band of far) expect(bandsDb[band.name], `${band.name} at ${name}`).toBeLessThan(HANN_LEAK_DBFS)
      }
    },
  )

  test('rise by 3 dB an octave on white noise, and take the mean of both channels', () => {
    const { bandsDb, rmsDbfs } = meterOf(noise(960_000), new Float64Array(960_000)).read()
    for (const { name, centreHz } of BANDS.slice(3)) {
      const expected = rmsDbfs + 10 * Math.log10((centreHz * (Math.SQRT2 - Math.SQRT1_2)) / 24000)
      expect(Math.abs(bandsDb[name] - expected), name).toBeLessThanOrEqual(NOISE_BAND_TOLERANCE_DB)
    }
  })

  test('hold nothing above half the sample rate', () => {
    const { bandsDb } = meterOf(noise(16_000), undefined, { sampleRateHz: 8000 }).read()
    expect(bandsDb['8 kHz']).toBe(NO_LEVEL)
    expect(bandsDb['16 kHz']).toBe(NO_LEVEL)
  })
})

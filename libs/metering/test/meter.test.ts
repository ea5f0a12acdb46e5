import { Random } from '@mixwright/audio'
import { Arena } from '@mixwright/kernels'
import { BANDS, Meter } from '@mixwright/metering'
import { describe, expect, test } from 'vitest'
import { feed, meterOf, sine, toneSegments } from './_signals.ts'

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
    for (const pieceFrames of [1, 64, 4096]) {
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

  test('reads on the way without a trace', () => {
    const tone = noise(30_000, 0.4).map((x, n) => (n === 12_344 ? 1 : x))
    const arena = new Arena()
    const meter = new Meter(arena, 48000, 2)
    meter.reset()
    const readEachTime = (audio: number, frames: number) => {
      meter.add(audio, frames)
      meter.read()
    }
    feed(arena, tone, tone, readEachTime, 12_345)
    expect(meter.read()).toEqual(meterOf(tone).read())
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

describe('clip runs', () => {
  const top = 32767 / 32768
  const runs = (left: Float64Array, right = left, channels = 2) => meterOf(left, right, { channels }).read().clips

  test('are three samples and more in a row at full scale, in one channel', () => {
    const left = new Float64Array(9000)
    left.fill(1, 100, 102)
    left.fill(top, 200, 203)
    left.fill(-1, 4000, 4500)
    left.fill(1, 4500, 4505)
    left.fill(0.9999, 6000, 6100)
    const right = new Float64Array(9000).fill(-1.5, 300, 310)
    expect(runs(left, right)).toEqual({
      runs: 3,
      longestFrames: 505,
      longestAtS: 4000 / 48000,
      atS: [200 / 48000, 300 / 48000, 4000 / 48000],
    })
    expect(runs(left, left, 1).runs).toBe(2)
  })

  test('do not depend on how the audio is cut, and the first ten are placed', () => {
    const square = sine(20_000, 0.0101, 1.2).map((x) => Math.max(-1, Math.min(1, x)))
    const whole = runs(square)
    expect(whole.runs).toBeGreaterThan(700)
    expect(whole.atS).toHaveLength(10)
    for (const pieceFrames of [1, 64, 4096])
      expect(meterOf(square, square, { pieceFrames }).read().clips).toEqual(whole)
  })
})

describe('width', () => {
  const tone = (peak: number) => sine(96_000, 1000 / 48000, peak)
  const opposite = (peak: number) => tone(-peak)

  test('is the share of the side: 0 mono, 0.5 one channel, 1 out of phase, also per band', () => {
    const read = (left: Float64Array, right: Float64Array) => {
      const { width, bandsWidth } = meterOf(left, right).read()
      return [width!, bandsWidth['1 kHz']!]
    }
    for (const value of read(tone(0.5), tone(0.5))) expect(value).toBeCloseTo(0, 9)
    for (const value of read(tone(0.5), tone(0))) expect(value).toBeCloseTo(0.5, 9)
    for (const value of read(tone(0.5), opposite(0.5))) expect(value).toBeCloseTo(1, 9)
    // mid 0.3, side 0.1: 0.01 / (0.09 + 0.01)
    for (const value of read(tone(0.4), tone(0.2))) expect(value).toBeCloseTo(0.1, 6)
  })

  test('of each band is its own', () => {
    const low = sine(96_000, 100 / 48000, 0.2)
    const high = sine(96_000, 5000 / 48000, 0.2)
    const { bandsWidth } = meterOf(
      low.map((x, n) => x + high[n]!),
      low.map((x, n) => x - high[n]!),
    ).read()
    expect(bandsWidth['125 Hz']).toBeCloseTo(0, 5)
    expect(bandsWidth['4 kHz']).toBeCloseTo(1, 5)
  })
})

describe('PSR', () => {
  test('is the lowest true peak over short-term loudness, of passages that are not quiet', () => {
    const tone = toneSegments(48000, [{ s: 4, dbfs: -20 }, { s: 4, dbfs: -14 }, { s: 4 }, { s: 4, dbfs: -50 }])
    for (let n = 0; n < 4 * 48000; n += 48000) tone[n + 100] = 0.5
    const { psrMinLu, plrLu } = meterOf(tone).read()
    // A sine in both channels peaks as high as its loudness; the first half has peaks 14 dB above.
    expect(psrMinLu).toBeCloseTo(0, 1)
    expect(plrLu).toBeGreaterThan(8)
  })

  test('finds a peak in the last, unfinished stretch', () => {
    const tone = toneSegments(48000, [{ s: 3.05, dbfs: -20 }])
    tone[143_900] = 0.9
    expect(meterOf(tone).read().psrMinLu).toBeGreaterThan(15)
    expect(meterOf(tone.subarray(0, 100_000)).read().psrMinLu).toBeNull()
  })
})

describe('surround', () => {
  test('counts every channel once in RMS, DC, bands and peaks', () => {
    const arena = new Arena()
    const meter = new Meter(arena, 48000, 5)
    const frames = 48_000
    const audio = arena.alloc(3 * frames * 16)
    meter.reset()
    for (let pair = 0; pair < 3; pair++) {
      const view = arena.f64(audio + pair * frames * 16, 2 * frames)
      for (let n = 0; n < frames; n++) {
        const isLast = pair === 2
        const x = isLast ? 0.5 * Math.sin((2 * Math.PI * n) / 48) + 0.01 : 0
        view[2 * n] = x
        view[2 * n + 1] = x
      }
    }
    meter.add(audio, frames, frames * 16)
    const figures = meter.read()
    const oneOfFive = 10 * Math.log10(0.125 / 5)
    expect(figures.rmsDbfs).toBeCloseTo(oneOfFive, 1)
    expect(figures.bandsDb['1 kHz']).toBeCloseTo(oneOfFive, 1)
    expect(figures.dcOffset).toBeCloseTo(0.01, 4)
    expect(figures.samplePeakDbfs).toBeCloseTo(20 * Math.log10(0.51), 3)
    expect(figures.correlation).toBeNull()
    // One surround: 1.41 times the power, and 1 kHz weighs 0.7 dB.
    expect(figures.integratedLufs).toBeCloseTo(-0.691 + 0.698 + 10 * Math.log10(1.41 * 0.125), 2)
  })
})

describe('octave bands', () => {
  test.each([8000, 22050, 44100, 48000, 96000, 192000])(
    'hold a sine at their centre alone at %d Hz',
    (sampleRateHz) => {
      for (const { name, centreHz } of BANDS.filter(({ centreHz }) => centreHz < 0.4 * sampleRateHz)) {
        const toleranceDb = name === '31.5 Hz' ? LOWEST_BAND_TOLERANCE_DB : BAND_TOLERANCE_DB
        const tone = sine(0.5 * sampleRateHz, centreHz / sampleRateHz, 0.1)
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

import { Arena, type BandCompression, Multiband, type MultibandOptions, reductionDb } from '@mixwright/dsp'
import { describe, expect, test } from 'vitest'
import { testProcessorRules } from './_processor-rules.ts'
import { impulse, noise, render, type Stereo, sameBits } from './_render.ts'
import { fitTone, toDb } from './_tone.ts'

const SAMPLE_RATE_HZ = 48000
const NEUTRAL: BandCompression = {
  thresholdDb: -18,
  ratio: 1,
  attackMs: 10,
  releaseMs: 120,
  kneeDb: 6,
  makeupDb: 0,
}
const CROSSOVERS_HZ = [120, 2000, 8000]

function run(options: MultibandOptions, input: Stereo): Stereo {
  const arena = new Arena()
  const multiband = new Multiband(options, arena, SAMPLE_RATE_HZ)
  multiband.reset()
  return render(multiband, arena, input)
}

function sine(frames: number, freqHz: number, peakDbfs: number): Stereo {
  const gain = 10 ** (peakDbfs / 20)
  const left = Float64Array.from({ length: frames }, (_, n) => gain * Math.sin((2 * Math.PI * freqHz * n) / 48000))
  return { left, right: left.slice() }
}

/** Part of a tone that goes through a band; all parts are in phase. */
function shareOf(band: number, freqHz: number): number {
  const warped = (hz: number) => Math.tan((Math.PI * hz) / SAMPLE_RATE_HZ)
  return CROSSOVERS_HZ.slice(0, band + 1).reduce((share, crossoverHz, i) => {
    const low = 1 / (1 + (warped(freqHz) / warped(crossoverHz)) ** 4)
    return share * (i === band ? low : 1 - low)
  }, 1)
}

describe('Multiband', () => {
  test('neutral bands return the input bit for bit', () => {
    const input = noise(4096)
    const bands = [NEUTRAL, NEUTRAL, NEUTRAL, NEUTRAL]
    expect(sameBits(run({ crossoversHz: CROSSOVERS_HZ, bands }, input), input)).toBe(true)
  })

  test('bands that do not reach their thresholds add up to an all-pass, flat within 1e-9 dB', () => {
    const bands = [{ ...NEUTRAL, ratio: 4, thresholdDb: 0, kneeDb: 0 }, NEUTRAL, NEUTRAL, NEUTRAL]
    const { left } = run({ crossoversHz: CROSSOVERS_HZ, bands }, impulse(16384, 0.5, 0.5))
    for (const freqHz of [40, 120, 700, 2000, 5000, 8000, 15000]) {
      let [re, im] = [0, 0]
      left.forEach((sample, n) => {
        re += 2 * sample * Math.cos((2 * Math.PI * freqHz * n) / SAMPLE_RATE_HZ)
        im -= 2 * sample * Math.sin((2 * Math.PI * freqHz * n) / SAMPLE_RATE_HZ)
      })
      expect(Math.abs(toDb(Math.hypot(re, im)))).toBeLessThan(1e-9)
    }
  })

  test('each band is compressed by its own level and curve, within 0.01 dB', () => {
    const pressed = { ...NEUTRAL, ratio: 4, thresholdDb: -20, releaseMs: 300 }
    const tonesHz = [60, 499, 3989, 15013]
    tonesHz.forEach((freqHz, band) => {
      const bands = tonesHz.map((_, i) => (i === band ? pressed : NEUTRAL))
      const { left } = run({ crossoversHz: CROSSOVERS_HZ, bands }, sine(72000, freqHz, -6))
      const levelDb = toDb(fitTone(left.subarray(48000), freqHz, SAMPLE_RATE_HZ).amplitude)
      const share = shareOf(band, freqHz)
      const gain = 10 ** (-reductionDb(pressed, -6 + toDb(share)) / 20)
      expect(Math.abs(levelDb + 6 - toDb(1 - share + share * gain))).toBeLessThan(0.01)
    })
  })

  test('12 dB of make-up above 2 kHz leave a 250 Hz tone alone within 0.01 dB', () => {
    const bands = [NEUTRAL, { ...NEUTRAL, makeupDb: 12 }]
    const gainDb = (freqHz: number) => {
      const { left } = run({ crossoversHz: [2000], bands }, sine(48000, freqHz, 0))
      return toDb(fitTone(left.subarray(24000), freqHz, SAMPLE_RATE_HZ).amplitude)
    }
    expect(Math.abs(gainDb(250))).toBeLessThan(0.01)
    expect(Math.abs(gainDb(16000) - 12)).toBeLessThan(0.01)
  })

  test('refuses bands that do not fit the crossovers', () => {
    expect(() => new Multiband({ crossoversHz: [100], bands: [NEUTRAL] }, new Arena(), 48000)).toThrow(RangeError)
  })
})

describe('Multiband of four bands', () => {
  testProcessorRules({
    make: (arena, sampleRateHz) => {
      const bands = [
        { ...NEUTRAL, ratio: 3, thresholdDb: -30 },
        { ...NEUTRAL, makeupDb: 1 },
        NEUTRAL,
        { ...NEUTRAL, ratio: 2 },
      ]
      return new Multiband({ crossoversHz: CROSSOVERS_HZ, bands }, arena, sampleRateHz)
    },
    restS: 5,
  })
})

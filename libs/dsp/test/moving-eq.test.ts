import { Arena, analogResponseDb, type EqBand, Equalizer } from '@mixwright/dsp'
import { describe, expect, test } from 'vitest'
import { testProcessorRules } from './_processor-rules.ts'
import { noise, render, type Stereo, sameBits } from './_render.ts'
import { powerSpectrum } from './_spectrum.ts'
import { fitTone, toDb } from './_tone.ts'

const SAMPLE_RATE_HZ = 48000
const GAIN_TOLERANCE_DB = 0.05
const TIME_TOLERANCE = 0.05
/** Of a sine whose level moves, in the octaves over it. */
const ZIPPER_DB = -120

/** No divisor of the rate: the samples find the sine's peaks. */
const TONE_HZ = 2917
const BELL: EqBand = { type: 'bell', freqHz: TONE_HZ, gainDb: 0, q: 1, thresholdDb: -30, rangeDb: -6 }

function run(bands: EqBand[], input: Stereo): Stereo {
  const arena = new Arena()
  const equalizer = new Equalizer({ bands }, arena, SAMPLE_RATE_HZ)
  equalizer.reset()
  return render(equalizer, arena, input)
}

function sine(freqHz: number, levelDb: number, frames = 48000): Float64Array {
  const peak = 10 ** (levelDb / 20)
  return Float64Array.from({ length: frames }, (_, n) => peak * Math.sin((2 * Math.PI * freqHz * n) / SAMPLE_RATE_HZ))
}

const both = (samples: Float64Array): Stereo => ({ left: samples, right: samples.slice() })

/** Gain of the last part of a sine, dB. */
function settledDb(bands: EqBand[], freqHz: number, levelDb: number): number {
  const { left } = run(bands, both(sine(freqHz, levelDb)))
  return toDb(fitTone(left.subarray(-24000), freqHz, SAMPLE_RATE_HZ).amplitude) - levelDb
}

describe('Equalizer with bands that move', () => {
  test('a sine 3, 8 and 20 dB over the threshold moves a bell of -6 dB by 0.75, 5 and 6 dB', () => {
    for (const [levelDb, db] of [
      [-27, -0.75],
      [-22, -5],
      [-10, -6],
    ] as const) {
      expect(Math.abs(settledDb([BELL], TONE_HZ, levelDb) - db), `${levelDb}`).toBeLessThan(GAIN_TOLERANCE_DB)
      const rising = settledDb([{ ...BELL, rangeDb: 6 }], TONE_HZ, levelDb)
      expect(Math.abs(rising + db), `${levelDb}`).toBeLessThan(GAIN_TOLERANCE_DB)
    }
  })

  test('moves from gainDb to gainDb + rangeDb: +4 dB quiet, -2 dB loud', () => {
    const band = { ...BELL, gainDb: 4 }
    expect(Math.abs(settledDb([band], TONE_HZ, -36) - 4)).toBeLessThan(GAIN_TOLERANCE_DB)
    expect(Math.abs(settledDb([band], TONE_HZ, -10) + 2)).toBeLessThan(GAIN_TOLERANCE_DB)
  })

  test.each<[string, EqBand, number, number]>([
    ['low shelf', { ...BELL, type: 'lowShelf', freqHz: 300, q: undefined }, 40, 5000],
    ['high shelf', { ...BELL, type: 'highShelf', freqHz: 1000, q: undefined }, 6000, 40],
    ['bell', { ...BELL, freqHz: 1000, q: 4 }, 1000, 40],
  ])('a %s moves what it reaches as far as its range, and nothing else moves it', (_, band, insideHz, outsideHz) => {
    const moved = { ...band, gainDb: -6, rangeDb: undefined } as EqBand
    const wantedDb = analogResponseDb(moved, insideHz)
    expect(Math.abs(settledDb([band], insideHz, -6) - wantedDb)).toBeLessThan(2 * GAIN_TOLERANCE_DB)
    expect(Math.abs(settledDb([band], outsideHz, -6))).toBeLessThan(GAIN_TOLERANCE_DB)
  })

  test('below the threshold, and with a range of 0 dB, the input comes out bit for bit', () => {
    const quiet = noise(8192)
    for (const side of [quiet.left, quiet.right]) for (let n = 0; n < side.length; n++) side[n]! *= 0.01
    const bands = (['bell', 'lowShelf', 'highShelf'] as const).map((type) => ({ ...BELL, type }) as EqBand)
    expect(sameBits(run(bands, quiet), quiet)).toBe(true)
    const loud = noise(4096)
    const still = bands.map((band) => ({ ...band, rangeDb: 0 }) as EqBand)
    expect(sameBits(run(still, loud), loud)).toBe(true)
    expect(sameBits(run(bands, loud), loud)).toBe(false)
  })

  test('covers 63 % of its move in the attack time', () => {
    const band = { ...BELL, attackMs: 50, q: 0.5 }
    const { left } = run([band], both(sine(TONE_HZ, -6)))
    const gainDbAt = (frame: number) =>
      toDb(fitTone(left.subarray(frame - 32, frame + 32), TONE_HZ, SAMPLE_RATE_HZ).amplitude) + 6
    const wantedDb = -6 * (1 - Math.exp(-1))
    let frame = 240
    while (gainDbAt(frame) > wantedDb) frame += 16
    expect(Math.abs(frame / 48 / 50 - 1)).toBeLessThan(TIME_TOLERANCE)
  })

  test('a band on left is moved by the left and moves the left alone', () => {
    const band: EqBand = { ...BELL, on: 'left' }
    const input = { left: sine(TONE_HZ, -40), right: sine(TONE_HZ, -6) }
    expect(sameBits(run([band], input), input)).toBe(true)
    const swapped = { left: input.right, right: input.left }
    const out = run([band], swapped)
    expect(sameBits({ left: swapped.left, right: out.right }, swapped)).toBe(true)
    const settled = fitTone(out.left.subarray(-24000), TONE_HZ, SAMPLE_RATE_HZ).amplitude
    expect(Math.abs(toDb(settled) + 12)).toBeLessThan(GAIN_TOLERANCE_DB)
  })

  test('a bell that moves by 18 dB adds nothing over -120 dB to the octaves above a swelling sine', () => {
    const swelling = sine(1000, 0, 1 << 16).map((x, n) => x * Math.sin((Math.PI * n) / (1 << 16)) ** 4)
    const bands: EqBand[] = [{ ...BELL, freqHz: 1000, rangeDb: -18, attackMs: 20, releaseMs: 100 }]
    const power = powerSpectrum(run(bands, both(swelling)).left, 8192)
    const binHz = SAMPLE_RATE_HZ / 8192
    const peakPower = power.reduce((most, p) => Math.max(most, p), 0)
    const above = power.subarray(Math.ceil(4500 / binHz)).reduce((most, p) => Math.max(most, p), 0)
    expect(10 * Math.log10(above / peakPower)).toBeLessThan(ZIPPER_DB)
  })

  test('refuses linear phase', () => {
    expect(() => new Equalizer({ bands: [BELL], phase: 'linear' }, new Arena(), SAMPLE_RATE_HZ)).toThrow(RangeError)
  })
})

describe('Equalizer of three bands that move', () => {
  testProcessorRules({
    make: (arena, sampleRateHz) => {
      const bands: EqBand[] = [
        BELL,
        { type: 'lowShelf', freqHz: 200, gainDb: 2, thresholdDb: -20, rangeDb: 4, on: 'mid' },
        { type: 'highShelf', freqHz: 8000, gainDb: 0, thresholdDb: -40, rangeDb: -9, on: 'side', attackMs: 1 },
      ]
      return new Equalizer({ bands }, arena, sampleRateHz)
    },
    restS: 3,
  })
})

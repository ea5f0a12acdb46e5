import { Arena, Deesser, type DeesserOptions } from '@mixwright/dsp'
import { describe, expect, test } from 'vitest'
import { testProcessorRules } from './_processor-rules.ts'
import { noise, render, type Stereo, sameBits } from './_render.ts'
import { fitTone, toDb } from './_tone.ts'

const SAMPLE_RATE_HZ = 48000
const OPTIONS: DeesserOptions = {
  freqHz: 6000,
  thresholdDb: -30,
  ratio: 4,
  attackMs: 1,
  releaseMs: 60,
  rangeDb: 12,
}

function run(options: DeesserOptions, input: Stereo): Stereo {
  const arena = new Arena()
  const deesser = new Deesser(options, arena, SAMPLE_RATE_HZ)
  deesser.reset()
  return render(deesser, arena, input)
}

/** Levels of two tones together after the de-esser, dB against their levels before. */
function gainsDb(options: DeesserOptions, tones: readonly (readonly [freqHz: number, peakDbfs: number])[]): number[] {
  const left = new Float64Array(48000)
  for (const [freqHz, peakDbfs] of tones) {
    for (let n = 0; n < left.length; n++) {
      left[n]! += 10 ** (peakDbfs / 20) * Math.sin((2 * Math.PI * freqHz * n) / SAMPLE_RATE_HZ)
    }
  }
  const out = run(options, { left, right: left.slice() }).left.subarray(24000)
  return tones.map(([freqHz, peakDbfs]) => toDb(fitTone(out, freqHz, SAMPLE_RATE_HZ).amplitude) - peakDbfs)
}

describe('Deesser', () => {
  test('takes 7.5 dB off a 15 kHz tone 10 dB over the threshold, and leaves a loud 500 Hz tone alone', () => {
    const [highDb, lowDb] = gainsDb(OPTIONS, [
      [15000, -20],
      [500, -6],
    ])
    expect(Math.abs(highDb! + 7.5)).toBeLessThan(0.4)
    expect(Math.abs(lowDb!)).toBeLessThan(0.01)
  })

  test('takes no more than the range', () => {
    const [highDb] = gainsDb({ ...OPTIONS, rangeDb: 5 }, [[15000, 0]])
    expect(Math.abs(highDb! + 5)).toBeLessThan(0.2)
  })

  test('keeps all levels while the band is under its threshold', () => {
    const levels = gainsDb(OPTIONS, [
      [15000, -40],
      [6000, -45],
      [300, -1],
    ])
    for (const db of levels) expect(Math.abs(db)).toBeLessThan(1e-6)
  })

  test('ratio 1 or range 0 returns the input bit for bit', () => {
    const input = noise(2048)
    expect(sameBits(run({ ...OPTIONS, ratio: 1 }, input), input)).toBe(true)
    expect(sameBits(run({ ...OPTIONS, rangeDb: 0 }, input), input)).toBe(true)
  })
})

describe('Deesser at work', () => {
  testProcessorRules({ make: (arena, sampleRateHz) => new Deesser(OPTIONS, arena, sampleRateHz), restS: 2 })
})

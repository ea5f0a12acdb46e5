import { Arena, Imager, type ImagerOptions } from '@mixwright/dsp'
import { describe, expect, test } from 'vitest'
import { testProcessorRules } from './_processor-rules.ts'
import { impulse, noise, render, type Stereo, sameBits } from './_render.ts'
import { responseAt, toDb } from './_tone.ts'

const RATE_HZ = 48000
const OPTIONS: ImagerOptions = { crossoversHz: [200, 2000], widths: [0, 1, 1.5] }

function run(options: ImagerOptions, input: Stereo): Stereo {
  const arena = new Arena()
  const imager = new Imager(options, arena, RATE_HZ)
  imager.reset()
  return render(imager, arena, input)
}

describe('Imager', () => {
  test('widths of 100 % return the input bit for bit', () => {
    const input = noise(4096)
    expect(sameBits(run({ crossoversHz: [200, 2000], widths: [1, 1, 1] }, input), input)).toBe(true)
  })

  test('keeps the level of the middle at every frequency within 1e-9 dB', () => {
    const { left, right } = run(OPTIONS, impulse(16384, 1, 1))
    for (const freqHz of [40, 200, 700, 2000, 9000]) {
      expect(Math.abs(toDb(responseAt(left, freqHz, RATE_HZ)))).toBeLessThan(1e-9)
    }
    expect(left).toEqual(right)
  })

  test('gives the side its width in each band, within 0.1 dB two octaves away from the crossovers', () => {
    const { left, right } = run({ ...OPTIONS, widths: [0.5, 1, 1.5] }, impulse(16384, 1, -1))
    const sideDb = (freqHz: number) =>
      toDb(
        responseAt(
          left.map((x, n) => (x - right[n]!) / 2),
          freqHz,
          RATE_HZ,
        ),
      )
    expect(sideDb(50)).toBeCloseTo(toDb(0.5), 1)
    expect(sideDb(650)).toBeCloseTo(0, 1)
    expect(sideDb(8000)).toBeCloseTo(toDb(1.5), 1)
  })

  test('makes a band mono at 0 %: the side under the lowest crossover is 60 dB down two and a half octaves below', () => {
    const { left, right } = run(OPTIONS, impulse(48000, 1, -1))
    expect(
      toDb(
        responseAt(
          left.map((x, n) => (x - right[n]!) / 2),
          35,
          RATE_HZ,
        ),
      ),
    ).toBeLessThan(-60)
  })
})

describe('Imager at work', () => {
  testProcessorRules({ make: (arena, rateHz) => new Imager(OPTIONS, arena, rateHz), restS: 1 })
})

import { Arena, type TransientOptions, TransientShaper } from '@mixwright/dsp'
import { describe, expect, test } from 'vitest'
import { testProcessorRules } from './_processor-rules.ts'
import { noise, render, type Stereo, sameBits } from './_render.ts'
import { toDb } from './_tone.ts'

const RATE_HZ = 48000
const NEUTRAL: TransientOptions = { attackDb: 0, sustainDb: 0 }
const STEADY_TOLERANCE_DB = 0.001
const LEVEL_TOLERANCE_DB = 0.05

function run(options: Partial<TransientOptions>, input: Stereo): Stereo {
  const arena = new Arena()
  const shaper = new TransientShaper({ ...NEUTRAL, ...options }, arena, RATE_HZ)
  shaper.reset()
  return render(shaper, arena, input)
}

function mono(frames: number, sampleAt: (n: number) => number): Stereo {
  const left = Float64Array.from({ length: frames }, (_, n) => sampleAt(n))
  return { left, right: left.slice() }
}

/** A drum: 2 kHz, falling by 60 dB in 300 ms, each 600 ms. */
function hits(count: number, peak = 0.5): Stereo {
  const period = 28800
  return mono(count * period, (n) => {
    const t = (n % period) / RATE_HZ
    return peak * 10 ** (-10 * t) * Math.cos(2 * Math.PI * 2000 * t)
  })
}

/** Level of the output over that of the input, dB, from `from` to `to` ms after the third hit. */
function changeDb(options: Partial<TransientOptions>, [from, to]: readonly [number, number], peak?: number): number {
  const input = hits(3, peak)
  const out = run(options, input)
  const energy = ({ left }: Stereo) =>
    left.subarray(57600 + from * 48, 57600 + to * 48).reduce((sum, x) => sum + x * x, 0)
  return toDb(Math.sqrt(energy(out) / energy(input)))
}

describe('TransientShaper', () => {
  test('attack 9 dB lifts 2 to 8 ms after a hit by 7 to 9 dB, and what is 150 ms later by less than 1 dB', () => {
    expect(changeDb({ attackDb: 9 }, [2, 8])).toBeGreaterThan(7)
    expect(changeDb({ attackDb: 9 }, [2, 8])).toBeLessThan(9 + LEVEL_TOLERANCE_DB)
    expect(Math.abs(changeDb({ attackDb: 9 }, [150, 250]))).toBeLessThan(1)
  })

  test('sustain 9 dB lifts the decay by 6 to 9 dB and the first 8 ms by less than 0.5 dB', () => {
    expect(changeDb({ sustainDb: 9 }, [100, 250])).toBeGreaterThan(6)
    expect(changeDb({ sustainDb: 9 }, [100, 250])).toBeLessThan(9 + LEVEL_TOLERANCE_DB)
    expect(Math.abs(changeDb({ sustainDb: 9 }, [2, 8]))).toBeLessThan(0.5)
  })

  test('less takes away as much as more adds', () => {
    for (const key of ['attackDb', 'sustainDb'] as const) {
      for (const span of [
        [2, 3],
        [100, 101],
      ] as const) {
        const [more, less] = [changeDb({ [key]: 6 }, span), changeDb({ [key]: -6 }, span)]
        expect(Math.abs(more + less)).toBeLessThan(0.1)
      }
    }
  })

  test('shapes hits at -6 and at -30 dB alike within 0.05 dB', () => {
    const options = { attackDb: 9, sustainDb: -9 }
    expect(Math.abs(changeDb(options, [2, 8], 0.5) - changeDb(options, [2, 8], 0.03))).toBeLessThan(LEVEL_TOLERANCE_DB)
  })

  test('leaves tones of 50 and 3000 Hz alone within 0.001 dB once they stand', () => {
    for (const freqHz of [50, 3000]) {
      const input = mono(3 * 48000, (n) => 0.5 * Math.sin((2 * Math.PI * freqHz * n) / RATE_HZ))
      const out = run({ attackDb: 15, sustainDb: 15 }, input)
      for (let n = 2.5 * 48000; n < 3 * 48000; n++) {
        if (Math.abs(input.left[n]!) < 0.01) continue
        expect(Math.abs(toDb(out.left[n]! / input.left[n]!))).toBeLessThan(STEADY_TOLERANCE_DB)
      }
    }
  })

  test('turns both channels alike, by the louder', () => {
    const input = { left: hits(1).left, right: hits(1).left.map((x) => x * 0.01) }
    const out = run({ attackDb: 12, sustainDb: 6 }, input)
    for (let n = 0; n < 9600; n++) expect(out.right[n]).toBeCloseTo(0.01 * out.left[n]!, 14)
  })

  test('0 dB and 0 dB return the input bit for bit', () => {
    const input = noise(2048)
    expect(sameBits(run({}, input), input)).toBe(true)
  })
})

describe('TransientShaper at work', () => {
  testProcessorRules({
    make: (arena, sampleRateHz) => new TransientShaper({ attackDb: 6, sustainDb: -6 }, arena, sampleRateHz),
    restS: 12,
  })
})

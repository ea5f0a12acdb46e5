import { Arena } from '@mixwright/dsp'
import { convertForDisc, type DiscAudioJob } from '@mixwright/mastering'
import { describe, expect, test } from 'vitest'
import { filled, KeptMaster, largestDifference, measure, type Stereo, sine, sourceOf } from './_audio.ts'

const CD_HZ = 44_100

function convert(audio: Stereo, sampleRateHz: number, settings: Partial<DiscAudioJob> = {}) {
  const sink = new KeptMaster()
  const shared = { is16Bit: false, gainDb: 0, dither: 'tpdf', autoBlackMs: 100, seed: 'test' } as const
  const made = convertForDisc({
    ...shared,
    source: sourceOf(audio, sampleRateHz),
    sink,
    arena: new Arena(),
    ...settings,
  })
  return { ...made, left: sink.channel(0), right: sink.channel(1) }
}

const codes = (seed: number) => filled(20_000, (n) => (((n * seed) % 65_536) - 32_768) / 32_768)
const WORDS: Stereo = [codes(7919), codes(104_729)]

describe('convertForDisc', () => {
  test('passes 44.1 kHz, 16 bit through bit for bit, full scale included', () => {
    const { left, right, frames, clippedSamples, peak } = convert(WORDS, CD_HZ, { is16Bit: true, dither: 'shaped' })
    expect([frames, clippedSamples, peak]).toEqual([20_000, 0, 1])
    expect(largestDifference(left, WORDS[0])).toBe(0)
    expect(largestDifference(right, WORDS[1])).toBe(0)
  })

  test('dithers once when the words, the level or the rate change', () => {
    const rms = (a: Float64Array, b: Float64Array) =>
      Math.sqrt(a.reduce((sum, x, n) => sum + (x - b[n]!) ** 2, 0) / a.length)
    const quiet = sine(997, 0.5, 0.25, CD_HZ)
    const longer = convert([quiet, quiet], CD_HZ)
    expect(rms(longer.left, quiet) * 32_768).toBeCloseTo(0.5, 1)
    expect(longer.left).not.toEqual(longer.right)
    const lower = convert(WORDS, CD_HZ, { is16Bit: true, gainDb: -6 })
    expect(
      rms(
        lower.left,
        WORDS[0].map((x) => x * 10 ** -0.3),
      ) * 32_768,
    ).toBeCloseTo(0.5, 1)
  })

  test('converts the rate and keeps the level', () => {
    const tone = sine(997, 1, 0.25, 96_000)
    const { frames, left, right } = convert([tone, tone], 96_000)
    expect(frames).toBe(CD_HZ)
    expect(measure([left, right], CD_HZ).samplePeakDbfs).toBeCloseTo(-12.041, 2)
  })

  test('limits nothing: what passes full scale is counted, and its peak told', () => {
    const loud = sine(997, 0.2, 1.1, CD_HZ)
    const { clippedSamples, peak } = convert([loud, loud], CD_HZ)
    const over = loud.filter((x) => Math.abs(x) > 1).length
    expect(Math.abs(clippedSamples - 2 * over)).toBeLessThan(40)
    expect(peak).toBeCloseTo(1.1, 3)
    expect(convert([loud, loud], CD_HZ, { gainDb: -0.9 }).clippedSamples).toBe(0)
  })
})

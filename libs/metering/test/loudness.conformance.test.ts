import { albumLufs, channelLayout, loudnessWeights, type MeterOptions } from '@mixwright/metering'
import { describe, expect, test } from 'vitest'
import { describeEbuLoudness, toneAt } from './_ebu-loudness.ts'
import { historyOf, meterOf, sine, ToneListener, toneSegments } from './_signals.ts'

describeEbuLoudness(44100, 16)
describeEbuLoudness(48000, 24)
describeEbuLoudness(96000, '32f')

describe('loudness', () => {
  const second = 48000
  const fullScale997 = sine(5 * second, 997 / 48000)
  const silence = new Float64Array(5 * second)

  test('reads -3.01 LUFS on 997 Hz at 0 dBFS in one channel, 0.00 in both', () => {
    expect(meterOf(fullScale997, silence).read().integratedLufs).toBeCloseTo(-3.01, 2)
    expect(meterOf(silence, fullScale997).read().integratedLufs).toBeCloseTo(-3.01, 2)
    expect(meterOf(fullScale997).read().integratedLufs).toBeCloseTo(0, 2)
  })

  test('reads -1.52 LUFS on a surround channel and nothing on one that is left out', () => {
    const weighted = (weights: [number, number]) => meterOf(fullScale997, silence, { weights }).read().integratedLufs
    expect(weighted([1.41, 1.41])).toBeCloseTo(-1.52, 2)
    expect(weighted([0, 0])).toBe(Number.NEGATIVE_INFINITY)
  })

  test('counts a mono file once, or twice when it will play on two speakers', () => {
    const mono = (options: MeterOptions) => meterOf(fullScale997, fullScale997, { channels: 1, ...options }).read()
    const once = mono({})
    const twice = mono({ weights: loudnessWeights(channelLayout(1)!, true) })
    expect(once.integratedLufs).toBeCloseTo(-3.01, 2)
    expect(twice.integratedLufs).toBeCloseTo(0, 2)
    expect(once.rmsDbfs).toBeCloseTo(-3.01, 2)
  })

  test('gates everything under -70 LUFS and nothing just above', () => {
    const at = (dbfs: number) => meterOf(toneSegments(second, toneAt(5, dbfs))).read()
    expect(at(-70.1).integratedLufs).toBe(Number.NEGATIVE_INFINITY)
    expect(at(-70.1).loudnessRangeLu).toBeNull()
    expect(at(-69.9).integratedLufs).toBeCloseTo(-69.9, 1)
  })

  test('gates what lies more than 10 LU under the mean, and nothing less far down', () => {
    const at = (dbfs: number) => new ToneListener(second).hear(...toneAt(40, -20, dbfs)).integratedLufs()
    expect(at(-32)).toBeCloseTo(-22.74, 1) // 9.3 LU under the mean of both
    expect(at(-33.5)).toBeCloseTo(-20, 1) // 10.7 LU
  })

  test('leaves an incomplete window without a reading', () => {
    const { integratedLufs, shortTermMaxLufs } = meterOf(toneSegments(second, toneAt(0.399, -20))).read()
    expect(integratedLufs).toBe(Number.NEGATIVE_INFINITY)
    expect(shortTermMaxLufs).toBe(Number.NEGATIVE_INFINITY)
    expect(meterOf(toneSegments(second, toneAt(0.4, -20))).read().integratedLufs).toBeCloseTo(-20, 1)
  })

  test('pools an album: two equal tracks read as one, a quiet one is gated like a quiet passage', () => {
    const loud = new ToneListener(second).hear(...toneAt(10, -20))
    const quiet = new ToneListener(second).hear(...toneAt(10, -40))
    expect(albumLufs([loud.gatingBlocks(), loud.gatingBlocks()])).toBeCloseTo(loud.integratedLufs(), 10)
    expect(albumLufs([loud.gatingBlocks(), quiet.gatingBlocks()])).toBeCloseTo(loud.integratedLufs(), 10)
    expect(albumLufs([])).toBe(Number.NEGATIVE_INFINITY)
  })

  test.each([8000, 11025, 16000, 22050, 37800, 192000, 384000])(
    'reads sines at %d Hz as it reads them at 48 kHz, within 0.02 LU',
    (sampleRateHz) => {
      for (const freqHz of [100, 1000, 2500, 3400]) {
        const at = (rateHz: number) => historyOf(rateHz, sine(0.6 * rateHz, freqHz / rateHz, 0.1)).momentaryMaxLufs()
        expect(Math.abs(at(sampleRateHz) - at(48000)), `${freqHz} Hz`).toBeLessThanOrEqual(0.02)
      }
    },
  )
})

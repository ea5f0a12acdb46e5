import { albumLufs, LoudnessHistory } from '@mixwright/metering'
import { describe, expect, test } from 'vitest'
import { historyOf, meterOf, RATES_HZ, type Segment, sine, toneSegments } from './_signals.ts'

const EBU_3341_TOLERANCE_LU = 0.1
const EBU_3342_TOLERANCE_LU = 1
/** Against figures of an independent double-precision meter at 48 kHz. */
const REGRESSION_LU = 0.002
const RANGE_REGRESSION_LU = 0.05
const NUMBERS_0_TO_19 = Array.from({ length: 20 }, (_, i) => i)

const toneAt = (s: number, ...levels: number[]): Segment[] => levels.map((dbfs) => ({ s, dbfs }))
const repeated = (times: number, segments: Segment[]): Segment[] => Array(times).fill(segments).flat()

const CASE_3: Segment[] = [...toneAt(10, -36), ...toneAt(60, -23), ...toneAt(10, -36)]
const CASE_4: Segment[] = [...toneAt(10, -72), ...CASE_3, ...toneAt(10, -72)]
const CASE_5: Segment[] = [...toneAt(20, -26), ...toneAt(20.1, -20), ...toneAt(20, -26)]

describe.each(RATES_HZ)('EBU Tech 3341 at %d Hz', (sampleRateHz) => {
  const regressionLu = sampleRateHz === 48000 ? REGRESSION_LU : EBU_3341_TOLERANCE_LU
  const history = (segments: readonly Segment[]) => historyOf(sampleRateHz, toneSegments(sampleRateHz, segments))
  const expectLufs = (lufs: number, expected: number, note = '') =>
    expect(Math.abs(lufs - expected), `${note} ${lufs} LUFS`).toBeLessThanOrEqual(EBU_3341_TOLERANCE_LU)

  test.each([
    [1, -23, -22.9933],
    [2, -33, -32.9933],
  ])('case %d: a sine at %d dBFS reads that loudness on M, S and I', (_, dbfs, reading) => {
    const programme = history(toneAt(20, dbfs))
    expectLufs(programme.momentaryMaxLufs(), dbfs)
    expectLufs(programme.shortTermMaxLufs(), dbfs)
    expectLufs(programme.integratedLufs(), dbfs)
    expect(Math.abs(programme.integratedLufs() - reading)).toBeLessThanOrEqual(regressionLu)
  })

  test.each([
    [3, CASE_3, -23.0139, 13],
    [4, CASE_4, -23.0139, 13],
    [5, CASE_5, -22.9787, 6],
  ])('case %d: gated loudness is -23 LUFS', (_, segments, reading, rangeLu) => {
    const programme = history(segments)
    expectLufs(programme.integratedLufs(), -23)
    expect(Math.abs(programme.integratedLufs() - reading)).toBeLessThanOrEqual(regressionLu)
    expect(Math.abs(programme.loudnessRangeLu()! - rangeLu)).toBeLessThanOrEqual(RANGE_REGRESSION_LU)
  })

  test('case 6: five channels with weights 1, 1, 1, 1.41, 1.41 read -23 LUFS', () => {
    const [front, centre, surround] = [-28, -24, -30].map((dbfs) => toneSegments(sampleRateHz, toneAt(20, dbfs)))
    const lufs = LoudnessHistory.sum([
      historyOf(sampleRateHz, front!),
      historyOf(sampleRateHz, centre!, centre, [1, 0]),
      historyOf(sampleRateHz, surround!, surround, [1.41, 1.41]),
    ]).integratedLufs()
    expectLufs(lufs, -23)
    expect(Math.abs(lufs - -23.0163)).toBeLessThanOrEqual(regressionLu)
  })

  test('case 9: short-term loudness holds at -23 LUFS over alternating levels', () => {
    const segments = repeated(5, [...toneAt(1.34, -20), ...toneAt(1.66, -30)])
    for (const lufs of history(segments).shortTermSeriesLufs()) expectLufs(lufs, -23)
  })

  test('case 10: the short-term maximum finds 3 s at any offset', () => {
    for (const i of NUMBERS_0_TO_19) {
      const shortTermMaxLufs = history([{ s: i * 0.15 }, ...toneAt(3, -23), { s: 1 }]).shortTermMaxLufs()
      expectLufs(shortTermMaxLufs, -23, `file ${i}:`)
    }
  })

  test('case 11: the short-term maximum climbs from -38 to -19 LUFS', () => {
    const bursts = NUMBERS_0_TO_19.map((i) => [{ s: i * 0.15 }, ...toneAt(3, -38 + i), { s: 3 - i * 0.15 }])
    const maxima = NUMBERS_0_TO_19.map((i) => history(bursts.slice(i, i + 1).flat()).shortTermMaxLufs())
    maxima.forEach((lufs, i) => {
      expectLufs(lufs, -38 + i, `burst ${i}:`)
    })
    expectLufs(history(bursts.flat()).shortTermMaxLufs(), -19)
  })

  test('case 12: momentary loudness holds at -23 LUFS over alternating levels', () => {
    const segments = repeated(25, [...toneAt(0.18, -20), ...toneAt(0.22, -30)])
    for (const lufs of history(segments).momentarySeriesLufs().slice(6)) expectLufs(lufs, -23)
  })

  test('case 13: the momentary maximum finds 400 ms at any offset', () => {
    for (const i of NUMBERS_0_TO_19) {
      const momentaryMaxLufs = history([{ s: i * 0.02 }, ...toneAt(0.4, -23), { s: 1 }]).momentaryMaxLufs()
      expectLufs(momentaryMaxLufs, -23, `file ${i}:`)
    }
  })

  test('case 14: the momentary maximum climbs from -38 to -19 LUFS', () => {
    const bursts = NUMBERS_0_TO_19.map((i) => [{ s: i * 0.02 }, ...toneAt(0.4, -38 + i), { s: 0.4 - i * 0.02 }])
    for (const i of NUMBERS_0_TO_19) {
      expectLufs(history(bursts.slice(0, i + 1).flat()).momentaryMaxLufs(), -38 + i, `burst ${i}:`)
    }
  })
})

describe.each(RATES_HZ)('EBU Tech 3342 at %d Hz', (sampleRateHz) => {
  test.each([
    [1, [-20, -30], 10],
    [2, [-20, -15], 5],
    [3, [-40, -20], 20],
    [4, [-50, -35, -20, -35, -50], 15],
  ])('case %d: levels %j dBFS have a range of %d LU', (_, levels, expectedLu) => {
    const rangeLu = historyOf(sampleRateHz, toneSegments(sampleRateHz, toneAt(20, ...levels))).loudnessRangeLu()!
    expect(Math.abs(rangeLu - expectedLu)).toBeLessThanOrEqual(EBU_3342_TOLERANCE_LU)
    expect(Math.abs(rangeLu - expectedLu)).toBeLessThanOrEqual(RANGE_REGRESSION_LU)
  })
})

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
    const once = meterOf(fullScale997, fullScale997, { channels: 1 }).read()
    const twice = meterOf(fullScale997, fullScale997, { channels: 1, dualMono: true }).read()
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
    const at = (dbfs: number) => historyOf(second, toneSegments(second, toneAt(40, -20, dbfs))).integratedLufs()
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
    const loud = meterOf(toneSegments(second, toneAt(10, -20))).history
    const quiet = meterOf(toneSegments(second, toneAt(10, -40))).history
    expect(albumLufs([loud, loud])).toBeCloseTo(loud.integratedLufs(), 10)
    expect(albumLufs([loud, quiet])).toBeCloseTo(loud.integratedLufs(), 10)
    expect(albumLufs([])).toBe(Number.NEGATIVE_INFINITY)
  })

  test.each([
    [8000, 0.25],
    [11025, 0.15],
    [22050, 0.05],
    [37800, 0.05],
    [384000, 0.05],
  ])('reads a 1 kHz sine at -20 dBFS as -20 LUFS at %d Hz within %d LU', (sampleRateHz, toleranceLu) => {
    const lufs = historyOf(sampleRateHz, sine(3 * sampleRateHz, 1000 / sampleRateHz, 0.1)).integratedLufs()
    expect(Math.abs(lufs - -20)).toBeLessThanOrEqual(toleranceLu)
  })
})

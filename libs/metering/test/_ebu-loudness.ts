import { Arena } from '@mixwright/kernels'
import { channelLayout, LoudnessMeter, loudnessWeights } from '@mixwright/metering'
import { describe, expect, test } from 'vitest'
import { rounded, type Segment, sine, ToneListener, type Word } from './_signals.ts'

const EBU_3341_TOLERANCE_LU = 0.1
const EBU_3342_TOLERANCE_LU = 1
/** Against figures of an independent double-precision meter at 48 kHz. */
const REGRESSION_LU = 0.002
const RANGE_REGRESSION_LU = 0.05
const NUMBERS_0_TO_19 = Array.from({ length: 20 }, (_, i) => i)

export const toneAt = (s: number, ...levels: number[]): Segment[] => levels.map((dbfs) => ({ s, dbfs }))
const repeated = (times: number, segments: Segment[]): Segment[] => Array(times).fill(segments).flat()

const CASE_3: Segment[] = [...toneAt(10, -36), ...toneAt(60, -23), ...toneAt(10, -36)]
const CASE_4: Segment[] = [...toneAt(10, -72), ...CASE_3, ...toneAt(10, -72)]
const CASE_5: Segment[] = [...toneAt(20, -26), ...toneAt(20.1, -20), ...toneAt(20, -26)]

/** The loudness signals of EBU Tech 3341 and 3342 at one rate, rounded to one kind of sample. */
export function describeEbuLoudness(sampleRateHz: number, word: Word): void {
  const regressionLu = sampleRateHz === 48000 ? REGRESSION_LU : EBU_3341_TOLERANCE_LU
  const listener = () => new ToneListener(sampleRateHz, word)
  const hear = (segments: readonly Segment[]) => listener().hear(...segments)
  const expectLufs = (lufs: number, expected: number, note = '') =>
    expect(Math.abs(lufs - expected), `${note} ${lufs} LUFS`).toBeLessThanOrEqual(EBU_3341_TOLERANCE_LU)

  describe(`EBU Tech 3341 at ${sampleRateHz} Hz, ${word} bit`, () => {
    test.each([
      [1, -23, -22.9933],
      [2, -33, -32.9933],
    ])('case %d: a sine at %d dBFS reads that loudness on M, S and I', (_, dbfs, reading) => {
      const programme = hear(toneAt(20, dbfs))
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
      const programme = hear(segments)
      expectLufs(programme.integratedLufs(), -23)
      expect(Math.abs(programme.integratedLufs() - reading)).toBeLessThanOrEqual(regressionLu)
      expect(Math.abs(programme.loudnessRangeLu()! - rangeLu)).toBeLessThanOrEqual(RANGE_REGRESSION_LU)
    })

    test.each([5, 6])(
      'case 6 in %d channels: weights 1, 1, 1, 1.41, 1.41 read -23 LUFS, an LFE nothing',
      (channels) => {
        const levels = channels === 5 ? [-28, -28, -24, -30, -30] : [-28, -28, -24, 0, -30, -30]
        const lufs = surroundLufs(sampleRateHz, word, levels)
        expectLufs(lufs, -23)
        expect(Math.abs(lufs - -23.0163)).toBeLessThanOrEqual(regressionLu)
      },
    )

    test('case 9: short-term loudness holds at -23 LUFS over alternating levels', () => {
      const segments = repeated(5, [...toneAt(1.34, -20), ...toneAt(1.66, -30)])
      for (const lufs of hear(segments).shortTermSeriesLufs()) expectLufs(lufs, -23)
    })

    test('case 10: the short-term maximum finds 3 s at any offset', () => {
      for (const i of NUMBERS_0_TO_19) {
        expectLufs(hear([{ s: i * 0.15 }, ...toneAt(3, -23), { s: 1 }]).shortTermMaxLufs(), -23, `file ${i}:`)
      }
    })

    test('case 11: the short-term maximum climbs from -38 to -19 LUFS', () => {
      const whole = listener()
      for (const i of NUMBERS_0_TO_19) {
        const { shortTermMaxLufs } = maxima(whole, [{ s: i * 0.15 }, ...toneAt(3, -38 + i), { s: 3 - i * 0.15 }])
        expectLufs(shortTermMaxLufs, -38 + i, `burst ${i}:`)
      }
    })

    test('case 12: momentary loudness holds at -23 LUFS over alternating levels', () => {
      const segments = repeated(25, [...toneAt(0.18, -20), ...toneAt(0.22, -30)])
      for (const lufs of hear(segments).momentarySeriesLufs().slice(6)) expectLufs(lufs, -23)
    })

    test('case 13: the momentary maximum finds 400 ms at any offset', () => {
      for (const i of NUMBERS_0_TO_19) {
        expectLufs(hear([{ s: i * 0.02 }, ...toneAt(0.4, -23), { s: 1 }]).momentaryMaxLufs(), -23, `file ${i}:`)
      }
    })

    test('case 14: the momentary maximum climbs from -38 to -19 LUFS', () => {
      const whole = listener()
      for (const i of NUMBERS_0_TO_19) {
        const { momentaryMaxLufs } = maxima(whole, [{ s: i * 0.02 }, ...toneAt(0.4, -38 + i), { s: 0.4 - i * 0.02 }])
        expectLufs(momentaryMaxLufs, -38 + i, `burst ${i}:`)
      }
    })
  })

  describe(`EBU Tech 3342 at ${sampleRateHz} Hz, ${word} bit`, () => {
    test.each([
      [1, [-20, -30], 10],
      [2, [-20, -15], 5],
      [3, [-40, -20], 20],
      [4, [-50, -35, -20, -35, -50], 15],
    ])('case %d: levels %j dBFS have a range of %d LU', (_, levels, expectedLu) => {
      const rangeLu = hear(toneAt(20, ...levels)).loudnessRangeLu()!
      expect(Math.abs(rangeLu - expectedLu)).toBeLessThanOrEqual(EBU_3342_TOLERANCE_LU)
      expect(Math.abs(rangeLu - expectedLu)).toBeLessThanOrEqual(RANGE_REGRESSION_LU)
    })
  })
}

function maxima(listener: ToneListener, segments: Segment[]) {
  const history = listener.hear(...segments)
  return { momentaryMaxLufs: history.momentaryMaxLufs(), shortTermMaxLufs: history.shortTermMaxLufs() }
}

/** Loudness of 20 s of a 1 kHz sine with a level for each channel of the usual layout. */
function surroundLufs(sampleRateHz: number, word: Word, levels: readonly number[]): number {
  const arena = new Arena()
  const meter = new LoudnessMeter(arena, sampleRateHz, loudnessWeights(channelLayout(levels.length)!))
  const frames = sampleRateHz / 10
  const pairBytes = frames * 16
  const audio = arena.alloc(Math.ceil(levels.length / 2) * pairBytes)
  const tone = sine(frames, 1000 / sampleRateHz)
  levels.forEach((dbfs, channel) => {
    const view = arena.f64(audio + (channel >> 1) * pairBytes, 2 * frames)
    tone.forEach((x, n) => {
      view[2 * n + (channel % 2)] = rounded(10 ** (dbfs / 20) * x, word)
    })
  })
  meter.reset()
  for (let tenth = 0; tenth < 200; tenth++) meter.add(audio, frames, pairBytes)
  return meter.history.integratedLufs()
}

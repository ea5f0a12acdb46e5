import { type MeasuredFile, promises } from '@mixwright/mastering'
import { describe, expect, test } from 'vitest'
import { planOf } from './_audio.ts'

const file: MeasuredFile = {
  integratedLufs: -14.05,
  truePeakDbtp: -1,
  durationS: 240,
  sampleRateHz: 48000,
  bitDepth: 24,
}

const keptBy = (settings: Parameters<typeof planOf>[0], measured: Partial<MeasuredFile> = {}) =>
  Object.fromEntries(promises(planOf(settings), { ...file, ...measured }).map(({ name, ok }) => [name, ok]))

describe('promises', () => {
  test('hold loudness to 0.1 LU and the true peak to its ceiling exactly', () => {
    const all = { loudness: true, truePeak: true, sampleRate: true, bitDepth: true }
    expect(keptBy({ target: 'spotify' })).toEqual(all)
    expect(keptBy({ target: 'spotify' }, { integratedLufs: -14.11 })).toEqual({ ...all, loudness: false })
    expect(keptBy({ target: 'spotify' }, { integratedLufs: -13.89 })).toEqual({ ...all, loudness: false })
    expect(keptBy({ target: 'spotify' }, { truePeakDbtp: -0.9999 })).toEqual({ ...all, truePeak: false })
    expect(keptBy({ target: 'spotify' }, { sampleRateHz: 44100 })).toEqual({ ...all, sampleRate: false })
    expect(keptBy({ target: 'spotify' }, { bitDepth: 16 })).toEqual({ ...all, bitDepth: false })
  })

  test('are missed by silence, with the value named', () => {
    const [loudness] = promises(planOf({ target: 'spotify' }), { ...file, integratedLufs: Number.NEGATIVE_INFINITY })
    expect(loudness).toEqual({ name: 'loudness', unit: 'LUFS', limit: -14, value: Number.NEGATIVE_INFINITY, ok: false })
  })

  test('say nothing of what a plan leaves open', () => {
    expect(keptBy({ target: 'archive' }, { bitDepth: 32 })).toEqual({ sampleRate: true, bitDepth: true })
    const lossy = { target: 'spotify', format: { codec: 'mp3', kbps: 320 } } as const
    expect(keptBy(lossy, { bitDepth: null })).toEqual({ loudness: true, truePeak: true, sampleRate: true })
  })

  test('hold a CD to whole sectors of 588 frames', () => {
    const cd = { sampleRateHz: 44100, bitDepth: 16 }
    const [rest] = promises(planOf({ target: 'cd' }), { ...file, ...cd, durationS: (7 * 588 + 3) / 44100 }).slice(-1)
    expect(rest).toEqual({ name: 'sectorRest', unit: 'frames', limit: 0, value: 3, ok: false })
    expect(keptBy({ target: 'cd' }, { ...cd, durationS: (7 * 588) / 44100 })).toMatchObject({ sectorRest: true })
  })

  test('hold vinyl to -40 dB of side in the lows and to the length of the side', () => {
    const side = { target: 'vinyl', sideLengthS: 240 }
    const all = { truePeak: true, sampleRate: true, bitDepth: true, lowSide: true, sideLength: true }
    expect(keptBy(side, { lowSideDb: -40 })).toEqual(all)
    expect(keptBy(side, { lowSideDb: -39.9 })).toEqual({ ...all, lowSide: false })
    expect(keptBy(side, { lowSideDb: Number.NEGATIVE_INFINITY, durationS: 240.1 })).toEqual({
      ...all,
      sideLength: false,
    })
  })
})

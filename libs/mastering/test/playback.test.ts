import {
  albumPlayback,
  builtInTargets,
  type Heard,
  PLAYERS,
  playersOf,
  TARGETS,
  trackPlayback,
} from '@mixwright/mastering'
import { describe, expect, test } from 'vitest'

const player = (name: string) => PLAYERS.find((one) => one.name === name)!
const heard = (integratedLufs: number, truePeakDbtp: number, samplePeakDbfs = truePeakDbtp): Heard => ({
  integratedLufs,
  truePeakDbtp,
  samplePeakDbfs,
})
const SILENCE = heard(Number.NEGATIVE_INFINITY, Number.NEGATIVE_INFINITY)

describe('players', () => {
  test('play built-in targets, and say how well they are known', () => {
    expect(new Set(PLAYERS.map(({ name }) => name)).size).toBe(PLAYERS.length)
    for (const { target, source, date, confidence } of [
      ...PLAYERS,
      ...TARGETS.map((row) => ({ ...row, target: null })),
    ]) {
      if (target !== null) expect(builtInTargets()).toContain(target)
      expect(source.length).toBeGreaterThan(10)
      expect(date).toMatch(/^20\d\d-[01]\d-[0-3]\d$/)
      expect(['published', 'reported', 'disputed', 'chosen']).toContain(confidence)
    }
    expect(playersOf('spotify').map(({ name }) => name)).toContain('Spotify Loud')
    expect(playersOf('cd')).toEqual([])
  })
})

describe('playback of a track', () => {
  test('raises -20 LUFS with peaks at -5 dBTP by 4 dB to -16 LUFS on Spotify', () => {
    expect(trackPlayback(player('Spotify Normal'), heard(-20, -5))).toEqual({
      player: 'Spotify Normal',
      mode: 'track',
      targetLufs: -14,
      gainDb: 4,
      integratedLufs: -16,
      truePeakDbtp: -1,
      headroomDb: 1,
      limiterDb: 0,
      penaltyDb: 0,
      shortfallLu: 2,
    })
  })

  test('turns -9 LUFS down by 5 dB, which is what the master gave up', () => {
    expect(trackPlayback(player('Spotify Normal'), heard(-9, -1))).toMatchObject({
      gainDb: -5,
      integratedLufs: -14,
      truePeakDbtp: -6,
      headroomDb: 6,
      penaltyDb: 5,
      shortfallLu: 0,
    })
  })

  test('raises all the way with a limiter on Spotify Loud, and says how hard that works', () => {
    expect(trackPlayback(player('Spotify Loud'), heard(-20, -5, -5.5))).toMatchObject({
      gainDb: 9,
      integratedLufs: -11,
      limiterDb: 4.5,
      truePeakDbtp: -0.5,
    })
    expect(trackPlayback(player('Spotify Loud'), heard(-20, -15)).limiterDb).toBe(0)
    expect(trackPlayback(player('Spotify Loud'), heard(-9, 0)).limiterDb).toBe(0)
  })

  test('never lowers a quiet track to make headroom, and raises nothing where the service does not', () => {
    expect(trackPlayback(player('Spotify Normal'), heard(-20, 0.5)).gainDb).toBe(0)
    expect(trackPlayback(player('YouTube'), heard(-20, -9))).toMatchObject({ gainDb: 0, shortfallLu: 6 })
    expect(trackPlayback(player('Qobuz'), heard(-5, 0.5))).toMatchObject({
      targetLufs: null,
      gainDb: 0,
      integratedLufs: -5,
      headroomDb: -0.5,
      shortfallLu: 0,
    })
  })

  test('leaves silence alone', () => {
    for (const one of PLAYERS) expect(trackPlayback(one, SILENCE)).toMatchObject({ gainDb: 0, shortfallLu: 0 })
  })
})

describe('playback of an album', () => {
  const tracks = [heard(-10, -1), heard(-16, -2), SILENCE]
  const album = { ...heard(-12, -1), loudestLufs: -10 }
  const gains = (name: string) => albumPlayback(player(name), album, tracks).map(({ gainDb }) => gainDb)

  test('is one gain by the pooled loudness, by the loudest track, or track by track', () => {
    expect(gains('Spotify Normal')).toEqual([-2, -2, -2])
    expect(gains('TIDAL')).toEqual([-4, -4, -4])
    expect(gains('YouTube')).toEqual([-4, 0, 0])
  })

  test('raises a quiet album by what its highest peak leaves', () => {
    const quiet = { ...heard(-20, -4), loudestLufs: -19 }
    const played = albumPlayback(player('Apple Music'), quiet, [heard(-19, -4), heard(-22, -9)])
    expect(played.map(({ gainDb, truePeakDbtp, mode }) => [gainDb, truePeakDbtp, mode])).toEqual([
      [3, -1, 'album'],
      [3, -6, 'album'],
    ])
  })
})

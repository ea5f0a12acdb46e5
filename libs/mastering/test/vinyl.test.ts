import { Random } from '@mixwright/audio'
import { Arena } from '@mixwright/dsp'
import { LowSideMeter } from '@mixwright/mastering'
import { describe, expect, test } from 'vitest'
import { filled, inBlocks, master, measure, planOf, RATE_HZ, type Stereo, sine } from './_audio.ts'

const vinyl = planOf({ target: 'vinyl', ceilingDbtp: 0 })
const LOW_SIDE_LIMIT_DB = -40
const SIDE_STOP_DB = -60
const TRANSPARENT_DB = 0.1

const random = Random.named('vinyl')
const noise = (frames: number, gain = 0.1) => filled(frames, () => gain * random.bipolar())
const sideOnly = (samples: Float64Array): Stereo => [samples, samples.map((x) => -x)]
const midOnly = (samples: Float64Array): Stereo => [samples, samples]

function lowSideDb(audio: Stereo, cornerHz = 150, pieceFrames = 4096): number {
  const arena = new Arena()
  const meter = new LowSideMeter(cornerHz, arena, RATE_HZ)
  meter.reset()
  inBlocks(arena, audio, (at, frames) => meter.add(at, frames), pieceFrames)
  return meter.finish()
}

/** Fades in and out over half a second: what starts at once holds lows of its own. */
function faded(samples: Float64Array): Float64Array {
  const end = samples.length - 1
  return samples.map(
    (x, n) => x * Math.sin((Math.PI / 2) * Math.min(1, n / (RATE_HZ / 2), (end - n) / (RATE_HZ / 2))) ** 2,
  )
}

/** RMS change from the second half second on, dB. */
function gainDb(audio: Stereo): number {
  const { left, right } = master(audio, vinyl)
  const late = (channel: Float64Array) => channel.subarray(RATE_HZ / 2)
  return measure([late(left), late(right)]).rmsDbfs - measure([late(audio[0]), late(audio[1])]).rmsDbfs
}

describe('vinyl master', () => {
  test('takes the side 60 dB down below the corner and leaves the mid', () => {
    for (const freqHz of [40, 75, 120, 149]) {
      const tone = sine(freqHz, 1.5, 0.25)
      expect(gainDb(sideOnly(tone)), `side at ${freqHz} Hz`).toBeLessThanOrEqual(SIDE_STOP_DB + 0.5)
      expect(Math.abs(gainDb(midOnly(tone))), `mid at ${freqHz} Hz`).toBeLessThanOrEqual(TRANSPARENT_DB + 0.1)
    }
  })

  test('leaves the side 3 dB down at 1.3 times the corner and whole at twice the corner', () => {
    expect(gainDb(sideOnly(sine(195.5, 1.5, 0.25)))).toBeCloseTo(-3, 0)
    expect(Math.abs(gainDb(sideOnly(sine(300, 1.5, 0.25))))).toBeLessThanOrEqual(TRANSPARENT_DB)
  })

  test.each([
    [10, -50, -39],
    [24, -3.2, -2.8],
    [100, -0.1, 0],
    [10000, -0.1, 0],
    [18000, -3.2, -2.8],
    [21000, -120, -50],
  ])('passes %d Hz of the mid with %d … %d dB', (freqHz, least, most) => {
    const gain = gainDb(midOnly(sine(freqHz, 1.5, 0.25)))
    expect(gain).toBeGreaterThanOrEqual(least)
    expect(gain).toBeLessThanOrEqual(most)
  })

  test('holds the side of wide noise at least 40 dB under the mid below the corner', () => {
    const wide: Stereo = [noise(3 * RATE_HZ), noise(3 * RATE_HZ)]
    expect(lowSideDb(wide)).toBeCloseTo(0, 0)
    const { left, right } = master(wide, vinyl)
    expect(lowSideDb([left, right])).toBeLessThanOrEqual(LOW_SIDE_LIMIT_DB - 10)
  })

  test('lowers the level to its ceiling instead of limiting', () => {
    const loud = midOnly(sine(1000, 1, 1))
    const plan = planOf({ target: 'vinyl' })
    const { measured, result } = master(loud, plan)
    expect(result.limiterDbtp).toBeNull()
    expect(measured.truePeakDbtp).toBeLessThanOrEqual(-1)
    expect(measured.truePeakDbtp).toBeGreaterThan(-1.03)
    const quiet = master(midOnly(sine(1000, 1, 0.25)), plan)
    expect(quiet.result.gainDb).toBe(0)
  })
})

describe('low-side meter', () => {
  test('reads a side 40 dB under the mid as -40 dB, whatever lies above the corner', () => {
    const mid = sine(80, 4, 0.5)
    const side = sine(90, 4, 0.005)
    const above = faded(sine(170, 4, 0.4))
    const audio: Stereo = [mid.map((x, n) => x + side[n]! + above[n]!), mid.map((x, n) => x - side[n]! - above[n]!)]
    expect(lowSideDb(audio)).toBeCloseTo(-40, 1)
    expect(lowSideDb(audio, 150, 777)).toBe(lowSideDb(audio))
  })

  test('reads mono as nothing and lows out of phase as far over the limit', () => {
    const tone = sine(80, 1, 0.5)
    expect(lowSideDb(midOnly(tone))).toBe(Number.NEGATIVE_INFINITY)
    expect(lowSideDb(sideOnly(tone))).toBeGreaterThan(60)
    expect(lowSideDb([new Float64Array(0), new Float64Array(0)])).toBe(Number.NEGATIVE_INFINITY)
  })
})

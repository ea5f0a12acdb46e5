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

/** RMS change of the second half second, far from where the tone starts and stops, dB. */
function gainDb(audio: Stereo, plan = vinyl): number {
  const { left, right } = master(audio, plan)
  const middle = (channel: Float64Array) => channel.subarray(RATE_HZ / 2, RATE_HZ)
  return measure([middle(left), middle(right)]).rmsDbfs - measure([middle(audio[0]), middle(audio[1])]).rmsDbfs
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

  test.each([
    [6, -12.3],
    [12, -24.1],
    [24, -48.2],
  ] as const)(
    'with a slope of %d dB/oct lets the side be 3 dB down at the corner and %d dB two octaves lower',
    (slope, deepDb) => {
      const gentle = planOf({
        target: 'vinyl',
        ceilingDbtp: 0,
        lowMono: { freqHz: 200, slopeDbPerOct: slope },
        subsonicHz: 'off',
      })
      expect(Math.abs(gainDb(sideOnly(sine(200, 1.5, 0.25)), gentle) + 3.01)).toBeLessThanOrEqual(0.05)
      expect(Math.abs(gainDb(sideOnly(sine(50, 1.5, 0.25)), gentle) - deepDb)).toBeLessThanOrEqual(0.2)
      expect(Math.abs(gainDb(midOnly(sine(50, 1.5, 0.25)), gentle))).toBeLessThanOrEqual(0.01)
    },
  )

  test('leaves lows, subsonics and ultrasonics alone where they are off', () => {
    const open = planOf({ target: 'vinyl', ceilingDbtp: 0, lowMono: 'off', subsonicHz: 'off', ultrasonicHz: 'off' })
    for (const freqHz of [15, 40, 21000]) {
      expect(Math.abs(gainDb(sideOnly(sine(freqHz, 1.5, 0.25)), open)), `${freqHz} Hz`).toBeLessThanOrEqual(0.01)
    }
  })

  test('raises the peaks of limited audio by less than 1 dB', () => {
    const [one, other] = [noise(RATE_HZ, 0.5), noise(RATE_HZ, 0.5)]
    const bass = sine(50, 1, 0.4)
    const loud = master(
      [bass.map((x, n) => x + one[n]! * 0.2), bass.map((x, n) => x + other[n]! * 0.2)],
      planOf({ target: 'spotify', loudnessLufs: -8 }),
    )
    const { result } = master([loud.left, loud.right], vinyl)
    expect(result.vinyl!.truePeakDbtp).toBeCloseTo(loud.measured.truePeakDbtp, 9)
    expect(result.vinyl!.filteredPeakDbtp - result.vinyl!.truePeakDbtp).toBeLessThan(1)
  })

  test('is the same for any block size', () => {
    const wide: Stereo = [noise(RATE_HZ, 0.3), noise(RATE_HZ, 0.3)]
    const plan = planOf({ target: 'vinyl', sibilance: 'gentle', sideLengthS: 1200, sideStartS: 1199 })
    const [whole, cut] = [master(wide, plan), master(wide, plan, { blockFrames: 64 })]
    expect(whole.result.sibilanceReductionDb).toBeGreaterThan(0.5)
    expect(cut.result).toEqual(whole.result)
    expect(cut.left).toEqual(whole.left)
  })

  test('with sibilance held but none there is the same as without, bit for bit', () => {
    const calm = midOnly(faded(sine(300, 1.5, 0.25)))
    const held = master(calm, planOf({ target: 'vinyl', sibilance: 'firm' }))
    expect(held.result.sibilanceReductionDb).toBe(0)
    expect(held.left).toEqual(master(calm, planOf({ target: 'vinyl' })).left)
  })

  test('holds the side of wide noise at least 40 dB under the mid below the corner, even where it starts at once', () => {
    const wide: Stereo = [noise(3 * RATE_HZ), noise(3 * RATE_HZ)]
    const swelling: Stereo = [faded(wide[0]), faded(wide[1])]
    const masteredDb = (audio: Stereo) => {
      const { left, right } = master(audio, vinyl)
      return lowSideDb([left, right])
    }
    expect(lowSideDb(wide)).toBeCloseTo(0, 0)
    expect(masteredDb(wide)).toBeLessThanOrEqual(LOW_SIDE_LIMIT_DB)
    expect(masteredDb(swelling)).toBeLessThanOrEqual(LOW_SIDE_LIMIT_DB - 10)
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

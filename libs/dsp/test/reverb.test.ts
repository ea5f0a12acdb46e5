import { Reverb, type ReverbOptions, type ReverbSpaceName } from '@mixwright/dsp'
import { Arena } from '@mixwright/kernels'
import { describe, expect, test } from 'vitest'
import { decayAt } from '../src/absorption.ts'
import { askedT30, bandPass, correlation, echoDensity, energy, t30 } from './_decay.ts'
import { testProcessorRules } from './_processor-rules.ts'
import { impulse, noise, render, type Stereo, sameBits, soundEnd } from './_render.ts'
import { spaceCharacter } from './_space-character.ts'
import { transform } from './_spectrum.ts'

const RATE_HZ = 48000
/** Promise of the mixing stage for decay times, in parts. */
const DECAY_TOLERANCE = 0.05
/** Promise of the mixing stage: how far a bin of the late tail may rise above the mean of its octave. */
const RINGING_DB = 12
/** Gaussian density, less the scatter of a window of 20 ms averaged over 100 ms. */
const DENSE = 0.93
const LEVEL_TOLERANCE_DB = 1
const LARGEST_CORRELATION = 0.1

const SPACES: ReverbSpaceName[] = ['room', 'chamber', 'plate', 'hall']
const DEFAULTS: ReverbOptions = { space: 'hall', decayS: 1.5, predelayMs: 0, dampingHz: 8000, width: 1, mix: 1 }

function setUp(options: Partial<ReverbOptions>, rateHz = RATE_HZ) {
  const arena = new Arena()
  const reverb = new Reverb({ ...DEFAULTS, ...options }, arena, rateHz)
  reverb.reset()
  return { arena, reverb }
}

function reverberate(input: Stereo, options: Partial<ReverbOptions>, rateHz = RATE_HZ): Stereo {
  const { arena, reverb } = setUp(options, rateHz)
  return render(reverb, arena, input, 4096)
}

/** The answer to an impulse on both sides, until it has fallen by 70 dB. */
function response(options: Partial<ReverbOptions>, rateHz = RATE_HZ): Stereo {
  const decayS = Number(options.decayS ?? DEFAULTS.decayS)
  return reverberate(impulse(64 * Math.ceil((rateHz * (1.2 * decayS + 0.3)) / 64), 1, 1), options, rateHz)
}

/** The highest peak of the tail, its decay taken out, over the mean of its octave; 125 Hz to 2 kHz. */
function ringingDb(samples: Float64Array, decayS: number): number {
  const size = 32768
  const start = Math.round(0.3 * decayS * RATE_HZ)
  const hann = (n: number) => 0.5 - 0.5 * Math.cos((2 * Math.PI * n) / size)
  const re = samples.slice(start, start + size).map((x, n) => x * 10 ** ((3 * n) / RATE_HZ / decayS) * hann(n))
  const im = new Float64Array(size)
  transform(re, im)
  const power = re.map((x, k) => x * x + im[k]! ** 2)
  const peaks = [125, 250, 500, 1000, 2000].map((centreHz) => {
    const octave = power.subarray(...[Math.SQRT1_2, Math.SQRT2].map((edge) => (edge * centreHz * size) / RATE_HZ))
    return (octave.reduce((a, b) => Math.max(a, b)) * octave.length) / octave.reduce((a, b) => a + b)
  })
  return 10 * Math.log10(Math.max(...peaks))
}

describe('reverb', () => {
  test.each(SPACES)('%s: the middle falls by 60 dB in the decay time within 5 percent, from 0.3 to 8 s', (space) => {
    for (const decayS of [0.3, 0.8, 2, 8]) {
      const seconds = t30(response({ space, decayS }), 700, 2, RATE_HZ)
      expect(Math.abs(seconds / decayS - 1)).toBeLessThan(DECAY_TOLERANCE)
    }
  })

  test.each(SPACES)('%s: at the damping frequency it falls in half the time within 5 percent', (space) => {
    for (const [decayS, dampingHz] of [
      [1, 4000],
      [2.5, 8000],
    ] as const) {
      const seconds = t30(response({ space, decayS, dampingHz }), dampingHz, 1 / 3, RATE_HZ)
      expect(Math.abs(seconds / decayS / 0.5 - 1)).toBeLessThan(DECAY_TOLERANCE)
    }
  })

  test.each(SPACES)(
    '%s: far above the damping frequency it falls in a quarter of the time within 5 percent',
    (space) => {
      const curve = { decayS: 1.2, dampingHz: 1000, lowDecay: 1 }
      expect(decayAt(curve, 20000)).toBeCloseTo(curve.decayS / 4, 2)
      for (const freqHz of [4000, 8000]) {
        const asked = askedT30((hz) => decayAt(curve, hz), freqHz, 0)
        expect(Math.abs(t30(response({ space, ...curve }), freqHz, 1, RATE_HZ) / asked - 1)).toBeLessThan(
          DECAY_TOLERANCE,
        )
      }
    },
  )

  test.each([44100, 96000])('decay times hold at %i Hz', (rateHz) => {
    const answer = response({ decayS: 1.5 }, rateHz)
    expect(Math.abs(t30(answer, 700, 2, rateHz) / 1.5 - 1)).toBeLessThan(DECAY_TOLERANCE)
    expect(Math.abs(t30(answer, 8000, 1 / 3, rateHz) / 0.75 - 1)).toBeLessThan(DECAY_TOLERANCE)
  })

  test('the lows ring longer than the middle in a hall and shorter on a plate', () => {
    const ratio = (space: ReverbSpaceName) => {
      const answer = response({ space, decayS: 4 })
      return t30(answer, 80, 1, RATE_HZ) / t30(answer, 700, 2, RATE_HZ)
    }
    expect(ratio('hall')).toBeGreaterThan(1.05)
    expect(ratio('plate')).toBeLessThan(0.95)
  })

  test.each(SPACES)('%s: mono noise around 700 Hz leaves each side as loud as it came in, within 1 dB', (space) => {
    const mono = noise(64 * 4000).left
    const out = reverberate({ left: mono, right: mono }, { space })
    const bandEnergy = (samples: Float64Array) => energy(bandPass(samples, 700, 2, RATE_HZ).subarray(RATE_HZ))
    for (const side of [out.left, out.right]) {
      expect(Math.abs(10 * Math.log10(bandEnergy(side) / bandEnergy(mono)))).toBeLessThan(LEVEL_TOLERANCE_DB)
    }
  })

  test.each(SPACES)('%s: is as dense as noise after 100 ms', (space) => {
    for (const decayS of [0.5, 1.5, 4]) {
      const { left } = response({ space, decayS, dampingHz: 16000 })
      const moments = Array.from({ length: 11 }, (_, i) => Math.round((0.1 + i * 0.01) * RATE_HZ))
      const mean = moments.reduce((sum, centre) => sum + echoDensity(left, centre, 480), 0) / moments.length
      expect(mean).toBeGreaterThan(DENSE)
    }
  })

  test.each(SPACES)('%s: nothing rings: no bin of the late tail is 12 dB above the mean of its octave', (space) => {
    for (const decayS of [1.5, 2.5]) {
      const { left, right } = response({ space, decayS, dampingHz: 20000 })
      for (const side of [left, right]) expect(ringingDb(side, decayS)).toBeLessThan(RINGING_DB)
    }
  })

  test('no two impulses get the same answer, since the lines keep turning', () => {
    const later = { left: new Float64Array(64 * 1500), right: new Float64Array(64 * 1500) }
    later.left[64 * 750] = 1
    later.left[0] = 1
    const { left } = reverberate(later, { decayS: 0.2 })
    const [first, second] = [left.subarray(0, 64 * 300), left.subarray(64 * 750, 64 * 1050)]
    expect(energy(first.map((x, n) => x - second[n]!)) / energy(first)).toBeGreaterThan(0.1)
  })

  test.each(SPACES)('%s: the sides are decorrelated', (space) => {
    for (const [left, right] of [
      [1, 1],
      [1, 0],
    ] as const) {
      const out = reverberate(impulse(64 * 1500, left, right), { space })
      expect(Math.abs(correlation(out.left, out.right))).toBeLessThan(LARGEST_CORRELATION)
    }
  })

  test('never grows in 45 s of silence after noise, and ends in rest', () => {
    const { arena, reverb } = setUp({ decayS: 4 })
    const sound = noise(RATE_HZ)
    const silence = { left: new Float64Array(RATE_HZ), right: new Float64Array(RATE_HZ) }
    let before = energy(render(reverb, arena, { left: sound.left, right: sound.right }, 4096).left)
    for (let second = 1; second <= 45; second++) {
      const now = energy(render(reverb, arena, silence, 4096).left)
      expect(now).toBeLessThan(second === 1 ? 2 * before : Math.max(before, 1e-300))
      before = now
    }
    expect(before).toBe(0)
    expect(reverb.isAtRest()).toBe(true)
  })

  test('the spaces differ: a room is early, a hall late and warm, a plate dense at once and lean', () => {
    const [room, chamber, plate, hall] = SPACES.map((space) => spaceCharacter(space, 1.5, 8000))
    expect(room!.c80Db).toBeGreaterThan(chamber!.c80Db + 1)
    expect(chamber!.c80Db).toBeGreaterThan(hall!.c80Db + 2)
    expect(plate!.gapMs).toBeLessThan(2)
    expect(hall!.gapMs).toBeGreaterThan(10)
    expect(plate!.denseMs).toBeLessThan(15)
    expect(hall!.denseMs).toBeGreaterThan(50)
    expect(hall!.bassRatio).toBeGreaterThan(1.05)
    expect(plate!.bassRatio).toBeLessThan(0.97)
  })

  test('predelay 50 ms holds everything back for 2400 frames; mix 0.25 leaves three quarters dry at once', () => {
    const out = reverberate(impulse(64 * 200, 1, -1), { space: 'plate', predelayMs: 50, mix: 0.25 })
    expect([out.left[0], out.right[0]]).toEqual([0.75, -0.75])
    expect(out.left.subarray(1, 2400).every((x) => x === 0)).toBe(true)
    expect(out.left.subarray(2400, 2400 + 480).some((x) => x !== 0)).toBe(true)
  })

  test('width 0 is mono, width 2 doubles the difference of the sides, mix 0 returns the input bit for bit', () => {
    const [narrow, normal, wide] = [0, 1, 2].map((width) => reverberate(noise(6400), { width }))
    expect(narrow!.left).toEqual(narrow!.right)
    for (let n = 0; n < 6400; n += 97) {
      const difference = (out: Stereo) => out.left[n]! - out.right[n]!
      expect(difference(wide!)).toBeCloseTo(2 * difference(normal!), 12)
    }
    const input = noise(640)
    expect(sameBits(reverberate(input, { mix: 0 }), input)).toBe(true)
  })

  test('calls left out at rest make no difference to what follows', () => {
    const frames = RATE_HZ * 3
    const input = { left: new Float64Array(frames), right: new Float64Array(frames) }
    const sound = noise(6400)
    for (const at of [640, frames - 12800]) {
      input.left.set(sound.left, at)
      input.right.set(sound.right, at)
    }
    const options = { space: 'room', decayS: 0.2, predelayMs: 10 } as const
    const { arena, reverb } = setUp(options)
    const process = reverb.process.bind(reverb)
    let skipped = 0
    reverb.process = (audio, count) => {
      if (reverb.isAtRest() && arena.kernels.isZero(audio, count * 16)) skipped += count
      else process(audio, count)
    }
    const out = render(reverb, arena, input, 64)
    expect(sameBits(out, reverberate(input, options))).toBe(true)
    expect(skipped).toBeGreaterThan(RATE_HZ / 4)
    expect(soundEnd(out)).toBeGreaterThan(frames - 6400)
  })

  describe('rules', () => {
    testProcessorRules({
      make: (arena, rateHz) => new Reverb({ ...DEFAULTS, decayS: 0.3, mix: 0.5 }, arena, rateHz),
      restS: 4,
    })
  })
})

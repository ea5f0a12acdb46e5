import { Arena, Expander, type ExpanderOptions } from '@mixwright/dsp'
import { describe, expect, test } from 'vitest'
import { testProcessorRules } from './_processor-rules.ts'
import { noise, render, type Stereo, sameBits } from './_render.ts'
import { fitTone, toDb } from './_tone.ts'

const RATE_HZ = 48000
const OPTIONS: ExpanderOptions = {
  thresholdDb: -30,
  ratio: 2,
  kneeDb: 6,
  rangeDb: 40,
  attackMs: 1,
  releaseMs: 100,
}
const STATIC_TOLERANCE_DB = 0.002
const TIME_TOLERANCE = 0.02

function run(options: Partial<ExpanderOptions>, input: Stereo): Stereo {
  const arena = new Arena()
  const expander = new Expander({ ...OPTIONS, ...options }, arena, RATE_HZ)
  expander.reset()
  return render(expander, arena, input)
}

function mono(frames: number, sampleAt: (n: number) => number): Stereo {
  const left = Float64Array.from({ length: frames }, (_, n) => sampleAt(n))
  return { left, right: left.slice() }
}

/** Output level of a steady sine of 997 Hz, dB. */
function steadyDb(options: Partial<ExpanderOptions>, inputDb: number): number {
  const peak = 10 ** (inputDb / 20)
  const out = run(
    options,
    mono(96000, (n) => peak * Math.sin((2 * Math.PI * 997 * n) / RATE_HZ)),
  )
  return toDb(fitTone(out.left.subarray(72000), 997, RATE_HZ).amplitude)
}

describe('Expander', () => {
  // Threshold -30, ratio 2, knee 6: the bend goes from -27 to -33 and takes d² / 12 of the dB d under -27.
  test.each([
    [-20, -20],
    [-27, -27],
    [-28.5, -28.5 - 2.25 / 12],
    [-30, -30.75],
    [-33, -36],
    [-40, -50],
    [-60, -90],
    [-80, -120],
  ])('turns a sine at %f dB into one at %f dB', (inputDb, outputDb) => {
    expect(Math.abs(steadyDb({}, inputDb) - outputDb)).toBeLessThan(STATIC_TOLERANCE_DB)
  })

  test('a hard knee turns at the threshold, a ratio of 4 takes 3 dB a dB', () => {
    expect(Math.abs(steadyDb({ kneeDb: 0, ratio: 4 }, -30) + 30)).toBeLessThan(STATIC_TOLERANCE_DB)
    expect(Math.abs(steadyDb({ kneeDb: 0, ratio: 4 }, -35) + 50)).toBeLessThan(STATIC_TOLERANCE_DB)
  })

  test('takes no more than the range', () => {
    expect(Math.abs(steadyDb({ rangeDb: 12 }, -70) + 82)).toBeLessThan(STATIC_TOLERANCE_DB)
  })

  test.each([
    [1, 60],
    [20, 400],
    [80, 30],
  ])('attack %i ms and release %i ms take as long for 63 %% of the way in dB', (attackMs, releaseMs) => {
    const [up, down] = [4800, 48000]
    const input = mono(144000 - 64, (n) => (n >= up && n < down ? 1 : 1e-4))
    const out = run({ attackMs, releaseMs }, input)
    const msUntil = (from: number, done: (db: number) => boolean) => {
      let n = from
      while (!done(toDb(out.left[n]! / input.left[n]!))) n++
      return (n - from) / 48
    }
    const attack = msUntil(up, (db) => db >= -40 / Math.E)
    const release = msUntil(down, (db) => db <= -40 * (1 - 1 / Math.E))
    expect(Math.abs(attack - attackMs)).toBeLessThan(TIME_TOLERANCE * attackMs + 0.1)
    expect(Math.abs(release - releaseMs)).toBeLessThan(TIME_TOLERANCE * releaseMs + 0.1)
  })

  test('over the knee and with the gain back at 0 dB the input comes out bit for bit', () => {
    const input = mono(19200, () => 10 ** (-26.9 / 20))
    const out = run({}, input)
    expect(out.left.subarray(9600)).toEqual(input.left.subarray(9600))
    expect(toDb(out.left[0]! / input.left[0]!)).toBeLessThan(-30)
  })

  test('an external key steers both channels', () => {
    const frames = 2048
    const arena = new Arena()
    const expander = new Expander({ ...OPTIONS, attackMs: 0.01 }, arena, RATE_HZ)
    expander.reset()
    const [audio, key] = [arena.allocFrames(frames), arena.allocFrames(frames)]
    arena.f64(audio, 2 * frames).fill(1)
    arena.f64(key, 2 * frames).fill(0)
    arena.f64(key, 2 * frames).fill(1, 2 * 1024)
    expander.process(audio, frames, key)
    const out = arena.f64(audio, 2 * frames)
    expect(toDb(out[2 * 1023]!)).toBeCloseTo(-40, 6)
    expect(out[2 * 2000]).toBe(1)
    expect(out[2 * 2000 + 1]).toBe(1)
  })

  test('ratio 1 or range 0 returns the input bit for bit', () => {
    const input = noise(2048)
    expect(sameBits(run({ ratio: 1 }, input), input)).toBe(true)
    expect(sameBits(run({ rangeDb: 0 }, input), input)).toBe(true)
  })
})

describe('Expander at work', () => {
  testProcessorRules({
    make: (arena, sampleRateHz) => new Expander({ ...OPTIONS, thresholdDb: -20, rangeDb: 30 }, arena, sampleRateHz),
    restS: 4,
  })
})

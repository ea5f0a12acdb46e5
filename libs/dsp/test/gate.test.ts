import { Arena, Gate, type GateOptions } from '@mixwright/dsp'
import { describe, expect, test } from 'vitest'
import { testProcessorRules } from './_processor-rules.ts'
import { noise, render, type Stereo, sameBits } from './_render.ts'
import { toDb } from './_tone.ts'

const RATE_HZ = 48000
const OPTIONS: GateOptions = {
  thresholdDb: -40,
  hysteresisDb: 6,
  rangeDb: 60,
  attackMs: 1,
  holdMs: 20,
  releaseMs: 50,
  lookaheadMs: 0,
}
/** Gains are found every four frames. */
const GROUP_FRAMES = 4
const TIME_TOLERANCE = 0.02

function gateOf(options: Partial<GateOptions>): [Gate, Arena] {
  const arena = new Arena()
  const gate = new Gate({ ...OPTIONS, ...options }, arena, RATE_HZ)
  gate.reset()
  return [gate, arena]
}

/** Levels in dBFS, each for as many ms, as samples of one sign. */
function steps(...levels: readonly (readonly [levelDb: number, ms: number])[]): Stereo {
  const left = Float64Array.from(levels.flatMap(([db, ms]) => new Array<number>(ms * 48).fill(10 ** (db / 20))))
  const padded = new Float64Array(Math.ceil(left.length / 64) * 64)
  padded.set(left)
  return { left: padded, right: padded.slice() }
}

/** Gain in dB at a moment in ms of each step. */
function gainDb(options: Partial<GateOptions>, input: Stereo, atMs: number): number {
  const out = render(...gateOf(options), input)
  const n = Math.floor(atMs * 48)
  return toDb(out.left[n]! / input.left[n]!)
}

describe('Gate', () => {
  test('is shut by its range at first, opens at the threshold and not 0.1 dB under it', () => {
    expect(gainDb({}, steps([-40.1, 100]), 90)).toBeCloseTo(-60, 6)
    expect(gainDb({}, steps([-39.9, 100]), 90)).toBe(0)
  })

  test('once open it stays open down to 6 dB of hysteresis under the threshold', () => {
    expect(gainDb({}, steps([-20, 100], [-45.9, 400]), 490)).toBe(0)
    expect(gainDb({}, steps([-20, 100], [-46.1, 900]), 990)).toBeCloseTo(-60, 5)
    expect(gainDb({ hysteresisDb: 0 }, steps([-20, 100], [-40.1, 900]), 990)).toBeCloseTo(-60, 5)
  })

  test.each([0, 20, 250])('stays open for a hold of %i ms and not longer', (holdMs) => {
    const out = render(...gateOf({ holdMs }), steps([-20, 100], [-70, 400]))
    const closing = out.left.findIndex((sample, n) => n >= 4800 && sample < 10 ** (-70 / 20))
    expect(closing - 4800 - holdMs * 48).toBeGreaterThanOrEqual(0)
    expect(closing - 4800 - holdMs * 48).toBeLessThanOrEqual(GROUP_FRAMES)
  })

  test.each([
    [1, 50],
    [10, 300],
    [40, 20],
  ])('attack %i ms and release %i ms take as long for 63 %% of the range in dB', (attackMs, releaseMs) => {
    const input = steps([-70, 20], [-20, 480], [-70, 1500])
    const out = render(...gateOf({ attackMs, releaseMs, holdMs: 0 }), input)
    const msUntil = (fromMs: number, done: (db: number) => boolean) => {
      let n = fromMs * 48
      while (!done(toDb(out.left[n]! / input.left[n]!))) n++
      return n / 48 - fromMs
    }
    const opened = msUntil(20, (db) => db >= -60 / Math.E)
    const closed = msUntil(500, (db) => db <= -60 * (1 - 1 / Math.E))
    expect(Math.abs(opened - attackMs)).toBeLessThan(TIME_TOLERANCE * attackMs + GROUP_FRAMES / 48)
    expect(Math.abs(closed - releaseMs)).toBeLessThan(TIME_TOLERANCE * releaseMs + GROUP_FRAMES / 48)
  })

  test('open, it returns the input bit for bit', () => {
    const input = steps([-20, 200])
    const out = render(...gateOf({}), input)
    expect(out.left.subarray(4800)).toEqual(input.left.subarray(4800))
  })

  test('the louder channel opens both', () => {
    const input = { left: steps([-20, 100]).left, right: steps([-80, 100]).left }
    const out = render(...gateOf({}), input)
    expect(out.right[4700]).toBe(input.right[4700])
  })

  test('an external key opens it, and look-ahead has it open 5 ms before the sound', () => {
    const frames = 4800
    const [gate, arena] = gateOf({ lookaheadMs: 5, holdMs: 0, attackMs: 0.1 })
    expect(gate.latencyFrames).toBe(240)
    const [audio, key] = [arena.allocFrames(frames), arena.allocFrames(frames)]
    arena.f64(audio, 2 * frames).fill(0.001)
    arena.f64(key, 2 * frames).fill(0)
    arena.f64(key, 2 * frames).fill(0.5, 2 * 2400, 2 * 3600)
    gate.process(audio, frames, key)
    const out = arena.f64(audio, 2 * frames)
    expect(toDb(out[2 * 2399]! / 0.001)).toBeCloseTo(-60, 6)
    expect(toDb(out[2 * 2600]! / 0.001)).toBeCloseTo(0, 6)
    expect(toDb(out[2 * 3599]! / 0.001)).toBeCloseTo(0, 6)
    expect(toDb(out[2 * 4799]! / 0.001)).toBeLessThan(-20)
  })

  test('a range of 0 dB returns the input bit for bit and without delay', () => {
    const input = noise(2048)
    const [gate, arena] = gateOf({ rangeDb: 0, lookaheadMs: 5 })
    expect(gate.latencyFrames).toBe(0)
    expect(sameBits(render(gate, arena, input), input)).toBe(true)
  })
})

describe('Gate with look-ahead', () => {
  testProcessorRules({
    make: (arena, sampleRateHz) =>
      new Gate({ ...OPTIONS, thresholdDb: -70, rangeDb: 20, lookaheadMs: 2.5 }, arena, sampleRateHz),
    restS: 2,
  })
})

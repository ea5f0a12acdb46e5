import type { InsertPlan } from '@mixwright/dsp'
import { describe, expect, test } from 'vitest'
import { from, impulseAt, mixDown, mono, plan, RATE_HZ, strip } from './_desk.ts'

/** Adds latency and changes nothing: a limiter that is never reached. */
const late = (lookaheadMs: number): InsertPlan => ({ kind: 'limiter', ceilingDbtp: 0, releaseMs: 100, lookaheadMs })
const slot = (insert: InsertPlan, key: number | null = null) => ({ insert, key })
const CLICK = 1000

/** Where a mix is not silent, and how loud. */
function heard({ left }: { left: Float64Array }): [number, number][] {
  return [...left.entries()].filter(([, sample]) => sample !== 0)
}

describe('latency', () => {
  test('of an insert on a stem is taken out: a click comes out on its own frame', () => {
    const strips = [
      strip({ name: 'a', stem: 0, inserts: [slot(late(3))] }),
      strip({ name: 'mix', kind: 'mix', inputs: [from(0)] }),
    ]
    expect(heard(mixDown(plan(strips, 4000), [impulseAt(CLICK)]))).toEqual([[CLICK, 1]])
  })

  test.each([
    [3, 0, 0],
    [0, 3, 0],
    [1, 2, 5],
    [7, 0, 2],
  ])(
    'of %d ms on a stem, %d ms on a bus and %d ms on a return adds up to one click of three',
    (onStem, onBus, onReturn) => {
      const inserts = (ms: number) => (ms > 0 ? [slot(late(ms))] : [])
      const strips = [
        strip({ name: 'a', stem: 0, inserts: inserts(onStem) }),
        strip({ name: 'b', stem: 1 }),
        strip({ name: 'bus', inputs: [from(0), from(1)], inserts: inserts(onBus), faderDb: 0 }),
        strip({
          name: 'fx',
          kind: 'return',
          inputs: [from(1, { tap: 'preFader' }), from(2)],
          inserts: inserts(onReturn),
        }),
        strip({ name: 'mix', kind: 'mix', inputs: [from(1), from(2), from(3)] }),
      ]
      const song = plan(strips, 6000)
      // b directly, a and b through the bus, b and the bus through the return.
      const small = mono((frame) => (frame === CLICK ? 0.0625 : 0))
      expect(heard(mixDown(song, [small, small]))).toEqual([[CLICK, 0.0625 * 6]])
    },
  )

  test.each([
    ['the key is late', 5, 0],
    ['the audio is late', 0, 5],
  ])('of a side-chain is taken out when %s: both duck on the same frame', (_, keyMs, audioMs) => {
    const inserts = (ms: number) => (ms > 0 ? [slot(late(ms))] : [])
    const compressor: InsertPlan = {
      kind: 'compressor',
      thresholdDb: -40,
      ratio: 20,
      attackMs: 0.01,
      releaseMs: 50,
      kneeDb: 0,
      makeupDb: 0,
      mix: 1,
      detector: 'peak',
      lookaheadMs: 0,
    }
    const ducked = (key: number, audio: number) => {
      const strips = [
        strip({ name: 'key', stem: 0, inserts: inserts(key) }),
        strip({ name: 'a', stem: 1, inserts: [...inserts(audio), slot(compressor, 0)] }),
        strip({ name: 'mix', kind: 'mix', inputs: [from(1)] }),
      ]
      const step = mono((frame) => (frame < CLICK ? 0 : 0.5))
      return mixDown(plan(strips, 4000), [step, mono(() => 0.25)]).left
    }
    expect(ducked(keyMs, audioMs)).toEqual(ducked(0, 0))
  })

  test('a key that plays while the audio is silent still ducks what comes after', () => {
    const compressor: InsertPlan = {
      kind: 'compressor',
      thresholdDb: -40,
      ratio: 20,
      attackMs: 1,
      releaseMs: 1000,
      kneeDb: 0,
      makeupDb: 0,
      mix: 1,
      detector: 'peak',
      lookaheadMs: 0,
    }
    const strips = [
      strip({ name: 'key', stem: 0 }),
      strip({ name: 'a', stem: 1, inserts: [slot(compressor, 0)] }),
      strip({ name: 'mix', kind: 'mix', inputs: [from(1)] }),
    ]
    // On the grid of 512 frames: what is ahead of it may be skipped as silent.
    const begin = 24 * 512
    const late = mono((frame) => (frame < begin ? 0 : 0.25))
    const { left } = mixDown(plan(strips, RATE_HZ / 2), [mono(() => 0.5), late])
    expect(left[begin]!).toBeLessThan(0.02)
  })
})

import { Arena } from '@mixwright/kernels'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'

const FRAMES = 32
const STEP = 2 ** -40

/** The multiple of 2^-40 that is nearest, at ties the even one. */
function rounded(x: number): number {
  const steps = x / STEP
  const down = Math.floor(steps)
  const rest = steps - down
  const up = rest > 0.5 || (rest === 0.5 && down % 2 !== 0)
  return (up ? down + 1 : down) * STEP
}

const sample = fc.oneof(
  fc.double({ min: -80, max: 80, noNaN: true }),
  fc.double({ min: -1e-11, max: 1e-11, noNaN: true }),
  fc.integer({ min: -1000, max: 1000 }).map((n) => (n + 0.5) * STEP),
)
const signal = fc.array(sample, { minLength: 2 * FRAMES, maxLength: 2 * FRAMES })

describe('exact sums', () => {
  const arena = new Arena()
  const [sum, source, bytes] = [arena.allocFrames(FRAMES), arena.allocFrames(FRAMES), arena.alloc(12 * FRAMES + 8)]
  const peaks = arena.alloc(16)
  const read = () => arena.f64(sum, 2 * FRAMES).slice()
  const add = (samples: readonly number[], gain: number) => {
    arena.f64(source, 2 * FRAMES).set(samples)
    arena.f64(peaks, 2).fill(0)
    arena.kernels.accumulateExact(sum, source, FRAMES, gain, peaks)
    return Math.max(...arena.f64(peaks, 2))
  }
  const clear = () => arena.kernels.clear(sum, FRAMES)

  test('round what is added, and tell its peak', () => {
    fc.assert(
      fc.property(signal, fc.double({ min: -2, max: 2, noNaN: true }), (samples, gain) => {
        clear()
        const peak = add(samples, gain)
        const expected = samples.map((x) => rounded(x * gain))
        expect([...read()]).toEqual(expected.map((x) => x + 0))
        expect(peak).toBe(Math.max(...expected.map(Math.abs)))
      }),
    )
  })

  test('are the same in any order, and after something was added and taken away', () => {
    fc.assert(
      fc.property(fc.array(signal, { minLength: 3, maxLength: 12 }), signal, (signals, other) => {
        clear()
        for (const one of signals) add(one, 1)
        const whole = read()
        clear()
        add(other, 0.3)
        for (const one of [...signals].reverse()) add(one, 1)
        add(other, -0.3)
        expect(read()).toEqual(whole)
      }),
    )
  })

  test('come back from 48 bits', () => {
    fc.assert(
      fc.property(signal, (samples) => {
        clear()
        add(samples, 1)
        const whole = read()
        arena.kernels.packSum(sum, bytes, FRAMES)
        clear()
        arena.kernels.unpackSum(bytes, sum, FRAMES)
        expect(read()).toEqual(whole)
      }),
    )
  })

  test('show what is no number', () => {
    clear()
    expect(add([Number.NaN, ...new Array(2 * FRAMES - 1).fill(0.5)], 1)).toBe(Number.NaN)
    clear()
    expect(add([...new Array(2 * FRAMES - 1).fill(0.5), Number.POSITIVE_INFINITY], 1)).toBe(Number.POSITIVE_INFINITY)
  })
})

import { Arena } from '@mixwright/kernels'
import { describe, expect, test } from 'vitest'

const FRAMES = 128

/** One channel by the definition: a sum of even taps and one of odd ones, from the middle outwards. */
function raiseSlowly(input: readonly number[], taps: readonly number[]): number[] {
  const at = (n: number) => (n >= 0 && Math.abs(input[n]!) >= 1e-24 ? input[n]! : 0)
  return input.flatMap((_, n) => {
    const middle = n - taps.length
    const [even, odd] = [0, 1].map((first) => {
      let sum = 0
      for (let i = first; i < taps.length; i += 2) sum += taps[i]! * (at(middle - i) + at(middle + 1 + i))
      return sum
    })
    return [at(middle), even! + odd!]
  })
}

describe('raiseRate', () => {
  test.each([2, 8, 20])('with %i pairs of taps equals the definition bit for bit, in two calls too', (pairs) => {
    const arena = new Arena()
    const [taps, line] = [arena.alloc((pairs + 1) * 8), arena.allocFrames(2 * pairs - 1 + FRAMES)]
    const [audio, out] = [arena.allocFrames(FRAMES), arena.allocFrames(2 * FRAMES)]
    const sides = Array.from({ length: pairs }, (_, i) => Math.sin(1 + i * i) / (1 + i))
    arena.f64(taps, pairs + 1).set([1, ...sides])
    arena.kernels.clear(line, 2 * pairs - 1 + FRAMES)
    const inputs = [1, 2].map((pitch) =>
      Array.from({ length: FRAMES }, (_, n) => (n % 9 === 0 ? 1e-25 : Math.sin(n * n * pitch * 0.01))),
    )
    arena.f64(audio, 2 * FRAMES).set(inputs[0]!.flatMap((left, n) => [left, inputs[1]![n]!]))
    arena.kernels.raiseRate(taps, pairs, line, audio, 48, out)
    arena.kernels.raiseRate(taps, pairs, line, audio + 48 * 16, FRAMES - 48, out + 96 * 16)
    const raised = arena.f64(out, 4 * FRAMES)
    inputs.forEach((input, channel) => {
      expect([...raised.filter((_, i) => i % 2 === channel)]).toEqual(raiseSlowly(input, sides))
    })
  })
})

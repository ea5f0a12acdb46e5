import { Arena } from '@mixwright/kernels'
import { expect, test } from 'vitest'

const SHELF = {
  b0: 1.53512485958697,
  b1: -2.69169618940638,
  b2: 1.19839281085285,
  a1: -1.69065929318241,
  a2: 0.73248077421585,
}
const HIGH_PASS = { a1: -1.99004745483398, a2: 0.99007225036621 }
const FRAMES = 480

/** Two channels that have nothing in common. */
function signal(): Float64Array {
  let state = 1
  return Float64Array.from({ length: 2 * FRAMES }, () => {
    state = (Math.imul(state, 1664525) + 1013904223) | 0
    return state / 2 ** 31
  })
}

/** Energy of a channel after `y = b0 x + b1 x1 + b2 x2 - a1 y1 - a2 y2` of both filters, as the standard writes them. */
function weightedEnergy(samples: Float64Array): number {
  const filtered = (input: Float64Array, b: readonly number[], { a1, a2 }: { a1: number; a2: number }) => {
    const output = new Float64Array(input.length)
    for (let n = 0; n < input.length; n++) {
      const [x1, x2, y1, y2] = [input[n - 1] ?? 0, input[n - 2] ?? 0, output[n - 1] ?? 0, output[n - 2] ?? 0]
      output[n] = b[0]! * input[n]! + b[1]! * x1 + b[2]! * x2 - a1 * y1 - a2 * y2
    }
    return output
  }
  const bright = filtered(samples, [SHELF.b0, SHELF.b1, SHELF.b2], SHELF)
  return filtered(bright, [1, -2, 1], HIGH_PASS).reduce((sum, y) => sum + y * y, 0)
}

test('a hop is weighted as by the difference equations, and summed; its pieces give the same bits', () => {
  const arena = new Arena()
  const [state, filter, audio] = [arena.alloc(128), arena.alloc(72), arena.allocFrames(FRAMES)]
  const { b0, b1, b2, a1, a2 } = SHELF
  const highPass = [-2 - HIGH_PASS.a1, 1 - HIGH_PASS.a2, HIGH_PASS.a1, HIGH_PASS.a2]
  arena.f64(filter, 9).set([b0, b1 - a1 * b0, b2 - a2 * b0, a1, a2, ...highPass])
  const samples = signal()
  arena.f64(audio, 2 * FRAMES).set(samples)
  const measured = (pieces: readonly number[], kernel: 'measureHop' | 'weighHop' = 'measureHop') => {
    arena.bytes(state, 128).fill(0)
    let at = audio
    for (const frames of pieces) {
      arena.kernels[kernel](state, filter, at, frames)
      at += frames * 16
    }
    return arena.f64(state, 16).slice()
  }
  const whole = measured([FRAMES])
  expect(measured([1, 100, 379])).toEqual(whole)
  expect(measured([200, 280], 'weighHop').subarray(0, 10)).toEqual(whole.subarray(0, 10))
  for (const side of [0, 1]) {
    const channel = samples.filter((_, i) => i % 2 === side)
    expect(whole[8 + side]! / weightedEnergy(channel)).toBeCloseTo(1, 9)
    expect(whole[10 + side]).toBe(channel.reduce((sum, x) => sum + x, 0))
    expect(whole[12 + side]).toBe(channel.reduce((sum, x) => sum + x * x, 0))
  }
})

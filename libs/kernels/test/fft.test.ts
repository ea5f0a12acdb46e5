import { Arena } from '@mixwright/kernels'
import { describe, expect, test } from 'vitest'

/** Rounding of the transform, in units of the largest result a size can give for inputs within ±1. */
const ROUNDING = 2e-15

/** Index of the real part of a number; the imaginary part lies 2 further. */
const place = (number: number) => 4 * Math.floor(number / 2) + (number % 2)

function mirrored(index: number, size: number): number {
  let result = 0
  for (let bit = 1; bit < size; bit *= 2) result = result * 2 + (index & bit ? 1 : 0)
  return result
}

function setUp(size: number) {
  const arena = new Arena()
  const data = arena.allocFrames(size)
  const table = arena.alloc(16 * size)
  arena.kernels.fftTwiddles(table, size)
  const numbers = arena.f64(data, 2 * size)
  for (let n = 0; n < size; n++) {
    numbers[place(n)] = Math.sin(n * n * 0.7)
    numbers[place(n) + 2] = Math.cos(n * n * 1.3)
  }
  return { arena, data, table, numbers, input: numbers.slice() }
}

/** Bin k by the definition, exact angles. */
function bin(input: Float64Array, k: number, size: number): [number, number] {
  let [re, im] = [0, 0]
  for (let n = 0; n < size; n++) {
    const angle = (-2 * Math.PI * ((k * n) % size)) / size
    const [x, y] = [input[place(n)]!, input[place(n) + 2]!]
    re += x * Math.cos(angle) - y * Math.sin(angle)
    im += x * Math.sin(angle) + y * Math.cos(angle)
  }
  return [re, im]
}

const SIZES = [16, 32, 64, 128, 512, 2048, 4096, 32768, 2 ** 18]

describe('fft', () => {
  test.each(SIZES)('%i numbers: bins agree with the definition to rounding, in mirrored order', (size) => {
    const { arena, data, table, numbers, input } = setUp(size)
    arena.kernels.fftForward(data, size, table)
    for (let i = 0; i < 16; i++) {
      const k = size === 16 ? i : (i * 2654435761) % size
      const [re, im] = bin(input, k, size)
      const at = place(mirrored(k, size))
      expect(Math.abs(numbers[at]! - re)).toBeLessThan(ROUNDING * size)
      expect(Math.abs(numbers[at + 2]! - im)).toBeLessThan(ROUNDING * size)
    }
  })

  test.each(SIZES)('%i numbers: forward and inverse give the input times the size', (size) => {
    const { arena, data, table, numbers, input } = setUp(size)
    arena.kernels.fftForward(data, size, table)
    arena.kernels.fftInverse(data, size, table)
    const errors = numbers.map((number, i) => Math.abs(number / size - input[i]!))
    expect(errors.reduce((a, b) => Math.max(a, b))).toBeLessThan(ROUNDING)
  })

  test('bins k and N - k sit mirrored within their power of two of places', () => {
    const size = 256
    for (let k = 1; k < size; k++) {
      const at = mirrored(k, size)
      const octave = 2 ** Math.floor(Math.log2(at))
      expect(mirrored(size - k, size)).toBe(3 * octave - 1 - at)
    }
  })

  test('stereo frames become complex numbers, left real and right imaginary, and back', () => {
    const arena = new Arena()
    const [audio, data] = [arena.allocFrames(4), arena.allocFrames(4)]
    arena.f64(audio, 8).set([1, 2, 3, 4, 5, 6, 7, 8])
    arena.kernels.splitFrames(audio, data, 4)
    expect([...arena.f64(data, 8)]).toEqual([1, 3, 2, 4, 5, 7, 6, 8])
    arena.f64(audio, 8).fill(0)
    arena.kernels.joinFrames(data, audio, 4)
    expect([...arena.f64(audio, 8)]).toEqual([1, 2, 3, 4, 5, 6, 7, 8])
  })
})

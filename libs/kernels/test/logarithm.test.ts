import { Arena } from '@mixwright/kernels'
import { describe, expect, test } from 'vitest'

const LOG2_TOLERANCE = 1.8e-10
const EXP2_TOLERANCE = 2e-9
const NUMBERS = 20000

/** The numbers after a kernel that works in place on pairs. */
function inPlace(kernel: 'levelOctaves' | 'gainOfOctaves', numbers: readonly number[]): number[] {
  const arena = new Arena()
  const at = arena.alloc(numbers.length * 8)
  arena.f64(at, numbers.length).set(numbers)
  arena.kernels[kernel](at, numbers.length / 2)
  return [...arena.f64(at, numbers.length)]
}

describe('levelOctaves', () => {
  test('is log2 within 1.8e-10 (1.1e-9 dB) from -300 to +300 dB', () => {
    const levels = Array.from({ length: NUMBERS }, (_, i) => 10 ** ((600 * i) / NUMBERS / 20 - 15))
    const octaves = inPlace('levelOctaves', levels)
    levels.forEach((level, i) => {
      expect(Math.abs(octaves[i]! - Math.log2(level))).toBeLessThan(LOG2_TOLERANCE)
    })
  })

  test('is exact for powers of two, and keeps the order of neighbours around the square root of a half', () => {
    expect(inPlace('levelOctaves', [1, 2, 0.5, 2 ** -40])).toEqual([0, 1, -1, -40])
    const [below, above] = inPlace('levelOctaves', [Math.SQRT1_2 * (1 - 1e-12), Math.SQRT1_2 * (1 + 1e-12)])
    expect(Math.abs(above! - below!)).toBeLessThan(2 * LOG2_TOLERANCE)
  })
})

describe('gainOfOctaves', () => {
  test('is 2^x within 2e-9 (1.8e-8 dB) from -100 to 10 octaves', () => {
    const octaves = Array.from({ length: NUMBERS }, (_, i) => (110 * i) / NUMBERS - 100)
    const gains = inPlace('gainOfOctaves', octaves)
    octaves.forEach((octave, i) => {
      expect(Math.abs(gains[i]! / 2 ** octave - 1)).toBeLessThan(EXP2_TOLERANCE)
    })
  })

  test('is exact for whole octaves', () => {
    expect(inPlace('gainOfOctaves', [0, -1, 3, -900])).toEqual([1, 0.5, 8, 2 ** -900])
  })
})

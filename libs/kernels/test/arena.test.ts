import { Arena, createMemory } from '@mixwright/kernels'
import { expect, test } from 'vitest'

const MIB = 2 ** 20

test('an arena of its own takes what masters need, and no machine', () => {
  const arena = new Arena()
  expect(arena.alloc(300 * MIB)).toBeLessThan(MIB)
  expect(() => arena.alloc(300 * MIB)).toThrow(/301 MiB are in use, and 300 MiB more/)
  expect(() => new Arena().alloc(600 * MIB)).toThrow(expect.objectContaining({ code: 'ENOMEM' }))
})

test('an arena on a memory grows as far as that memory may', () => {
  const arena = new Arena(createMemory(2 * MIB))
  expect(() => arena.alloc(MIB)).not.toThrow()
  expect(() => arena.alloc(MIB)).toThrow(expect.objectContaining({ code: 'ENOMEM' }))
})

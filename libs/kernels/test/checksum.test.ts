import { Arena } from '@mixwright/kernels'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'

const arena = new Arena()
const [STATE, AT] = [arena.alloc(32), arena.allocFrames(64)]

/** In pieces of the given lengths, over and over. */
function checksum(samples: readonly number[], cut: readonly number[] = [64]): string {
  const frames = samples.length / 2
  arena.bytes(STATE, 32).fill(0)
  arena.f64(AT, samples.length).set(samples)
  for (let start = 0, i = 0; start < frames; i++) {
    const piece = Math.min(cut[i % cut.length]!, frames - start)
    arena.kernels.addChecksum(STATE, AT + 16 * start, piece)
    start += piece
  }
  return Buffer.from(arena.bytes(STATE, 32)).toString('hex')
}

const frame = fc.tuple(fc.double({ noNaN: true }), fc.double({ noNaN: true }))
const someFrames = fc.array(frame, { minLength: 2, maxLength: 64 }).map((frames) => frames.flat())

describe('a checksum of samples', () => {
  test('is the same however they are cut', () => {
    fc.assert(
      fc.property(someFrames, fc.array(fc.integer({ min: 1, max: 7 }), { minLength: 1 }), (samples, cut) => {
        expect(checksum(samples, cut)).toBe(checksum(samples))
      }),
    )
  })

  test('is another one for one other bit, two flipped signs, or two samples exchanged', () => {
    fc.assert(
      fc.property(someFrames, fc.nat(), fc.nat(), fc.integer({ min: 0, max: 63 }), (samples, first, second, bit) => {
        const [a, b] = [first % samples.length, second % samples.length]
        const before = checksum(samples)
        const otherBit = Float64Array.from(samples)
        new BigUint64Array(otherBit.buffer)[a]! ^= 1n << BigInt(bit)
        expect(checksum([...otherBit])).not.toBe(before)
        const flipped = samples.map((x, i) => (a !== b && (i === a || i === b) ? -x : x))
        const exchanged = samples.map((x, i) => (i === a ? samples[b]! : i === b ? samples[a]! : x))
        for (const other of [flipped, exchanged]) {
          expect(checksum(other) === before).toBe(other.every((x, i) => Object.is(x, samples[i])))
        }
      }),
    )
  })

  test('tells -0 from 0', () => {
    expect(checksum([0, -0])).not.toBe(checksum([0, 0]))
  })
})

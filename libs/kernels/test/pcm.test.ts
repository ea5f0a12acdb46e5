import { Arena } from '@mixwright/kernels'
import { describe, expect, test } from 'vitest'

const arena = new Arena()
const MAX_SAMPLES = 4096
const bytesAt = arena.alloc(MAX_SAMPLES * 8 + 16)
const samplesAt = arena.alloc(MAX_SAMPLES * 16)
const encodedAt = arena.alloc(MAX_SAMPLES * 8 + 16)
/** Every remainder that the kernels' four-at-a-time loops can leave. */
const COUNTS = [1, 2, 3, 4, 5, 6, 7, 8, 997]

/** Bytes with the extremes first, then anything. */
function testBytes(count: number, width: number): Uint8Array {
  const bytes = new Uint8Array(count * width)
  let word = 12345
  for (let i = 0; i < bytes.length; i++) {
    word = (Math.imul(word, 1664525) + 1013904223) >>> 0
    bytes[i] = word >>> 24
  }
  const extremes = [0x00, 0xff, 0x80, 0x7f]
  extremes.forEach((top, i) => {
    if (i >= count) return
    bytes.fill(top === 0x7f ? 0xff : top === 0x80 ? 0 : top, i * width, (i + 1) * width)
    bytes[(i + 1) * width - 1] = top
  })
  return bytes
}

/** The slow, obvious decoder of signed little-endian integers. */
function plainInt(bytes: Uint8Array, at: number, width: number): number {
  let word = 0n
  for (let k = width - 1; k >= 0; k--) word = word * 256n + BigInt(bytes[at + k]!)
  return Number(BigInt.asIntN(8 * width, word)) / 2 ** (8 * width - 1)
}

function bitsOf(samples: Iterable<number>): BigUint64Array {
  return new BigUint64Array(Float64Array.from(samples).buffer)
}

function load(bytes: Uint8Array): void {
  arena.bytes(bytesAt, bytes.length).set(bytes)
  arena.f64(samplesAt, MAX_SAMPLES).fill(Number.NaN)
}

describe('integer decoders', () => {
  const kinds = [
    ['decodeS16', 2],
    ['decodeS24', 3],
    ['decodeS32', 4],
    ['decodeS64', 8],
  ] as const
  for (const [kernel, width] of kinds) {
    test(`${kernel} gives the plain decoder's bits for any count, extremes included`, () => {
      for (const count of COUNTS) {
        const bytes = testBytes(count, width)
        load(bytes)
        arena.kernels[kernel](bytesAt, samplesAt, count)
        const want = Array.from({ length: count }, (_, i) => plainInt(bytes, i * width, width))
        expect(bitsOf(arena.f64(samplesAt, count))).toEqual(bitsOf(want))
        expect(arena.f64(samplesAt, count + 1)[count]).toBeNaN()
      }
    })
  }

  test('decodeS24 takes the least and largest code to -1 and 8388607 / 8388608', () => {
    load(Uint8Array.of(0, 0, 0x80, 0xff, 0xff, 0x7f))
    arena.kernels.decodeS24(bytesAt, samplesAt, 2)
    expect([...arena.f64(samplesAt, 2)]).toEqual([-1, 8388607 / 8388608])
  })

  test('decodeU8 takes 0, 128 and 255 to -1, 0 and 127 / 128', () => {
    load(Uint8Array.of(0, 128, 255, 129, 127))
    arena.kernels.decodeU8(bytesAt, samplesAt, 5)
    expect([...arena.f64(samplesAt, 5)]).toEqual([-1, 0, 127 / 128, 1 / 128, -1 / 128])
  })
})

describe('float decoders', () => {
  const odd = [1, -1, 1e30, -1e-42, 5e-324, Number.NaN, Number.POSITIVE_INFINITY, -0, Number.NEGATIVE_INFINITY, 0.1, 3]

  test('decodeF32 replaces NaN and infinities by 0, counts them, and keeps all else, denormals too', () => {
    load(new Uint8Array(Float32Array.from(odd).buffer))
    expect(arena.kernels.decodeF32(bytesAt, samplesAt, odd.length)).toBe(3)
    const want = odd.map((x) => (Number.isFinite(x) ? Math.fround(x) : 0))
    expect(bitsOf(arena.f64(samplesAt, odd.length))).toEqual(bitsOf(want))
  })

  test('decodeF64 does the same with 64 bits', () => {
    load(new Uint8Array(Float64Array.from(odd).buffer))
    expect(arena.kernels.decodeF64(bytesAt, samplesAt, odd.length)).toBe(3)
    expect(bitsOf(arena.f64(samplesAt, odd.length))).toEqual(bitsOf(odd.map((x) => (Number.isFinite(x) ? x : 0))))
  })

  test('an odd last NaN is counted too', () => {
    load(new Uint8Array(Float32Array.of(1, 1, Number.NaN).buffer))
    expect(arena.kernels.decodeF32(bytesAt, samplesAt, 3)).toBe(1)
    expect([...arena.f64(samplesAt, 3)]).toEqual([1, 1, 0])
  })
})

describe('G.711 decoders', () => {
  // Values of the tables in ITU-T G.711, in 16 bits.
  test('decodeALaw gives 8 and -8 next to zero and 32256 at the top', () => {
    load(Uint8Array.of(0xd5, 0x55, 0xaa, 0x2a, 0x80))
    arena.kernels.decodeALaw(bytesAt, samplesAt, 5)
    expect([...arena.f64(samplesAt, 5)].map((x) => x * 32768)).toEqual([8, -8, 32256, -32256, 5504])
  })

  test('decodeMuLaw gives 0 at both zeros and 32124 at the top', () => {
    load(Uint8Array.of(0xff, 0x7f, 0x80, 0x00, 0xfe))
    arena.kernels.decodeMuLaw(bytesAt, samplesAt, 5)
    expect([...arena.f64(samplesAt, 5)].map((x) => x * 32768)).toEqual([0, 0, 32124, -32124, 8])
  })
})

describe('integer encoders', () => {
  const kinds = [
    ['encodeS16', 'decodeS16', 16],
    ['encodeS24', 'decodeS24', 24],
    ['encodeS32', 'decodeS32', 32],
  ] as const
  for (const [encode, decode, bits] of kinds) {
    const fullScale = 2 ** (bits - 1)
    test(`${encode} is floor(x * 2^${bits - 1} + 0.5), clamped, for any count`, () => {
      const inputs = [
        0,
        -0,
        1,
        -1,
        2,
        -2,
        0.5 / fullScale,
        -0.5 / fullScale,
        1.5 / fullScale,
        0.7,
        -0.3,
        1e300,
        Number.NaN,
      ]
      for (const count of COUNTS) {
        const input = Array.from({ length: count }, (_, i) => inputs[i] ?? Math.sin(i) * 1.1)
        arena.f64(samplesAt, count).set(input)
        arena.kernels[encode](samplesAt, encodedAt, count)
        const bytes = arena.bytes(encodedAt, (count * bits) / 8)
        const codes = input.map((_, i) => plainInt(bytes, (i * bits) / 8, bits / 8) * fullScale)
        const want = input.map((x) =>
          Math.min(Math.max(Math.floor((x || 0) * fullScale + 0.5), -fullScale), fullScale - 1),
        )
        expect(codes.map((code) => code + 0)).toEqual(want.map((code) => code + 0))
      }
    })

    test(`${encode} gives back every byte that ${decode} read`, () => {
      const bytes = testBytes(997, bits / 8)
      load(bytes)
      arena.kernels[decode](bytesAt, samplesAt, 997)
      arena.bytes(encodedAt, bytes.length + 1).fill(0xaa)
      arena.kernels[encode](samplesAt, encodedAt, 997)
      expect(arena.bytes(encodedAt, bytes.length)).toEqual(bytes)
      expect(arena.bytes(encodedAt, bytes.length + 1)[bytes.length]).toBe(0xaa)
    })
  }
})

describe('float encoders', () => {
  test('encodeF32 rounds to nearest even and writes -0 as +0', () => {
    const input = [0, -0, 0.1, -1, 1 + 2 ** -24, 1 + 3 * 2 ** -24, -1e-320]
    arena.f64(samplesAt, input.length).set(input)
    arena.kernels.encodeF32(samplesAt, encodedAt, input.length)
    const got = new Uint32Array(arena.bytes(encodedAt, input.length * 4).slice().buffer)
    expect(got).toEqual(new Uint32Array(Float32Array.from(input, (x) => Math.fround(x) + 0).buffer))
    expect(got[1]).toBe(0)
    expect(got[6]).toBe(0)
  })

  test('encodeF64 keeps every bit and writes -0 as +0', () => {
    const input = [0.1, -0, -1e-320, 3]
    arena.f64(samplesAt, 4).set(input)
    arena.kernels.encodeF64(samplesAt, encodedAt, 4)
    expect(bitsOf(arena.f64(encodedAt, 4))).toEqual(bitsOf([0.1, 0, -1e-320, 3]))
  })
})

describe('channel kernels', () => {
  const frames = 5
  const left = [1, 2, 3, 4, 5]
  const right = [10, 20, 30, 40, 50]
  const setStereo = () => arena.f64(samplesAt, 10).set(left.flatMap((x, i) => [x, right[i]!]))
  const stereo = () => [...arena.f64(samplesAt, 10)]

  test('spreadMono puts sample i on both sides of frame i, in place', () => {
    arena.f64(samplesAt, frames).set(left)
    arena.kernels.spreadMono(samplesAt, frames)
    expect(stereo()).toEqual(left.flatMap((x) => [x, x]))
  })

  test('keepLeft, keepRight, swapSides and foldMono do what they say', () => {
    const wants = {
      keepLeft: [1, 1, 2, 2],
      keepRight: [10, 10, 20, 20],
      swapSides: [10, 1, 20, 2],
      foldMono: [5.5, 5.5, 11, 11],
    }
    for (const kernel of ['keepLeft', 'keepRight', 'swapSides', 'foldMono'] as const) {
      setStereo()
      arena.kernels[kernel](samplesAt, frames)
      expect(stereo().slice(0, 4)).toEqual(wants[kernel])
    }
  })

  test('packLeft takes the left lanes', () => {
    setStereo()
    arena.kernels.packLeft(samplesAt, encodedAt, frames)
    expect([...arena.f64(encodedAt, frames)]).toEqual(left)
  })

  test('gatherStereo picks channels 3 and 1 of 4, turns big-endian bytes and widens 3 bytes to 4', () => {
    load(Uint8Array.from({ length: 24 }, (_, i) => i))
    arena.kernels.gatherStereo(bytesAt, encodedAt, 2, 12, 6, 0, 3, 4, 1)
    expect([...arena.bytes(encodedAt, 16)]).toEqual([0, 8, 7, 6, 0, 2, 1, 0, 0, 20, 19, 18, 0, 14, 13, 12])
  })

  test('isFilledWith sees a single different byte anywhere, and none past the end', () => {
    for (const count of [1, 15, 16, 17, 100]) {
      arena.bytes(bytesAt, count + 16).fill(7)
      arena.bytes(bytesAt, count + 16)[count] = 1
      expect(arena.kernels.isFilledWith(bytesAt, count, 7)).toBe(1)
      for (const at of [0, count - 1]) {
        arena.bytes(bytesAt, count)[at] = 8
        expect(arena.kernels.isFilledWith(bytesAt, count, 7)).toBe(0)
        arena.bytes(bytesAt, count)[at] = 7
      }
    }
  })
})

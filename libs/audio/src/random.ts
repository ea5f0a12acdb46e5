/**
 * xoshiro128** seeded by SplitMix32: integers only, the same sequence everywhere.
 * Source: Blackman and Vigna, "Scrambled linear pseudorandom number generators", 2018.
 */
export class Random {
  #a: number
  #b: number
  #c: number
  #d: number

  /** State words must not all be zero. */
  constructor(a: number, b: number, c: number, d: number) {
    this.#a = a | 0
    this.#b = b | 0
    this.#c = c | 0
    this.#d = d | 0
  }

  /** A generator for a purpose, named by text (`'night-drive/hats'`): equal names give equal sequences. */
  static named(name: string): Random {
    let hash = 0x811c9dc5 // FNV-1a
    for (let i = 0; i < name.length; i++) hash = Math.imul(hash ^ name.charCodeAt(i), 0x01000193)
    const next = () => {
      hash = (hash + 0x9e3779b9) | 0
      let z = hash
      z = Math.imul(z ^ (z >>> 16), 0x85ebca6b)
      z = Math.imul(z ^ (z >>> 13), 0xc2b2ae35)
      return z ^ (z >>> 16)
    }
    return new Random(next(), next(), next(), next() | 1)
  }

  /** The next 32-bit word, unsigned. */
  uint32(): number {
    const result = Math.imul(rotl(Math.imul(this.#b, 5), 7), 9) >>> 0
    const t = this.#b << 9
    this.#c ^= this.#a
    this.#d ^= this.#b
    this.#b ^= this.#c
    this.#a ^= this.#d
    this.#c ^= t
    this.#d = rotl(this.#d, 11)
    return result
  }

  /** Uniform in 0 (included) to 1 (excluded), in steps of 2^-32. */
  unit(): number {
    return this.uint32() / 4294967296
  }

  /** Uniform in -1 (included) to 1 (excluded). */
  bipolar(): number {
    return this.unit() * 2 - 1
  }
}

function rotl(word: number, by: number): number {
  return (word << by) | (word >>> (32 - by))
}

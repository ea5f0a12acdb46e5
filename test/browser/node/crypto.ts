// SHA-256 as node:crypto has it: at once, while a page's own is only to be had later. FIPS 180-4, section 6.2.

const ROUND = fractions(64, Math.cbrt)
const BEGIN = fractions(8, Math.sqrt)

export function createHash(_: 'sha256'): Sha256 {
  return new Sha256()
}

class Sha256 {
  readonly #state = Int32Array.from(BEGIN)
  readonly #block = new Uint8Array(64)
  readonly #words = new Int32Array(64)
  #bytes = 0

  update(content: string | Uint8Array): this {
    const bytes = typeof content === 'string' ? new TextEncoder().encode(content) : content
    for (let done = 0; done < bytes.length; ) {
      const inBlock = this.#bytes % 64
      const piece = bytes.subarray(done, done + 64 - inBlock)
      this.#block.set(piece, inBlock)
      this.#bytes += piece.length
      done += piece.length
      if (this.#bytes % 64 === 0) this.#mix()
    }
    return this
  }

  digest(_: 'hex'): string {
    const bits = BigInt(this.#bytes) * 8n
    const zeros = (119 - (this.#bytes % 64)) % 64
    const end = new Uint8Array(1 + zeros + 8)
    end[0] = 0x80
    new DataView(end.buffer).setBigUint64(1 + zeros, bits)
    this.update(end)
    return Array.from(this.#state, (word) => (word >>> 0).toString(16).padStart(8, '0')).join('')
  }

  #mix(): void {
    const w = this.#words
    const block = new DataView(this.#block.buffer)
    for (let t = 0; t < 16; t++) w[t] = block.getInt32(4 * t)
    for (let t = 16; t < 64; t++) {
      const [x, y] = [w[t - 15]!, w[t - 2]!]
      const s0 = turn(x, 7) ^ turn(x, 18) ^ (x >>> 3)
      const s1 = turn(y, 17) ^ turn(y, 19) ^ (y >>> 10)
      w[t] = w[t - 16]! + s0 + w[t - 7]! + s1
    }
    let [a, b, c, d, e, f, g, h] = this.#state as unknown as [
      number,
      number,
      number,
      number,
      number,
      number,
      number,
      number,
    ]
    for (let t = 0; t < 64; t++) {
      const first = (h + (turn(e, 6) ^ turn(e, 11) ^ turn(e, 25)) + ((e & f) ^ (~e & g)) + ROUND[t]! + w[t]!) | 0
      const second = ((turn(a, 2) ^ turn(a, 13) ^ turn(a, 22)) + ((a & b) ^ (a & c) ^ (b & c))) | 0
      ;[a, b, c, d, e, f, g, h] = [(first + second) | 0, a, b, c, (d + first) | 0, e, f, g]
    }
    const sums = [a, b, c, d, e, f, g, h]
    for (let i = 0; i < 8; i++) this.#state[i]! += sums[i]!
  }
}

function turn(word: number, bits: number): number {
  return (word >>> bits) | (word << (32 - bits))
}

/** The first 32 bits behind the point of a root of each of the first primes. */
function fractions(count: number, root: (prime: number) => number): Int32Array {
  const primes: number[] = []
  for (let n = 2; primes.length < count; n++) if (primes.every((prime) => n % prime !== 0)) primes.push(n)
  return Int32Array.from(primes, (prime) => Math.floor((root(prime) % 1) * 2 ** 32) | 0)
}

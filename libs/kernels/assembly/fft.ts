// Fast Fourier transform of complex f64 numbers, size N = 2^4 .. 2^18, in place.
//
// Layout: groups of two numbers, 32 bytes: [re 2g | re 2g+1][im 2g | im 2g+1].
// `forward` (sign -1) takes natural order and leaves bin k at place reverse(k), its log2 N bits mirrored; `inverse`
// (sign +1, not scaled by 1/N) takes that order and returns natural order. In mirrored order
//   place 0 is bin 0, place 1 is bin N/2, and bins k and N - k sit at 2^m + i and 2^(m+1) - 1 - i;
//   places 2p and 2p + 1 are bins k and k + N/2, and k has place p in a transform of half the size.
//
// Radix 4 (two radix-2 layers in one pass), depth first, so that short spans stay in the cache; the last layer is radix
// 4 where log2 N is even, else radix 2. For a span of n numbers with quarters x0..x3 and w = exp(-2 pi i j / n):
//   y0 = (x0 + x2) + (x1 + x3)              y2 = ((x0 - x2) - i (x1 - x3)) w
//   y1 = ((x0 + x2) - (x1 + x3)) w^2        y3 = ((x0 - x2) + i (x1 - x3)) w^3
//
// Twiddles: for n = N, N/4, .. 8 in turn, n/8 groups of 96 bytes: [re w][im w][re w^2][im w^2][re w^3][im w^3], each
// for j and j + 1. 16 N bytes hold all of them.

const GROUP_BYTES: usize = 32
const TWIDDLE_BYTES: usize = 96
const NUMBER_BYTES: usize = 16
/** Spans up to this many numbers (32 KiB) are finished layer by layer. */
const LEAF: i32 = 1024
const TWO_PI: f64 = 6.283185307179586

/** Fills the table for transforms of `size` numbers. */
export function fftTwiddles(table: usize, size: i32): void {
  for (let span = size; span >= 8; span >>= 2) {
    const step = TWO_PI / <f64>span
    for (let j = 0; j < span >> 2; j += 2, table += TWIDDLE_BYTES) {
      for (let power = 1; power <= 3; power++) {
        const at = table + <usize>(power - 1) * GROUP_BYTES
        for (let lane = 0; lane < 2; lane++) {
          const angle = step * <f64>(power * (j + lane))
          store<f64>(at + (<usize>lane << 3), NativeMath.cos(angle))
          store<f64>(at + (<usize>lane << 3), -NativeMath.sin(angle), 16)
        }
      }
    }
  }
}

/** Natural order to mirrored order. */
export function fftForward(data: usize, size: i32, table: usize): void {
  if (size > LEAF) {
    forwardLayer(data, data + <usize>size * NUMBER_BYTES, size, table)
    const quarter = size >> 2
    const quarterBytes = <usize>quarter * NUMBER_BYTES
    const rest = table + <usize>size * 12
    fftForward(data, quarter, rest)
    fftForward(data + quarterBytes, quarter, rest)
    fftForward(data + 2 * quarterBytes, quarter, rest)
    fftForward(data + 3 * quarterBytes, quarter, rest)
    return
  }
  const end = data + <usize>size * NUMBER_BYTES
  let span = size
  for (; span >= 8; span >>= 2) {
    forwardLayer(data, end, span, table)
    table += <usize>span * 12
  }
  if (span == 4) forwardFours(data, end)
  else sumAndDifference(data, end)
}

/** Mirrored order to natural order; the result is N times the inverse transform. */
export function fftInverse(data: usize, size: i32, table: usize): void {
  if (size > LEAF) {
    const quarter = size >> 2
    const quarterBytes = <usize>quarter * NUMBER_BYTES
    const rest = table + <usize>size * 12
    fftInverse(data, quarter, rest)
    fftInverse(data + quarterBytes, quarter, rest)
    fftInverse(data + 2 * quarterBytes, quarter, rest)
    fftInverse(data + 3 * quarterBytes, quarter, rest)
    inverseLayer(data, data + <usize>size * NUMBER_BYTES, size, table)
    return
  }
  const end = data + <usize>size * NUMBER_BYTES
  const last = clz(size) & 1 ? 4 : 2 // log2 N is even when the count of leading zeros is odd
  if (last == 4) inverseFours(data, end)
  else sumAndDifference(data, end)
  for (let span = last << 2; span <= size; span <<= 2) {
    inverseLayer(data, end, span, table + <usize>(size - span) * 16)
  }
}

/** Interleaved stereo frames to complex numbers, left real and right imaginary; `frames` is even. */
export function splitFrames(audio: usize, data: usize, frames: i32): void {
  for (const end = audio + <usize>frames * NUMBER_BYTES; audio < end; audio += GROUP_BYTES, data += GROUP_BYTES) {
    const even = v128.load(audio)
    const odd = v128.load(audio, 16)
    v128.store(data, v128.shuffle<f64>(even, odd, 0, 2))
    v128.store(data, v128.shuffle<f64>(even, odd, 1, 3), 16)
  }
}

/** Complex numbers to interleaved stereo frames: the same exchange. */
export function joinFrames(data: usize, audio: usize, frames: i32): void {
  splitFrames(data, audio, frames)
}

/** One radix-4 layer over every span of `span` numbers between `at` and `end`. */
function forwardLayer(at: usize, end: usize, span: i32, table: usize): void {
  const quarter = <usize>(span >> 2) * NUMBER_BYTES
  while (at < end) {
    let twiddle = table
    for (const stop = at + quarter; at < stop; at += GROUP_BYTES, twiddle += TWIDDLE_BYTES) {
      const at1 = at + quarter
      const at2 = at1 + quarter
      const at3 = at2 + quarter
      const re0 = v128.load(at)
      const re2 = v128.load(at2)
      const im0 = v128.load(at, 16)
      const im2 = v128.load(at2, 16)
      const re1 = v128.load(at1)
      const re3 = v128.load(at3)
      const im1 = v128.load(at1, 16)
      const im3 = v128.load(at3, 16)
      const sumRe02 = f64x2.add(re0, re2)
      const sumIm02 = f64x2.add(im0, im2)
      const sumRe13 = f64x2.add(re1, re3)
      const sumIm13 = f64x2.add(im1, im3)
      v128.store(at, f64x2.add(sumRe02, sumRe13))
      v128.store(at, f64x2.add(sumIm02, sumIm13), 16)
      storeTurned(at1, f64x2.sub(sumRe02, sumRe13), f64x2.sub(sumIm02, sumIm13), twiddle + GROUP_BYTES)
      const lessRe02 = f64x2.sub(re0, re2)
      const lessIm02 = f64x2.sub(im0, im2)
      const lessRe13 = f64x2.sub(re1, re3)
      const lessIm13 = f64x2.sub(im1, im3)
      storeTurned(at2, f64x2.add(lessRe02, lessIm13), f64x2.sub(lessIm02, lessRe13), twiddle)
      storeTurned(at3, f64x2.sub(lessRe02, lessIm13), f64x2.add(lessIm02, lessRe13), twiddle + 2 * GROUP_BYTES)
    }
    at += 3 * quarter
  }
}

/** Stores (re + i im) times the twiddle. */
@inline
function storeTurned(at: usize, re: v128, im: v128, twiddle: usize): void {
  const cosine = v128.load(twiddle)
  const sine = v128.load(twiddle, 16)
  v128.store(at, f64x2.sub(f64x2.mul(re, cosine), f64x2.mul(im, sine)))
  v128.store(at, f64x2.add(f64x2.mul(re, sine), f64x2.mul(im, cosine)), 16)
}

/** `forwardLayer` undone, times 4. */
function inverseLayer(at: usize, end: usize, span: i32, table: usize): void {
  const quarter = <usize>(span >> 2) * NUMBER_BYTES
  while (at < end) {
    let twiddle = table
    for (const stop = at + quarter; at < stop; at += GROUP_BYTES, twiddle += TWIDDLE_BYTES) {
      const at1 = at + quarter
      const at2 = at1 + quarter
      const at3 = at2 + quarter
      const re2 = turnedBackRe(at2, twiddle)
      const im2 = turnedBackIm(at2, twiddle)
      const re3 = turnedBackRe(at3, twiddle + 2 * GROUP_BYTES)
      const im3 = turnedBackIm(at3, twiddle + 2 * GROUP_BYTES)
      const sumRe23 = f64x2.add(re2, re3)
      const sumIm23 = f64x2.add(im2, im3)
      const lessRe23 = f64x2.sub(re2, re3)
      const lessIm23 = f64x2.sub(im2, im3)
      const re1 = turnedBackRe(at1, twiddle + GROUP_BYTES)
      const im1 = turnedBackIm(at1, twiddle + GROUP_BYTES)
      const re0 = v128.load(at)
      const im0 = v128.load(at, 16)
      const sumRe01 = f64x2.add(re0, re1)
      const sumIm01 = f64x2.add(im0, im1)
      const lessRe01 = f64x2.sub(re0, re1)
      const lessIm01 = f64x2.sub(im0, im1)
      v128.store(at, f64x2.add(sumRe01, sumRe23))
      v128.store(at, f64x2.add(sumIm01, sumIm23), 16)
      v128.store(at1, f64x2.sub(lessRe01, lessIm23))
      v128.store(at1, f64x2.add(lessIm01, lessRe23), 16)
      v128.store(at2, f64x2.sub(sumRe01, sumRe23))
      v128.store(at2, f64x2.sub(sumIm01, sumIm23), 16)
      v128.store(at3, f64x2.add(lessRe01, lessIm23))
      v128.store(at3, f64x2.sub(lessIm01, lessRe23), 16)
    }
    at += 3 * quarter
  }
}

@inline
function turnedBackRe(at: usize, twiddle: usize): v128 {
  return f64x2.add(f64x2.mul(v128.load(at), v128.load(twiddle)), f64x2.mul(v128.load(at, 16), v128.load(twiddle, 16)))
}

@inline
function turnedBackIm(at: usize, twiddle: usize): v128 {
  return f64x2.sub(f64x2.mul(v128.load(at, 16), v128.load(twiddle)), f64x2.mul(v128.load(at), v128.load(twiddle, 16)))
}

/** The last radix-4 layer: spans of 4 numbers, twiddles 1. */
function forwardFours(at: usize, end: usize): void {
  for (; at < end; at += 2 * GROUP_BYTES) {
    const re01 = v128.load(at)
    const im01 = v128.load(at, 16)
    const re23 = v128.load(at, 32)
    const im23 = v128.load(at, 48)
    const sumRe = f64x2.add(re01, re23)
    const sumIm = f64x2.add(im01, im23)
    const lessRe = f64x2.sub(re01, re23)
    const lessIm = f64x2.sub(im01, im23)
    v128.store(at, f64x2.add(first(sumRe), plusMinus(second(sumRe))))
    v128.store(at, f64x2.add(first(sumIm), plusMinus(second(sumIm))), 16)
    v128.store(at, f64x2.add(first(lessRe), plusMinus(second(lessIm))), 32)
    v128.store(at, f64x2.sub(first(lessIm), plusMinus(second(lessRe))), 48)
  }
}

/** `forwardFours` undone, times 4. */
function inverseFours(at: usize, end: usize): void {
  for (; at < end; at += 2 * GROUP_BYTES) {
    const re01 = v128.load(at)
    const im01 = v128.load(at, 16)
    const re23 = v128.load(at, 32)
    const im23 = v128.load(at, 48)
    // b0 + b1, b0 - b1 in one vector; b2 + b3 and i (b2 - b3) in the other
    const halfRe01 = f64x2.add(first(re01), plusMinus(second(re01)))
    const halfIm01 = f64x2.add(first(im01), plusMinus(second(im01)))
    const halfRe23 = f64x2.add(first(re23), plusMinus(second(re23)))
    const halfIm23 = f64x2.add(first(im23), plusMinus(second(im23)))
    const otherRe = v128.shuffle<f64>(halfRe23, f64x2.neg(halfIm23), 0, 3)
    const otherIm = v128.shuffle<f64>(halfIm23, halfRe23, 0, 3)
    v128.store(at, f64x2.add(halfRe01, otherRe))
    v128.store(at, f64x2.add(halfIm01, otherIm), 16)
    v128.store(at, f64x2.sub(halfRe01, otherRe), 32)
    v128.store(at, f64x2.sub(halfIm01, otherIm), 48)
  }
}

/** The last radix-2 layer: spans of 2 numbers; its own inverse, times 2. */
function sumAndDifference(at: usize, end: usize): void {
  for (; at < end; at += 16) {
    const pair = v128.load(at)
    v128.store(at, f64x2.add(first(pair), plusMinus(second(pair))))
  }
}

@inline
function first(pair: v128): v128 { return v128.shuffle<f64>(pair, pair, 0, 0) }
@inline
function second(pair: v128): v128 { return v128.shuffle<f64>(pair, pair, 1, 1) }
@inline
function plusMinus(pair: v128): v128 { return v128.xor(pair, i64x2(0, 0x8000000000000000)) }

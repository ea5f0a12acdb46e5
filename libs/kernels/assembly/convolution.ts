// Products of spectra, for partitioned convolution of stereo signals.
//
// A stereo block is transformed as one complex signal, left real and right imaginary (fft.ts); its N mirrored-order
// numbers are then taken apart into the half spectra of the two real channels, N/2 numbers each, in groups of two
// like all spectra. Number j of a half spectrum, 2^m <= j < 2^(m+1), is that at place 2^m + j, whose partner (bin N - k)
// sits at 2^(m+2) - 1 - (j - 2^m). Number 0 holds bin 0 as its real and bin N/2 as its imaginary part, both being real.
// Taking apart leaves out the division by 2: half spectra are twice what they stand for.

const GROUP_BYTES: usize = 32
const NUMBER_BYTES: usize = 16

/** Takes the spectrum of a stereo block of `size` frames apart into those of its channels. */
export function separateSpectra(data: usize, size: i32, left: usize, right: usize): void {
  // places 0 to 3: bins 0, N/2, N/4 and 3N/4
  const re1 = load<f64>(data, 8)
  const im1 = load<f64>(data, 24)
  storeNumber(left, 0, 2 * load<f64>(data), 2 * re1)
  storeNumber(right, 0, 2 * load<f64>(data, 16), 2 * im1)
  const re2 = load<f64>(data, 32)
  const re3 = load<f64>(data, 40)
  const im2 = load<f64>(data, 48)
  const im3 = load<f64>(data, 56)
  storeNumber(left, 1, re2 + re3, im2 - im3)
  storeNumber(right, 1, im2 + im3, re3 - re2)
  for (let half = 2; half < size >> 1; half <<= 1) {
    let at = data + <usize>half * 2 * NUMBER_BYTES
    let partner = data + <usize>half * 4 * NUMBER_BYTES - GROUP_BYTES
    for (; at < partner; at += GROUP_BYTES, partner -= GROUP_BYTES) {
      left += GROUP_BYTES
      right += GROUP_BYTES
      const re = v128.load(at)
      const im = v128.load(at, 16)
      const partnerRe = swapped(v128.load(partner))
      const partnerIm = swapped(v128.load(partner, 16))
      v128.store(left, f64x2.add(re, partnerRe))
      v128.store(left, f64x2.sub(im, partnerIm), 16)
      v128.store(right, f64x2.add(im, partnerIm))
      v128.store(right, f64x2.sub(partnerRe, re), 16)
    }
  }
}

/** The spectrum of left + i right from those of the two channels: `separateSpectra` undone, but for its factor 2. */
export function combineSpectra(left: usize, right: usize, size: i32, data: usize): void {
  storeNumber(data, 0, load<f64>(left), load<f64>(right))
  storeNumber(data, 1, load<f64>(left, 16), load<f64>(right, 16))
  const leftRe = load<f64>(left, 8)
  const leftIm = load<f64>(left, 24)
  const rightRe = load<f64>(right, 8)
  const rightIm = load<f64>(right, 24)
  storeNumber(data + GROUP_BYTES, 0, leftRe - rightIm, leftIm + rightRe)
  storeNumber(data + GROUP_BYTES, 1, leftRe + rightIm, rightRe - leftIm)
  for (let half = 2; half < size >> 1; half <<= 1) {
    let at = data + <usize>half * 2 * NUMBER_BYTES
    let partner = data + <usize>half * 4 * NUMBER_BYTES - GROUP_BYTES
    for (; at < partner; at += GROUP_BYTES, partner -= GROUP_BYTES) {
      left += GROUP_BYTES
      right += GROUP_BYTES
      const lRe = v128.load(left)
      const lIm = v128.load(left, 16)
      const rRe = v128.load(right)
      const rIm = v128.load(right, 16)
      v128.store(at, f64x2.sub(lRe, rIm))
      v128.store(at, f64x2.add(lIm, rRe), 16)
      v128.store(partner, swapped(f64x2.add(lRe, rIm)))
      v128.store(partner, swapped(f64x2.sub(rRe, lIm)), 16)
    }
  }
}

/**
 * Sum of the products of `count` pairs of half spectra of `numbers` numbers each (a multiple of 4), added in the order
 * of the pairs. `pairs` lists their addresses: i32 signal, i32 response, for each pair.
 */
export function multiplySpectra(pairs: usize, count: i32, numbers: i32, to: usize): void {
  const last = pairs + (<usize>count << 3)
  const bytes = <usize>numbers * NUMBER_BYTES
  for (let offset: usize = 0; offset < bytes; offset += 2 * GROUP_BYTES) {
    let re0 = f64x2.splat(0)
    let im0 = re0
    let re1 = re0
    let im1 = re0
    for (let pair = pairs; pair < last; pair += 8) {
      const x = <usize>load<u32>(pair) + offset
      const h = <usize>load<u32>(pair, 4) + offset
      const xRe0 = v128.load(x)
      const xIm0 = v128.load(x, 16)
      const hRe0 = v128.load(h)
      const hIm0 = v128.load(h, 16)
      re0 = f64x2.add(re0, f64x2.sub(f64x2.mul(xRe0, hRe0), f64x2.mul(xIm0, hIm0)))
      im0 = f64x2.add(im0, f64x2.add(f64x2.mul(xRe0, hIm0), f64x2.mul(xIm0, hRe0)))
      const xRe1 = v128.load(x, 32)
      const xIm1 = v128.load(x, 48)
      const hRe1 = v128.load(h, 32)
      const hIm1 = v128.load(h, 48)
      re1 = f64x2.add(re1, f64x2.sub(f64x2.mul(xRe1, hRe1), f64x2.mul(xIm1, hIm1)))
      im1 = f64x2.add(im1, f64x2.add(f64x2.mul(xRe1, hIm1), f64x2.mul(xIm1, hRe1)))
    }
    v128.store(to + offset, re0)
    v128.store(to + offset, im0, 16)
    v128.store(to + offset, re1, 32)
    v128.store(to + offset, im1, 48)
  }
  // number 0 is two real bins, not one complex number
  let first: f64 = 0
  let middle: f64 = 0
  for (let pair = pairs; pair < last; pair += 8) {
    const x = <usize>load<u32>(pair)
    const h = <usize>load<u32>(pair, 4)
    first += load<f64>(x) * load<f64>(h)
    middle += load<f64>(x, 16) * load<f64>(h, 16)
  }
  storeNumber(to, 0, first, middle)
}

@inline
function swapped(pair: v128): v128 { return v128.shuffle<f64>(pair, pair, 1, 0) }

@inline
function storeNumber(group: usize, lane: usize, re: f64, im: f64): void {
  store<f64>(group + (lane << 3), re)
  store<f64>(group + (lane << 3), im, 16)
}

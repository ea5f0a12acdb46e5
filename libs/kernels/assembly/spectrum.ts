// Power spectrum of stereo frames taken as complex numbers (left real, right imaginary): the power of bin k and of bin
// N - k together is that of both channels at that frequency, so neither has to be separated.

const FRAME_BYTES: usize = 16

/** Copies `frames` frames, each times its weight of a window (`weights`: one f64 a frame). */
export function weigh(audio: usize, weights: usize, to: usize, frames: i32): void {
  const end = audio + <usize>frames * FRAME_BYTES
  for (; audio < end; audio += FRAME_BYTES, to += FRAME_BYTES, weights += 8) {
    v128.store(to, f64x2.mul(v128.load(audio), v128.load64_splat(weights)))
  }
}

/** Adds the squared magnitude of each of `size` numbers of a spectrum (layout of fft.ts) to its double in `power`. */
export function addPower(spectrum: usize, size: i32, power: usize): void {
  const end = spectrum + <usize>size * FRAME_BYTES
  for (; spectrum < end; spectrum += 32, power += 16) {
    const re = v128.load(spectrum)
    const im = v128.load(spectrum, 16)
    v128.store(power, f64x2.add(v128.load(power), f64x2.add(f64x2.mul(re, re), f64x2.mul(im, im))))
  }
}

/**
 * Adds Im(x[k] x[N - k]), which is 2 Re(L conj R) at that frequency, to a double of `cross`: the one at the lower place
 * of bins k and N - k, which lie at 2^m + i and 2^(m+1) - 1 - i. Places 0 and 1 are their own partners and count half.
 */
export function addCrossPower(spectrum: usize, size: i32, cross: usize): void {
  addProducts(cross, v128.load(spectrum), v128.load(spectrum, 16))
  const re = load<f64>(spectrum, 32) * load<f64>(spectrum, 56)
  store<f64>(cross + 16, load<f64>(cross, 16) + (re + load<f64>(spectrum, 48) * load<f64>(spectrum, 40)))
  for (let first = 2; first < size >> 1; first <<= 1) {
    let low = spectrum + <usize>first * 32
    let high = spectrum + <usize>(2 * first - 1) * 32
    let to = cross + <usize>first * 16
    for (; low < high; low += 32, high -= 32, to += 16) {
      const re = swapped(v128.load(high))
      const im = swapped(v128.load(high, 16))
      addProducts(to, v128.load(low), im)
      addProducts(to, v128.load(low, 16), re)
    }
  }
}

@inline
function swapped(pair: v128): v128 {
  return v128.shuffle<f64>(pair, pair, 1, 0)
}

@inline
function addProducts(to: usize, x: v128, y: v128): void {
  v128.store(to, f64x2.add(v128.load(to), f64x2.mul(x, y)))
}

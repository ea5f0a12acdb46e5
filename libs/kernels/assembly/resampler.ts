// Sample-rate conversion: a band limit by Fourier transform, then a short interpolator.
//
// Band limit: spectra as in fft.ts (mirrored order, groups of two numbers), times a real response, one f64 a place.
// Interpolator: bank of `phases` rows of `taps` f64, row p for a moment p / phases after an input frame. With the input
// pointer at frame i - taps / 2 + 1, out = sum over k of row[k] * input[k], in four sums k mod 4 = 0, 1, 2, 3 from k = 0
// up, added as (s0 + s1) + (s2 + s3). `taps` is a multiple of 4.

const FRAME_BYTES: usize = 16
const GROUP_BYTES: usize = 32

/**
 * Fills `count` doubles with a sinc of `cutoff` cycles a unit under a Kaiser window that ends at +-`halfWidth`, taken at
 * first, first + step ...
 */
export function kaiserSinc(
  at: usize, count: i32, first: f64, step: f64, cutoff: f64, halfWidth: f64, beta: f64,
): void {
  const scale = 1 / besselI0(beta)
  for (let i = 0; i < count; i++, at += 8) {
    const t = first + <f64>i * step
    const x = t / halfWidth
    const angle = 2 * NativeMath.PI * cutoff * t
    const sinc = angle == 0 ? 1 : NativeMath.sin(angle) / angle
    store<f64>(at, abs(x) < 1 ? 2 * cutoff * sinc * besselI0(beta * sqrt(1 - x * x)) * scale : 0)
  }
}

/** Modified Bessel function of order 0 by its series, until a term no longer counts. */
function besselI0(x: f64): f64 {
  const quarter = x * x * 0.25
  let term: f64 = 1
  let sum: f64 = 1
  for (let k = 1; term > sum * 1e-17; k++) {
    term *= quarter / <f64>(k * k)
    sum += term
  }
  return sum
}

/** Copies the real parts of `size` numbers, times `gain`. */
export function takeReal(data: usize, size: i32, gain: f64, to: usize): void {
  for (const end = data + <usize>size * FRAME_BYTES; data < end; data += GROUP_BYTES, to += FRAME_BYTES) {
    v128.store(to, f64x2.mul(v128.load(data), f64x2.splat(gain)))
  }
}

/** Multiplies a spectrum by a real response, in place. */
export function filterSpectrum(data: usize, response: usize, size: i32): void {
  for (const end = data + <usize>size * FRAME_BYTES; data < end; data += GROUP_BYTES, response += 16) {
    const gain = v128.load(response)
    v128.store(data, f64x2.mul(v128.load(data), gain))
    v128.store(data, f64x2.mul(v128.load(data, 16), gain), 16)
  }
}

/** Spectrum at `factor` (2, 4, 8 ...) times the rate: the given one repeated, times a real response. */
export function raiseSpectrum(data: usize, response: usize, size: i32, factor: i32, to: usize): void {
  const groups = <usize>(factor >> 1)
  for (const end = data + <usize>size * FRAME_BYTES; data < end; data += GROUP_BYTES) {
    for (let lane: usize = 0; lane < 16; lane += 8) {
      const re = v128.load64_splat(data + lane)
      const im = v128.load64_splat(data + lane, 16)
      for (let group: usize = 0; group < groups; group++, response += 16, to += GROUP_BYTES) {
        const gain = v128.load(response)
        v128.store(to, f64x2.mul(re, gain))
        v128.store(to, f64x2.mul(im, gain), 16)
      }
    }
  }
}

/** Spectrum at half the rate, in place: every bin and the one that aliases on it added. `size` is that before. */
export function halveSpectrum(data: usize, size: i32): void {
  let to = data
  for (const end = data + <usize>size * FRAME_BYTES; data < end; data += 2 * GROUP_BYTES, to += GROUP_BYTES) {
    const re01 = v128.load(data)
    const im01 = v128.load(data, 16)
    const re23 = v128.load(data, 32)
    const im23 = v128.load(data, 48)
    v128.store(to, f64x2.add(v128.shuffle<f64>(re01, re23, 0, 2), v128.shuffle<f64>(re01, re23, 1, 3)))
    v128.store(to, f64x2.add(v128.shuffle<f64>(im01, im23, 0, 2), v128.shuffle<f64>(im01, im23, 1, 3)), 16)
  }
}

/**
 * Interpolates `frames` frames, the first at `phase` of `phases` after the frame that `input` stands for, each `whole`
 * frames and `step` phases after the one before.
 */
export function interpolate(
  input: usize, bank: usize, taps: i32, phases: i32, whole: i32, step: i32, phase: i32, out: usize, frames: i32,
): void {
  const rowBytes = <usize>taps << 3
  for (const end = out + <usize>frames * FRAME_BYTES; out < end; out += FRAME_BYTES) {
    v128.store(out, sumOfProducts(input, bank + <usize>phase * rowBytes, rowBytes))
    input += <usize>whole * FRAME_BYTES
    phase += step
    if (phase >= phases) {
      phase -= phases
      input += FRAME_BYTES
    }
  }
}

/**
 * `interpolate` with more phases than rows: a bank of `rows` + 3 rows, the first for -1 / rows, and between them cubic
 * interpolation (Lagrange) of the four results around the phase, added from the earliest row on.
 */
export function interpolateBetween(
  input: usize, bank: usize, rows: i32, taps: i32, phases: i32, whole: i32, step: i32, phase: i32,
  out: usize, frames: i32,
): void {
  const rowBytes = <usize>taps << 3
  const rowsPerPhase = <f64>rows / <f64>phases
  for (const end = out + <usize>frames * FRAME_BYTES; out < end; out += FRAME_BYTES) {
    const place = <f64>phase * rowsPerPhase
    const row = min(<i32>place, rows - 1)
    const t = place - <f64>row
    let at = bank + <usize>row * rowBytes
    let sum = f64x2.mul(f64x2.splat(t * (t - 1) * (2 - t) / 6), sumOfProducts(input, at, rowBytes))
    at += rowBytes
    sum = f64x2.add(sum, f64x2.mul(f64x2.splat((t + 1) * (t - 1) * (t - 2) / 2), sumOfProducts(input, at, rowBytes)))
    at += rowBytes
    sum = f64x2.add(sum, f64x2.mul(f64x2.splat((t + 1) * t * (2 - t) / 2), sumOfProducts(input, at, rowBytes)))
    at += rowBytes
    sum = f64x2.add(sum, f64x2.mul(f64x2.splat((t + 1) * t * (t - 1) / 6), sumOfProducts(input, at, rowBytes)))
    v128.store(out, sum)
    input += <usize>whole * FRAME_BYTES
    phase += step
    if (phase >= phases) {
      phase -= phases
      input += FRAME_BYTES
    }
  }
}

@inline
function sumOfProducts(input: usize, row: usize, rowBytes: usize): v128 {
  let sum0 = f64x2.splat(0)
  let sum1 = sum0
  let sum2 = sum0
  let sum3 = sum0
  for (const end = row + rowBytes; row < end; row += 32, input += 64) {
    sum0 = f64x2.add(sum0, f64x2.mul(v128.load64_splat(row), v128.load(input)))
    sum1 = f64x2.add(sum1, f64x2.mul(v128.load64_splat(row, 8), v128.load(input, 16)))
    sum2 = f64x2.add(sum2, f64x2.mul(v128.load64_splat(row, 16), v128.load(input, 32)))
    sum3 = f64x2.add(sum3, f64x2.mul(v128.load64_splat(row, 24), v128.load(input, 48)))
  }
  return f64x2.add(f64x2.add(sum0, sum1), f64x2.add(sum2, sum3))
}

// Curves that bend loud samples. Each has slope 1 at 0; `drive` raises the level into it and 1 / drive is the gain after
// it, so what is quiet keeps its level. They are memoryless or nearly so, and meant for a raised sample rate.
//
// bend   out = (tanh(v + bias) - tanh(bias)) / (1 - tanh²(bias)) / drive       v = u + cubic * u³      u = drive * x
//        tanh(v) = 1 - 2 / (2^(2 v / ln 2) + 1), with the power of logarithm.ts: largest error 1e-9 (-180 dB)
// clip   out = mean of clip(u) over the straight path from half a frame before to half a frame after, over drive.
//        With F the integral of clip, the mean from a to b is (F(b) - F(a)) / (b - a); where a and b are closer than
//        1e-6, the curve at their middle, which errs by 1.3e-7 at most. Comes one frame late.
//        Source: Parker, Zavalishin and Le Bivic, "Reducing the aliasing of nonlinear waveshaping using
//        continuous-time convolution", DAFx 2016
// excess out = mean over the same path of what u has over a curve that ends at 1, over drive: with k the half width of its
//        bend, b = what of |u| lies between 1 - k and 1 + k, r = what lies over 1 + k,
//        excess = sign(u) * (b² / 4k + r), its integral b³ / 12k + r * (k + r / 2); exactly 0 up to 1 - k
//
// past of clip and excess   +0 the frame before the last, driven | +16 the last, driven       (f64x2 each)

import { exp2 } from './logarithm'

const FRAME_BYTES: usize = 16
/** 2 / ln 2, and a power of two beside which 1 does not count. */
const TANH = memory.data<f64>([2.8853900817779268, 60, -60])
const NEAR: f64 = 1e-6

@inline
function tanh(v: v128): v128 {
  const octaves = f64x2.mul(v, v128.load64_splat(TANH))
  const bounded = f64x2.pmax(f64x2.pmin(octaves, v128.load64_splat(TANH, 8)), v128.load64_splat(TANH, 16))
  const one = f64x2.splat(1)
  return f64x2.sub(one, f64x2.div(f64x2.splat(2), f64x2.add(exp2(bounded), one)))
}

/** Bends `frames` frames in place: `cubic` sharpens the corner, `bias` makes it differ above and below 0. */
export function bend(audio: usize, frames: i32, drive: f64, cubic: f64, bias: f64): void {
  const rest = tanh(f64x2.splat(bias))
  const slope = f64x2.sub(f64x2.splat(1), f64x2.mul(rest, rest))
  const gain = f64x2.div(f64x2.splat(1 / drive), slope)
  const raise = f64x2.splat(drive)
  const sharpness = f64x2.splat(cubic)
  const shift = f64x2.splat(bias)
  for (const end = audio + <usize>frames * FRAME_BYTES; audio < end; audio += FRAME_BYTES) {
    const u = f64x2.mul(v128.load(audio), raise)
    const v = f64x2.add(u, f64x2.mul(f64x2.mul(sharpness, u), f64x2.mul(u, u)))
    v128.store(audio, f64x2.mul(f64x2.sub(tanh(f64x2.add(v, shift)), rest), gain))
  }
}

@inline
function clipped(u: v128): v128 {
  return f64x2.pmax(f64x2.pmin(u, f64x2.splat(1)), f64x2.splat(-1))
}

/** Integral of clip from 0. */
@inline
function area(u: v128): v128 {
  const c = clipped(u)
  return f64x2.mul(c, f64x2.sub(u, f64x2.mul(c, f64x2.splat(0.5))))
}

@inline
function meanClipped(a: v128, b: v128): v128 {
  const way = f64x2.sub(b, a)
  const mean = f64x2.div(f64x2.sub(area(b), area(a)), way)
  const middle = clipped(f64x2.mul(f64x2.add(a, b), f64x2.splat(0.5)))
  return v128.bitselect(mean, middle, f64x2.gt(f64x2.abs(way), f64x2.splat(NEAR)))
}

/** Clips `frames` frames in place, one frame late. */
export function clip(past: usize, audio: usize, frames: i32, drive: f64): void {
  const raise = f64x2.splat(drive)
  const gain = f64x2.splat(0.5 / drive)
  const half = f64x2.splat(0.5)
  let before = v128.load(past)
  let now = v128.load(past, 16)
  let into = f64x2.mul(f64x2.add(before, now), half)
  for (const end = audio + <usize>frames * FRAME_BYTES; audio < end; audio += FRAME_BYTES) {
    const after = f64x2.mul(v128.load(audio), raise)
    const out = f64x2.mul(f64x2.add(now, after), half)
    v128.store(audio, f64x2.mul(f64x2.add(meanClipped(into, now), meanClipped(now, out)), gain))
    before = now
    now = after
    into = out
  }
  v128.store(past, before)
  v128.store(past, now, 16)
}

/** What of |u| lies in the bend and what over it. */
@inline
function inBend(u: v128, knee: f64): v128 {
  const over = f64x2.sub(f64x2.abs(u), f64x2.splat(1 - knee))
  return f64x2.pmax(f64x2.pmin(over, f64x2.splat(2 * knee)), f64x2.splat(0))
}

@inline
function overBend(u: v128, knee: f64): v128 {
  return f64x2.pmax(f64x2.sub(f64x2.abs(u), f64x2.splat(1 + knee)), f64x2.splat(0))
}

/** Integral of the excess from 0. */
@inline
function excessArea(u: v128, knee: f64, share: f64): v128 {
  const bent = inBend(u, knee)
  const rest = overBend(u, knee)
  const below = f64x2.mul(f64x2.mul(bent, bent), f64x2.mul(bent, f64x2.splat(share / 3)))
  return f64x2.add(below, f64x2.mul(rest, f64x2.add(f64x2.splat(knee), f64x2.mul(rest, f64x2.splat(0.5)))))
}

@inline
function meanExcess(a: v128, b: v128, knee: f64, share: f64): v128 {
  const way = f64x2.sub(b, a)
  const mean = f64x2.div(f64x2.sub(excessArea(b, knee, share), excessArea(a, knee, share)), way)
  const middle = f64x2.mul(f64x2.add(a, b), f64x2.splat(0.5))
  const bent = inBend(middle, knee)
  const size = f64x2.add(f64x2.mul(f64x2.mul(bent, bent), f64x2.splat(share)), overBend(middle, knee))
  const signed = v128.or(size, v128.and(middle, f64x2.splat(-0.0)))
  return v128.bitselect(mean, signed, f64x2.gt(f64x2.abs(way), f64x2.splat(NEAR)))
}

/** Puts what `frames` frames have over the curve in their place, one frame late. */
export function excess(past: usize, audio: usize, frames: i32, drive: f64, knee: f64): void {
  const share: f64 = knee > 0 ? 0.25 / knee : 0
  const raise = f64x2.splat(drive)
  const gain = f64x2.splat(0.5 / drive)
  const half = f64x2.splat(0.5)
  let before = v128.load(past)
  let now = v128.load(past, 16)
  let into = f64x2.mul(f64x2.add(before, now), half)
  for (const end = audio + <usize>frames * FRAME_BYTES; audio < end; audio += FRAME_BYTES) {
    const after = f64x2.mul(v128.load(audio), raise)
    const out = f64x2.mul(f64x2.add(now, after), half)
    const sum = f64x2.add(meanExcess(into, now, knee, share), meanExcess(now, out, knee, share))
    v128.store(audio, f64x2.mul(sum, gain))
    before = now
    now = after
    into = out
  }
  v128.store(past, before)
  v128.store(past, now, 16)
}

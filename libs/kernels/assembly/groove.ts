// Peaks of a groove's velocity, acceleration and displacement, from its velocity at a raised sample rate; lane 0 lateral,
// lane 1 vertical. Velocity is in any unit; the others come in that unit per frame and times a frame.
//
//   acceleration   a = sum of c[k] (v[m + 1 + k] - v[m - k])              between m and m + 1, k = 0, 1, 2
//   displacement   x = x p + sum of d[k] (v[m - k] + v[m + 1 + k])        p just under 1 lets a standing offset fade
//
// c and d are minimax fits to the derivative and to the integral over one frame, exact at 0 Hz: below 0.227 of the raised
// rate (20 kHz at 88.2 kHz) a errs by less than 0.03 %, x by less than 0.14 %. A peak is that of the sine through a highest
// frame and its neighbours, for which it is exact; where a curve is flat that is the parabola. It is sought only where a
// frame comes near the highest peak before.
//
// state      +0 x | +16 peak of v | +32 of a | +48 of x      (f64x2 each; who reads the peaks sets them to 0)
// lines      v, a, x: 5 frames of the past and 256 frames each

const FRAME_BYTES: usize = 16
const PAST_BYTES: usize = 80
const LINE_BYTES: usize = 80 + 256 * 16
/** With 4.9 frames a cycle or more (18 kHz at 88.2 kHz) the highest frame of a sine is at least this share of its peak. */
const NEAR: f64 = 0.8
const C0: f64 = 1.1924373
const C1: f64 = -0.0761546
const C2: f64 = 0.0072053
const D0: f64 = 0.565811
const D1: f64 = -0.079916
const D2: f64 = 0.014105

/** Raises the peak at `peak` to those around the newest frames of a line but the last; `most` is its highest frame. */
function raisePeak(peak: usize, line: usize, frames: i32, most: v128): void {
  let highest = v128.load(peak)
  const near = f64x2.splat(NEAR)
  if (!v128.any_true(f64x2.gt(most, f64x2.mul(highest, near)))) return
  const signs = f64x2.splat(-0.0)
  line += PAST_BYTES - 2 * FRAME_BYTES
  for (const end = line + (<usize>frames << 4); line < end; line += FRAME_BYTES) {
    const here = v128.load(line, 16)
    const height = f64x2.abs(here)
    if (!v128.any_true(f64x2.gt(height, f64x2.mul(highest, near)))) continue
    const sign = v128.and(here, signs)
    const before = v128.xor(v128.load(line), sign)
    const after = v128.xor(v128.load(line, 32), sign)
    const isTop = v128.and(f64x2.ge(height, f64x2.abs(before)), f64x2.gt(height, f64x2.abs(after)))
    if (!v128.any_true(isTop)) continue
    // h² + (b - a)² h² / (4 h² - (a + b)²)
    const lean = f64x2.mul(f64x2.sub(before, after), height)
    const twice = f64x2.add(height, height)
    const sum = f64x2.add(before, after)
    const bend = f64x2.mul(f64x2.sub(twice, sum), f64x2.add(twice, sum))
    const square = f64x2.add(f64x2.mul(height, height), f64x2.div(f64x2.mul(lean, lean), bend))
    highest = f64x2.pmax(highest, v128.and(f64x2.sqrt(square), isTop))
  }
  v128.store(peak, highest)
}

/** |the newest frame but those of this call|: its peak is sought only now. */
@inline
function lastOfPast(line: usize): v128 {
  return f64x2.abs(v128.load(line, PAST_BYTES - FRAME_BYTES))
}

/** Takes `frames` frames of velocity, at most 256, and raises the peaks of the state; x is the sum under the pole. */
export function groovePeaks(state: usize, lines: usize, velocity: usize, frames: i32, pole: f64): void {
  const newest = <usize>frames << 4
  memory.copy(lines + PAST_BYTES, velocity, newest)
  const keep = f64x2.splat(pole)
  const c0 = f64x2.splat(C0), c1 = f64x2.splat(C1), c2 = f64x2.splat(C2)
  const d0 = f64x2.splat(D0), d1 = f64x2.splat(D1), d2 = f64x2.splat(D2)
  let x = v128.load(state)
  let mostV = lastOfPast(lines), mostA = lastOfPast(lines + LINE_BYTES), mostX = lastOfPast(lines + 2 * LINE_BYTES)
  // Frames are loaded again for each sum: fewer of them in registers are faster than moving them on.
  for (let at = lines, end = lines + newest; at < end; at += FRAME_BYTES) {
    const v5 = v128.load(at, PAST_BYTES)
    let a = f64x2.mul(c0, f64x2.sub(v128.load(at, 48), v128.load(at, 32)))
    a = f64x2.add(a, f64x2.mul(c1, f64x2.sub(v128.load(at, 64), v128.load(at, 16))))
    a = f64x2.add(a, f64x2.mul(c2, f64x2.sub(v5, v128.load(at))))
    let way = f64x2.mul(d0, f64x2.add(v128.load(at, 32), v128.load(at, 48)))
    way = f64x2.add(way, f64x2.mul(d1, f64x2.add(v128.load(at, 16), v128.load(at, 64))))
    way = f64x2.add(way, f64x2.mul(d2, f64x2.add(v128.load(at), v5)))
    x = f64x2.add(f64x2.mul(x, keep), way)
    v128.store(at, a, LINE_BYTES + PAST_BYTES)
    v128.store(at, x, 2 * LINE_BYTES + PAST_BYTES)
    mostV = f64x2.pmax(mostV, f64x2.abs(v5))
    mostA = f64x2.pmax(mostA, f64x2.abs(a))
    mostX = f64x2.pmax(mostX, f64x2.abs(x))
  }
  v128.store(state, v128.and(x, f64x2.ge(f64x2.abs(x), f64x2.splat(1e-24))))
  raisePeak(state + 16, lines, frames, mostV)
  raisePeak(state + 32, lines + LINE_BYTES, frames, mostA)
  raisePeak(state + 48, lines + 2 * LINE_BYTES, frames, mostX)
  for (let line = 0; line < 3; line++, lines += LINE_BYTES) memory.copy(lines, lines + newest, PAST_BYTES)
}

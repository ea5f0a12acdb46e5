// Peaks of a groove's velocity, acceleration and displacement, from its velocity at a raised sample rate; lane 0 lateral,
// lane 1 vertical. Velocity is in any unit; the others come in that unit per frame and times a frame.
//
//   acceleration   a = (27 (v1 - v0) - (v2 - v')) / 24            between v0 and v1, v' before and v2 behind them
//   displacement   x = x p + (13 (v0 + v1) - (v' + v2)) / 24      p just under 1 lets a standing offset fade
//
// Both err by less than 0.3 % below 0.105 of the raised rate, 0.1 % below 0.08. A peak is that of the parabola through a
// highest frame and its neighbours; it is sought only where a line comes near the highest peak before.
//
// state      +0 x | +16 peak of v | +32 of a | +48 of x      (f64x2 each; who reads the peaks sets them to 0)
// lines      v, a, x: 3 frames of the past and 256 frames each

const FRAME_BYTES: usize = 16
const PAST_BYTES: usize = 48
const LINE_BYTES: usize = 48 + 256 * 16
/** A parabola lifts a frame by less than this share leaves, where a cycle has eight frames or more. */
const NEAR: f64 = 0.92

/** Raises the peak at `peak` to those around the newest frames of a line but the last; `most` is its highest frame. */
function raisePeak(peak: usize, line: usize, frames: i32, most: v128): void {
  let highest = v128.load(peak)
  if (!v128.any_true(f64x2.gt(most, f64x2.mul(highest, f64x2.splat(NEAR))))) return
  const eight = f64x2.splat(8)
  line += FRAME_BYTES
  let before = f64x2.abs(v128.load(line))
  let here = f64x2.abs(v128.load(line, 16))
  for (const end = line + (<usize>frames << 4); line < end; line += FRAME_BYTES) {
    const after = f64x2.abs(v128.load(line, 32))
    const isTop = v128.and(f64x2.ge(here, before), f64x2.gt(here, after))
    const lean = f64x2.sub(before, after)
    const bend = f64x2.sub(f64x2.add(here, here), f64x2.add(before, after))
    const lift = f64x2.div(f64x2.mul(lean, lean), f64x2.mul(eight, bend))
    highest = f64x2.pmax(highest, v128.and(f64x2.add(here, lift), isTop))
    before = here
    here = after
  }
  v128.store(peak, highest)
}

/** Takes `frames` frames of velocity, at most 256, and raises the peaks of the state; x is the sum under the pole. */
export function groovePeaks(state: usize, lines: usize, velocity: usize, frames: i32, pole: f64): void {
  const newest = <usize>frames << 4
  memory.copy(lines + PAST_BYTES, velocity, newest)
  const keep = f64x2.splat(pole)
  const c27 = f64x2.splat(27), c13 = f64x2.splat(13), share = f64x2.splat(1.0 / 24)
  let x = v128.load(state)
  let v0 = v128.load(lines), v1 = v128.load(lines, 16), v2 = v128.load(lines, 32)
  let mostV = f64x2.splat(0), mostA = f64x2.splat(0), mostX = f64x2.splat(0)
  for (let at = lines, end = lines + newest; at < end; at += FRAME_BYTES) {
    const v3 = v128.load(at, PAST_BYTES)
    const a = f64x2.mul(f64x2.sub(f64x2.mul(c27, f64x2.sub(v2, v1)), f64x2.sub(v3, v0)), share)
    const way = f64x2.mul(f64x2.sub(f64x2.mul(c13, f64x2.add(v1, v2)), f64x2.add(v0, v3)), share)
    x = f64x2.add(f64x2.mul(x, keep), way)
    v128.store(at, a, LINE_BYTES + PAST_BYTES)
    v128.store(at, x, 2 * LINE_BYTES + PAST_BYTES)
    mostV = f64x2.pmax(mostV, f64x2.abs(v3))
    mostA = f64x2.pmax(mostA, f64x2.abs(a))
    mostX = f64x2.pmax(mostX, f64x2.abs(x))
    v0 = v1
    v1 = v2
    v2 = v3
  }
  v128.store(state, v128.and(x, f64x2.ge(f64x2.abs(x), f64x2.splat(1e-24))))
  raisePeak(state + 16, lines, frames, mostV)
  raisePeak(state + 32, lines + LINE_BYTES, frames, mostA)
  raisePeak(state + 48, lines + 2 * LINE_BYTES, frames, mostX)
  for (let line = 0; line < 3; line++, lines += LINE_BYTES) memory.copy(lines, lines + newest, PAST_BYTES)
}

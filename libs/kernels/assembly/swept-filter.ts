// Second-order filters in series whose coefficients move, in straight lines: state-variable filters in their
// topology-preserving form. Their states are those of the analogue filter, so moving coefficients leave no steps, and
// every g > 0 and k > 0 on the way is stable.
//
//     a1 = 1 / (1 + g (g + k))    a2 = g a1    a3 = g a2    v3 = x - c
//     v1 = a1 b + a2 v3           v2 = c + (a2 b + a3 v3)
//     b' = 2 v1 - b               c' = 2 v2 - c             y = m0 * x + m1 * v1 + m2 * v2
//
// Coefficient j at frame i of a line is from[j] + step[j] * (i * (1 / length)): those of two frames at a time, so that
// divisions and whatever does not wait for the states take half as long. Sources as in moving-filter.ts.
//
// from, steps   5 f64 a section: g | k | m0 | m1 | m2
// lanes         those that are filtered, all bits set (i64x2)
// state         32 bytes a section: +0 b | +16 c (f64x2 each; below 1e-24 taken as 0 after each call)

const FRAME_BYTES: usize = 16
const SECTION_BYTES: usize = 40
const SECTION_STATE_BYTES: usize = 32

const PAIR = memory.data<f64>([0, 1], 16)

@inline
function lineAt(from: usize, step: usize, t: v128): v128 {
  return f64x2.add(v128.load64_splat(from), f64x2.mul(v128.load64_splat(step), t))
}

@inline
function first(pair: v128): v128 { return v128.shuffle<f64>(pair, pair, 0, 0) }

@inline
function second(pair: v128): v128 { return v128.shuffle<f64>(pair, pair, 1, 1) }

@inline
function flushed(state: v128): v128 {
  return v128.and(state, f64x2.ge(f64x2.abs(state), f64x2.splat(1e-24)))
}

/** Filters `frames` frames in place, the first of them frame `begun` of a line of `length` frames. */
export function sweptFilter(
  from: usize, steps: usize, sections: i32, lanes: usize, state: usize, audio: usize, frames: i32, begun: i32,
  length: i32,
): void {
  const mask = v128.load(lanes)
  const per = f64x2.splat(1 / <f64>length)
  const one = f64x2.splat(1)
  const end = audio + <usize>frames * FRAME_BYTES
  for (; sections > 0; sections--) {
    let b = v128.load(state), c = v128.load(state, 16)
    let place = f64x2.add(f64x2.splat(<f64>begun), v128.load(PAIR))
    for (let at = audio; at < end; at += 2 * FRAME_BYTES) {
      const t = f64x2.mul(place, per)
      const g = lineAt(from, steps, t), k = lineAt(from + 8, steps + 8, t)
      const a1 = f64x2.div(one, f64x2.add(one, f64x2.mul(g, f64x2.add(g, k))))
      const a2 = f64x2.mul(g, a1), a3 = f64x2.mul(g, a2)
      const m0 = lineAt(from + 16, steps + 16, t), m1 = lineAt(from + 24, steps + 24, t)
      const m2 = lineAt(from + 32, steps + 32, t)
      const x = v128.load(at)
      const v3 = f64x2.sub(x, c)
      const v1 = f64x2.add(f64x2.mul(first(a1), b), f64x2.mul(first(a2), v3))
      const v2 = f64x2.add(c, f64x2.add(f64x2.mul(first(a2), b), f64x2.mul(first(a3), v3)))
      b = f64x2.sub(f64x2.add(v1, v1), b)
      c = f64x2.sub(f64x2.add(v2, v2), c)
      const y = f64x2.add(f64x2.add(f64x2.mul(x, first(m0)), f64x2.mul(v1, first(m1))), f64x2.mul(v2, first(m2)))
      v128.store(at, v128.bitselect(y, x, mask))
      if (at + FRAME_BYTES == end) break
      const x2 = v128.load(at, 16)
      const w3 = f64x2.sub(x2, c)
      const w1 = f64x2.add(f64x2.mul(second(a1), b), f64x2.mul(second(a2), w3))
      const w2 = f64x2.add(c, f64x2.add(f64x2.mul(second(a2), b), f64x2.mul(second(a3), w3)))
      b = f64x2.sub(f64x2.add(w1, w1), b)
      c = f64x2.sub(f64x2.add(w2, w2), c)
      const y2 = f64x2.add(f64x2.add(f64x2.mul(x2, second(m0)), f64x2.mul(w1, second(m1))), f64x2.mul(w2, second(m2)))
      v128.store(at, v128.bitselect(y2, x2, mask), 16)
      place = f64x2.add(place, f64x2.splat(2))
    }
    v128.store(state, flushed(b))
    v128.store(state, flushed(c), 16)
    from += SECTION_BYTES
    steps += SECTION_BYTES
    state += SECTION_STATE_BYTES
  }
}

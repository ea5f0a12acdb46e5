// Second-order filters in series whose coefficients move, in straight lines: state-variable filters in their
// topology-preserving form. Their states are those of the analogue filter, so moving coefficients leave no steps, and
// every g > 0 and k > 0 on the way is stable.
//
//     a1 = 1 / (1 + g (g + k))      v3 = x - c      v1 = a1 * (b + g * v3)      v2 = c + g * v1
//     b' = 2 v1 - b                 c' = 2 v2 - c   y = m0 * x + m1 * v1 + m2 * v2
//
// Coefficient j at frame i of a line is from[j] + step[j] * (i / length). Sources as in moving-filter.ts.
//
// from, steps   5 f64 a section: g | k | m0 | m1 | m2
// lanes         those that are filtered, all bits set (i64x2)
// state         32 bytes a section: +0 b | +16 c (f64x2 each; below 1e-24 taken as 0 after each call)

const FRAME_BYTES: usize = 16
const SECTION_BYTES: usize = 40
const SECTION_STATE_BYTES: usize = 32

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
  const whole = <f64>length
  const end = audio + <usize>frames * FRAME_BYTES
  for (; sections > 0; sections--) {
    const g0 = load<f64>(from), k0 = load<f64>(from, 8)
    const m00 = load<f64>(from, 16), m10 = load<f64>(from, 24), m20 = load<f64>(from, 32)
    const gStep = load<f64>(steps), kStep = load<f64>(steps, 8)
    const m0Step = load<f64>(steps, 16), m1Step = load<f64>(steps, 24), m2Step = load<f64>(steps, 32)
    let b = v128.load(state), c = v128.load(state, 16)
    for (let i = begun, at = audio; at < end; i++, at += FRAME_BYTES) {
      const t = <f64>i / whole
      const g = g0 + gStep * t
      const k = k0 + kStep * t
      const slope = f64x2.splat(g)
      const x = v128.load(at)
      const v3 = f64x2.sub(x, c)
      const v1 = f64x2.mul(f64x2.splat(1 / (1 + g * (g + k))), f64x2.add(b, f64x2.mul(slope, v3)))
      const v2 = f64x2.add(c, f64x2.mul(slope, v1))
      b = f64x2.sub(f64x2.add(v1, v1), b)
      c = f64x2.sub(f64x2.add(v2, v2), c)
      const y = f64x2.add(
        f64x2.add(f64x2.mul(x, f64x2.splat(m00 + m0Step * t)), f64x2.mul(v1, f64x2.splat(m10 + m1Step * t))),
        f64x2.mul(v2, f64x2.splat(m20 + m2Step * t)),
      )
      v128.store(at, v128.bitselect(y, x, mask))
    }
    v128.store(state, flushed(b))
    v128.store(state, flushed(c), 16)
    from += SECTION_BYTES
    steps += SECTION_BYTES
    state += SECTION_STATE_BYTES
  }
}

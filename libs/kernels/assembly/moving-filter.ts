// Bells and shelves whose gain moves: the state-variable filter in its topology-preserving form, whose states are those
// of the analogue one, so that moving coefficients leave no steps. Gains come one for each group of four frames, as
// compressor.ts makes them, joined by straight lines.
//
//     a1 = 1 / (1 + g (g + k))      v3 = x - c      v1 = a1 * (b + g * v3)      v2 = c + g * v1
//     b' = 2 v1 - b                 c' = 2 v2 - c   y = m0 * x + m1 * v1 + m2 * v2
//
//            g           k              m0     m1             m2
// bell       g0          1 / (q A)      1      k (A² - 1)     0            A² is the gain
// low shelf  g0 / √A     1 / q          1      k (A - 1)      A² - 1
// high shelf g0 √A       1 / q          A²     k (1 - A) A    1 - A²
//
// At a gain of 1 y is x, bit for bit. Source: Simper, "Linear trapezoidal integrated state variable filter", 2013;
// Zavalishin, "The art of VA filter design", 2012.
//
// settings   +0 g0 | +8 1 / q | +16 exponent of the gains: 1, or -1 for 1 / gain | +24 kind (i32): 0, 1, 2 as above
//            +32 lanes that are filtered, all bits set (i64x2)
//            +48 what g0 gains in a quantum | +56 what 1 / q does
// state      +0 b | +16 c (f64x2 each; below 1e-24 taken as 0 every 64 frames) | +32 gain at the end of the last group

const FRAME_BYTES: usize = 16
const QUANTUM_FRAMES: i32 = 64
const GROUPS: i32 = 16
const BELL: i32 = 0
const LOW_SHELF: i32 = 1

@inline
function flushed(state: v128): v128 {
  return v128.and(state, f64x2.ge(f64x2.abs(state), f64x2.splat(1e-24)))
}

/** Filters `frames` frames (a multiple of 64) in place, with a gain for each four of them. */
export function movingFilter(settings: usize, state: usize, gains: usize, audio: usize, frames: i32): void {
  const gFrom = load<f64>(settings), gStep = load<f64>(settings, 48) / QUANTUM_FRAMES
  const bendFrom = load<f64>(settings, 8), bendStep = load<f64>(settings, 56) / QUANTUM_FRAMES
  const raises = load<f64>(settings, 16) < 0
  const kind = load<i32>(settings, 24)
  const lanes = v128.load(settings, 32)
  let b = v128.load(state)
  let c = v128.load(state, 16)
  let gain = load<f64>(state, 32)
  for (; frames > 0; frames -= QUANTUM_FRAMES) {
    for (let group = 0; group < GROUPS; group++, gains += 8) {
      const next = load<f64>(gains)
      const step = (next - gain) * 0.25
      for (let frame = 1; frame <= 4; frame++, audio += FRAME_BYTES) {
        const now = frame == 4 ? next : gain + step * <f64>frame
        const begun = <f64>(4 * group + frame - 1)
        const g0 = gFrom + gStep * begun
        const bend = bendFrom + bendStep * begun
        const square = raises ? 1 / now : now
        const a = sqrt(square)
        let g = g0, k = bend, m0: f64 = 1, m1: f64, m2: f64 = 0
        if (kind == BELL) {
          k = bend / a
          m1 = k * (square - 1)
        } else if (kind == LOW_SHELF) {
          g = g0 / sqrt(a)
          m1 = k * (a - 1)
          m2 = square - 1
        } else {
          g = g0 * sqrt(a)
          m0 = square
          m1 = k * (1 - a) * a
          m2 = 1 - square
        }
        const a1 = f64x2.splat(1 / (1 + g * (g + k)))
        const slope = f64x2.splat(g)
        const x = v128.load(audio)
        const v1 = f64x2.mul(a1, f64x2.add(b, f64x2.mul(slope, f64x2.sub(x, c))))
        const v2 = f64x2.add(c, f64x2.mul(slope, v1))
        b = f64x2.sub(f64x2.add(v1, v1), b)
        c = f64x2.sub(f64x2.add(v2, v2), c)
        const y = f64x2.add(
          f64x2.add(f64x2.mul(x, f64x2.splat(m0)), f64x2.mul(v1, f64x2.splat(m1))),
          f64x2.mul(v2, f64x2.splat(m2)),
        )
        v128.store(audio, v128.bitselect(y, x, lanes))
      }
      gain = next
    }
    b = flushed(b)
    c = flushed(c)
  }
  v128.store(state, b)
  v128.store(state, c, 16)
  store<f64>(state, gain, 32)
}

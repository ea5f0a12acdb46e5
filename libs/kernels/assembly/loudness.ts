// K-weighted energy and plain sums of stereo audio, in one pass.
//
// State, 128 bytes; each line is one v128 (left in lane 0, right in lane 1):
//     0  shelf s1     16  shelf s2     32  high-pass s1     48  high-pass s2
//    64  sum of K-weighted squares     80  sum of samples    96  sum of squares
//   112  sum of left * right (lane 0 only)
// Filter, 9 doubles: shelf b0 | c1 | c2 | a1 | a2, high-pass d1 | d2 | a1 | a2, with
//     c1 = b1 - a1 b0      c2 = b2 - a2 b0      of the high-pass, whose numerator is 1 -2 1:   d1 = -2 - a1      d2 = 1 - a2
//
// Both filters are transposed direct form II with the output put into what follows for the states, so that these wait for
// one product each and not for the output too: y = b0 x + s1     s1 = (c1 x + s2) - a1 s1     s2 = c2 x - a2 s1. Sums grow by one frame at a time, in the order of the frames, so a hop
// may be handed over in any number of pieces.

const FRAME_BYTES: usize = 16
const SIGNLESS: i64 = 0x7fffffffffffffff
/** A filter state below this is set to 0 at the end of a hop: its echo is 480 dB down. */
const FLUSH_BELOW: f64 = 1e-24

/** Adds `frames` frames, none beyond the end of the hop, to the sums of the state; gives their largest sample. */
export function measureHop(state: usize, filter: usize, audio: usize, frames: i32): f64 {
  return addFrames(state, filter, audio, frames, true)
}

/** The same for the K-weighted squares alone. */
export function weighHop(state: usize, filter: usize, audio: usize, frames: i32): f64 {
  return addFrames(state, filter, audio, frames, false)
}

@inline
function addFrames(state: usize, filter: usize, audio: usize, frames: i32, plainSums: bool): f64 {
  let s1 = v128.load(state)
  let s2 = v128.load(state, 16)
  let t1 = v128.load(state, 32)
  let t2 = v128.load(state, 48)
  let weighted = v128.load(state, 64)
  let sum = v128.load(state, 80)
  let squares = v128.load(state, 96)
  let cross = v128.load(state, 112)
  let largest = f64x2.splat(0)
  const end = audio + <usize>frames * FRAME_BYTES
  for (; audio < end; audio += FRAME_BYTES) {
    const x = v128.load(audio)
    const y = f64x2.add(f64x2.mul(v128.load64_splat(filter), x), s1)
    const a2s1 = f64x2.mul(v128.load64_splat(filter, 32), s1)
    s1 = f64x2.sub(f64x2.add(f64x2.mul(v128.load64_splat(filter, 8), x), s2), f64x2.mul(v128.load64_splat(filter, 24), s1))
    s2 = f64x2.sub(f64x2.mul(v128.load64_splat(filter, 16), x), a2s1)
    const z = f64x2.add(y, t1)
    const a2t1 = f64x2.mul(v128.load64_splat(filter, 64), t1)
    t1 = f64x2.sub(f64x2.add(f64x2.mul(v128.load64_splat(filter, 40), y), t2), f64x2.mul(v128.load64_splat(filter, 56), t1))
    t2 = f64x2.sub(f64x2.mul(v128.load64_splat(filter, 48), y), a2t1)
    weighted = f64x2.add(weighted, f64x2.mul(z, z))
    largest = f64x2.pmax(largest, f64x2.abs(x))
    if (plainSums) {
      sum = f64x2.add(sum, x)
      squares = f64x2.add(squares, f64x2.mul(x, x))
      cross = f64x2.add(cross, f64x2.mul(x, v128.shuffle<f64>(x, x, 1, 0)))
    }
  }
  v128.store(state, s1)
  v128.store(state, s2, 16)
  v128.store(state, t1, 32)
  v128.store(state, t2, 48)
  v128.store(state, weighted, 64)
  v128.store(state, sum, 80)
  v128.store(state, squares, 96)
  v128.store(state, cross, 112)
  return max(f64x2.extract_lane(largest, 0), f64x2.extract_lane(largest, 1))
}

/**
 * Ends a hop: adds its sums to those at `totals`, sets them to 0, and flushes what has nearly died away in the filters.
 * Gives `energy` plus the K-weighted squares of both sides times their weights.
 */
export function closeHop(state: usize, totals: usize, leftWeight: f64, rightWeight: f64, energy: f64): f64 {
  for (let at = state; at < state + 64; at += 16) {
    const value = v128.load(at)
    const magnitude = v128.and(value, i64x2.splat(SIGNLESS))
    v128.store(at, v128.and(value, f64x2.ge(magnitude, f64x2.splat(FLUSH_BELOW))))
  }
  energy += leftWeight * load<f64>(state, 64)
  energy += rightWeight * load<f64>(state, 72)
  for (let at: usize = 0; at < 64; at += 16) {
    v128.store(totals + at, f64x2.add(v128.load(totals + at), v128.load(state + 64 + at)))
  }
  memory.fill(state + 64, 0, 64)
  return energy
}

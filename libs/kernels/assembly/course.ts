// How a stereo signal goes: sums and extents of a stretch, for pictures of it.
//
// state, 48 bytes: 0 squares of L and R | 16 largest |L| and |R| | 32 sum of L * R (lane 0)
//
// Squares and extents are gathered in four lanes of frames each and joined at the end of a call, so that no addition
// waits for the one before it.

const FRAME_BYTES: usize = 16

/** Adds `frames` frames to the squares and the extents. */
export function addLevel(state: usize, audio: usize, frames: i32): void {
  let squares = f64x2.splat(0), squares1 = f64x2.splat(0), squares2 = f64x2.splat(0), squares3 = f64x2.splat(0)
  let most = v128.load(state, 16)
  let most1 = most, most2 = most, most3 = most
  const end = audio + <usize>frames * FRAME_BYTES
  for (const whole = audio + <usize>(frames & ~3) * FRAME_BYTES; audio < whole; audio += 4 * FRAME_BYTES) {
    const a = v128.load(audio), b = v128.load(audio, 16), c = v128.load(audio, 32), d = v128.load(audio, 48)
    squares = f64x2.add(squares, f64x2.mul(a, a))
    squares1 = f64x2.add(squares1, f64x2.mul(b, b))
    squares2 = f64x2.add(squares2, f64x2.mul(c, c))
    squares3 = f64x2.add(squares3, f64x2.mul(d, d))
    most = f64x2.pmax(most, f64x2.abs(a))
    most1 = f64x2.pmax(most1, f64x2.abs(b))
    most2 = f64x2.pmax(most2, f64x2.abs(c))
    most3 = f64x2.pmax(most3, f64x2.abs(d))
  }
  for (; audio < end; audio += FRAME_BYTES) {
    const a = v128.load(audio)
    squares = f64x2.add(squares, f64x2.mul(a, a))
    most = f64x2.pmax(most, f64x2.abs(a))
  }
  squares = f64x2.add(f64x2.add(squares, squares1), f64x2.add(squares2, squares3))
  v128.store(state, f64x2.add(v128.load(state), squares))
  v128.store(state, f64x2.pmax(f64x2.pmax(most, most1), f64x2.pmax(most2, most3)), 16)
}

/** Adds `frames` frames to the sum of products. */
export function addLikeness(state: usize, audio: usize, frames: i32): void {
  let sum: f64 = 0, sum1: f64 = 0
  const end = audio + <usize>frames * FRAME_BYTES
  for (const whole = audio + <usize>(frames & ~1) * FRAME_BYTES; audio < whole; audio += 2 * FRAME_BYTES) {
    sum += load<f64>(audio) * load<f64>(audio, 8)
    sum1 += load<f64>(audio, 16) * load<f64>(audio, 24)
  }
  if (audio < end) sum += load<f64>(audio) * load<f64>(audio, 8)
  store<f64>(state, load<f64>(state, 32) + (sum + sum1), 32)
}

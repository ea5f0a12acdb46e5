// How delays with feedback read and write a line of stereo frames. Not exported from the module.
//
// taps  ROWS + 1 rows of 16: what frames -7 … 8 after a frame weigh at row / ROWS of the way to the next

export const FRAME_BYTES: usize = 16
const TAPS: i32 = 16
const ROW_BYTES: usize = 128
const ROWS: f64 = 512

/** The line `delay` frames before frame `at`; at least 9. Rows of taps are joined by straight lines. */
@inline
export function between(line: usize, mask: i32, taps: usize, at: i32, delay: f64): v128 {
  const whole = ceil(delay)
  const place = (whole - delay) * ROWS
  const row = floor(place)
  const part = f64x2.splat(place - row)
  const weights = taps + <usize>row * ROW_BYTES
  const first = at - <i32>whole - 7
  let sum = f64x2.splat(0)
  for (let tap: i32 = 0; tap < TAPS; tap++) {
    const weight = weights + (<usize>tap << 3)
    const here = v128.load64_splat(weight)
    const next = v128.load64_splat(weight + ROW_BYTES)
    const frame = v128.load(line + <usize>((first + tap) & mask) * FRAME_BYTES)
    sum = f64x2.add(sum, f64x2.mul(frame, f64x2.add(here, f64x2.mul(f64x2.sub(next, here), part))))
  }
  return sum
}

@inline
export function swapped(frame: v128): v128 { return v128.shuffle<f64>(frame, frame, 1, 0) }

@inline
export function flushed(frame: v128): v128 {
  return v128.and(frame, f64x2.ge(f64x2.abs(frame), f64x2.splat(1e-24)))
}

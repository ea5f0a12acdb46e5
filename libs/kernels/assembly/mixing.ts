// Faders, panning and summing on interleaved stereo f64 frames (left in lane 0, right in lane 1).
//
// A placement is a 2 x 2 matrix: out = in * a + swapped(in) * b, where a = (left to left, right to right) and
// b = (right to left, left to right). A ramp goes from one matrix to another in a straight line over `length` frames;
// `offset` is where in the ramp the buffer begins, so that a cut ramp gives the same bits as a whole one.
//
// ramp coefficients   +0 a from | +16 b from | +32 a to - a from | +48 b to - b from      (f64x2 each)

const FRAME_BYTES: usize = 16

@inline
function pair(left: f64, right: f64): v128 {
  return f64x2.replace_lane(f64x2.splat(left), 1, right)
}

@inline
function swapped(frame: v128): v128 {
  return v128.shuffle<f64>(frame, frame, 1, 0)
}

/** `sum += source * gain`, frame by frame. */
export function accumulate(sum: usize, source: usize, frames: i32, gain: f64): void {
  const end = sum + <usize>frames * FRAME_BYTES
  const factor = f64x2.splat(gain)
  for (; sum < end; sum += FRAME_BYTES, source += FRAME_BYTES) {
    v128.store(sum, f64x2.add(v128.load(sum), f64x2.mul(v128.load(source), factor)))
  }
}

/**
 * What is added to a sample below 2^11 in size and taken away again rounds it to a multiple of 2^-40, at ties to the
 * even one. Sums of such samples are exact as long as they stay below 2^13, in whatever order they are added.
 */
const GRID: f64 = 6144

/**
 * `sum += source * gain`, with what is added rounded to the grid. `peaks` holds the largest sample that was added so far
 * of each channel, and no number for good once that was added.
 */
export function accumulateExact(sum: usize, source: usize, frames: i32, gain: f64, peaks: usize): void {
  const end = sum + <usize>frames * FRAME_BYTES
  const factor = f64x2.splat(gain)
  const grid = f64x2.splat(GRID)
  let top = v128.load(peaks)
  // A maximum that takes on what is no number is several times as slow as one that drops it.
  let broken = f64x2.splat(0)
  for (; sum < end; sum += FRAME_BYTES, source += FRAME_BYTES) {
    const x = f64x2.sub(f64x2.add(f64x2.mul(v128.load(source), factor), grid), grid)
    top = f64x2.pmax(top, f64x2.abs(x))
    broken = v128.or(broken, f64x2.ne(x, x))
    v128.store(sum, f64x2.add(v128.load(sum), x))
  }
  v128.store(peaks, v128.any_true(broken) ? f64x2.splat(NaN) : top)
}

/** Whole steps of the grid, each below 2^47 in size, as integers of 48 bits; `bytes` has room for 2 bytes more. */
export function packSum(audio: usize, bytes: usize, frames: i32): void {
  const end = audio + <usize>frames * FRAME_BYTES
  for (; audio < end; audio += 8, bytes += 6) store<i64>(bytes, <i64>(load<f64>(audio) * 1099511627776.0))
}

/** The inverse of `packSum`; reads 2 bytes more than there are. */
export function unpackSum(bytes: usize, audio: usize, frames: i32): void {
  const end = audio + <usize>frames * FRAME_BYTES
  for (; audio < end; audio += 8, bytes += 6) {
    store<f64>(audio, <f64>((load<i64>(bytes) << 16) >> 16) * (1.0 / 1099511627776.0))
  }
}

/** `sum += source * gain`, the gain at ramp frame i being `from + step * (i / length)`. */
export function accumulateRamp(
  sum: usize, source: usize, frames: i32, from: f64, step: f64, offset: i32, length: i32,
): void {
  const end = sum + <usize>frames * FRAME_BYTES
  const whole = <f64>length
  for (let i = offset; sum < end; i++, sum += FRAME_BYTES, source += FRAME_BYTES) {
    const factor = f64x2.splat(from + step * (<f64>i / whole))
    v128.store(sum, f64x2.add(v128.load(sum), f64x2.mul(v128.load(source), factor)))
  }
}

/** Multiplies each channel by its own gain. */
export function scale(audio: usize, frames: i32, left: f64, right: f64): void {
  const end = audio + <usize>frames * FRAME_BYTES
  const factor = pair(left, right)
  for (; audio < end; audio += FRAME_BYTES) v128.store(audio, f64x2.mul(v128.load(audio), factor))
}

/** Applies a placement that stands still. */
export function place(
  audio: usize, frames: i32, leftToLeft: f64, rightToRight: f64, rightToLeft: f64, leftToRight: f64,
): void {
  const end = audio + <usize>frames * FRAME_BYTES
  const a = pair(leftToLeft, rightToRight)
  const b = pair(rightToLeft, leftToRight)
  for (; audio < end; audio += FRAME_BYTES) {
    const x = v128.load(audio)
    v128.store(audio, f64x2.add(f64x2.mul(x, a), f64x2.mul(swapped(x), b)))
  }
}

/** Applies a placement that moves. */
export function placeRamp(audio: usize, frames: i32, coefficients: usize, offset: i32, length: i32): void {
  const end = audio + <usize>frames * FRAME_BYTES
  const a = v128.load(coefficients)
  const b = v128.load(coefficients, 16)
  const aStep = v128.load(coefficients, 32)
  const bStep = v128.load(coefficients, 48)
  const whole = <f64>length
  for (let i = offset; audio < end; i++, audio += FRAME_BYTES) {
    const t = f64x2.splat(<f64>i / whole)
    const x = v128.load(audio)
    v128.store(
      audio,
      f64x2.add(
        f64x2.mul(x, f64x2.add(a, f64x2.mul(aStep, t))),
        f64x2.mul(swapped(x), f64x2.add(b, f64x2.mul(bStep, t))),
      ),
    )
  }
}

/**
 * Delays by exactly the length of the ring, in place. `at` is the ring index of the next frame; returns the index to
 * go on from.
 */
export function delayFrames(ring: usize, ringFrames: i32, at: i32, audio: usize, frames: i32): i32 {
  const end = audio + <usize>frames * FRAME_BYTES
  for (; audio < end; audio += FRAME_BYTES) {
    const slot = ring + <usize>at * FRAME_BYTES
    const late = v128.load(slot)
    v128.store(slot, v128.load(audio))
    v128.store(audio, late)
    at++
    if (at == ringFrames) at = 0
  }
  return at
}

/** Index of the first frame with a sample at or above `threshold`, or -1. */
export function firstAbove(audio: usize, frames: i32, threshold: f64): i32 {
  const limit = f64x2.splat(threshold)
  for (let i = 0; i < frames; i++) {
    const loud = f64x2.ge(f64x2.abs(v128.load(audio + <usize>i * FRAME_BYTES)), limit)
    if (v128.any_true(loud)) return i
  }
  return -1
}

/** Index of the last frame with a sample at or above `threshold`, or -1. */
export function lastAbove(audio: usize, frames: i32, threshold: f64): i32 {
  const limit = f64x2.splat(threshold)
  for (let i = frames - 1; i >= 0; i--) {
    const loud = f64x2.ge(f64x2.abs(v128.load(audio + <usize>i * FRAME_BYTES)), limit)
    if (v128.any_true(loud)) return i
  }
  return -1
}

// Stereo buffers are interleaved f64: one frame is one v128 (left in lane 0, right in lane 1).

const FRAME_BYTES: usize = 16
const LOOK_BYTES: usize = 512

/** Sets `frames` frames to +0. */
export function clear(audio: usize, frames: i32): void {
  memory.fill(audio, 0, <usize>frames * FRAME_BYTES)
}

/** Copies `frames` frames; the areas may overlap. */
export function copy(from: usize, to: usize, frames: i32): void {
  memory.copy(to, from, <usize>frames * FRAME_BYTES)
}

/** True when every byte of the area is a zero of either sign. `bytes` is a multiple of 16. */
export function isZero(at: usize, bytes: i32): bool {
  const end = at + <usize>bytes
  const signless = i64x2.splat(0x7fffffffffffffff)
  while (at < end) {
    let seen = i64x2.splat(0)
    // Most areas that are looked at sound from their first frames on.
    for (const stop = min(end, at + LOOK_BYTES); at < stop; at += 16) seen = v128.or(seen, v128.load(at))
    if (v128.any_true(v128.and(seen, signless))) return false
  }
  return true
}

/** Largest absolute sample of the area, both channels. */
export function peak(audio: usize, frames: i32): f64 {
  const end = audio + <usize>frames * FRAME_BYTES
  let top = f64x2.splat(0)
  for (; audio < end; audio += FRAME_BYTES) top = f64x2.pmax(top, f64x2.abs(v128.load(audio)))
  return max(f64x2.extract_lane(top, 0), f64x2.extract_lane(top, 1))
}

/** Adds the squares of both channels, frame by frame, to the pair at `sums`. */
export function addSquares(audio: usize, frames: i32, sums: usize): void {
  const end = audio + <usize>frames * FRAME_BYTES
  let sum = v128.load(sums)
  for (; audio < end; audio += FRAME_BYTES) {
    const x = v128.load(audio)
    sum = f64x2.add(sum, f64x2.mul(x, x))
  }
  v128.store(sums, sum)
}

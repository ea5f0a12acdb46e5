// Chorus: a stereo line read at 1 to 4 moving places for each channel, one frame at a time.
//
//   delay of voice v = shortest + halfDepth * (1 + sine(phase + offset[v])), in frames, each channel its own
//   out = x * dry + wet * sum over v, from 0 up, of the line that long ago
//
// Between frames the line is read by cubic interpolation (Lagrange) of four frames. Every frame moves the phase on by
// `step`, from 1 back by 1. A line in which only silence is left at the start of a quantum sets the phase to 0, so what
// silence does to it depends neither on its length nor on whether it was processed at all.
//
// Frames under 1e-24 enter the line as 0.
//
// State, written by the host, then owned by `chorus`:
//    0  i32    voices | 4 frames of the line less 1, which are a power of two
//    8  i32    frame of the line that is written next | 12 frames of exact zero written in a row, at most the line
//   16  f64    phase | 24 step | 32 shortest | 40 halfDepth | 48 dry | 56 wet
//   64  f64x2  offset of each voice
//  128  f64    what step gains with each frame | 136 what halfDepth does | 144 what the right offsets do

import { sine } from './sine'

const FRAME_BYTES: usize = 16
const QUANTUM_BYTES: usize = 1024
/** The left sample of one frame of the line and the right one of another. */
@inline
function crossed(line: usize, mask: i32, left: i32, right: i32): v128 {
  const frame = v128.load64_zero(line + <usize>(left & mask) * FRAME_BYTES)
  return v128.load64_lane(line + <usize>(right & mask) * FRAME_BYTES + 8, frame, 1)
}

/** The line `delay` frames before frame `at`. */
@inline
function delayed(line: usize, mask: i32, at: i32, delay: v128): v128 {
  const whole = f64x2.floor(delay)
  const f = f64x2.sub(delay, whole)
  const left = at - <i32>f64x2.extract_lane(whole, 0)
  const right = at - <i32>f64x2.extract_lane(whole, 1)
  const one = f64x2.splat(1)
  const after = f64x2.add(f, one)
  const before = f64x2.sub(f, one)
  const last = f64x2.sub(f, f64x2.splat(2))
  const outer = f64x2.mul(f64x2.mul(f, before), f64x2.splat(1 / 6.0))
  const inner = f64x2.mul(f64x2.mul(after, last), f64x2.splat(0.5))
  const newest = f64x2.mul(crossed(line, mask, left + 1, right + 1), f64x2.neg(f64x2.mul(outer, last)))
  const newer = f64x2.mul(crossed(line, mask, left, right), f64x2.mul(inner, before))
  const older = f64x2.mul(crossed(line, mask, left - 1, right - 1), f64x2.neg(f64x2.mul(inner, f)))
  const oldest = f64x2.mul(crossed(line, mask, left - 2, right - 2), f64x2.mul(outer, after))
  return f64x2.add(f64x2.add(newest, newer), f64x2.add(older, oldest))
}

/** Processes `frames` frames (a multiple of 64) in place. */
export function chorus(state: usize, line: usize, audio: usize, frames: i32): void {
  const voices = load<i32>(state)
  const mask = load<i32>(state, 4)
  let step = load<f64>(state, 24)
  let depth = load<f64>(state, 40)
  const shortest = f64x2.splat(load<f64>(state, 32))
  const stepGain = load<f64>(state, 128), depthGain = load<f64>(state, 136), spreadGain = load<f64>(state, 144)
  let spread: f64 = 0
  const dry = f64x2.splat(load<f64>(state, 48))
  const wet = f64x2.splat(load<f64>(state, 56))
  let at = load<i32>(state, 8)
  let silent = load<i32>(state, 12)
  let phase = load<f64>(state, 16)
  for (const end = audio + <usize>frames * FRAME_BYTES; audio < end; ) {
    if (silent > mask) phase = 0
    for (const stop = audio + QUANTUM_BYTES; audio < stop; audio += FRAME_BYTES) {
      const x = v128.load(audio)
      const entering = v128.and(x, f64x2.ge(f64x2.abs(x), f64x2.splat(1e-24)))
      v128.store(line + <usize>at * FRAME_BYTES, entering)
      silent = v128.any_true(f64x2.ne(entering, f64x2.splat(0))) ? 0 : min(silent + 1, mask + 1)
      const base = f64x2.replace_lane(f64x2.splat(phase), 1, phase + spread)
      const halfDepth = f64x2.splat(depth)
      const middle = f64x2.add(shortest, halfDepth)
      let sum = f64x2.splat(0)
      for (let voice: usize = 0; voice < <usize>voices; voice++) {
        const moved = sine(f64x2.add(base, v128.load(state + (voice << 4), 64)))
        sum = f64x2.add(sum, delayed(line, mask, at, f64x2.add(middle, f64x2.mul(halfDepth, moved))))
      }
      v128.store(audio, f64x2.add(f64x2.mul(x, dry), f64x2.mul(sum, wet)))
      at = (at + 1) & mask
      phase += step
      if (phase >= 1) phase -= 1
      step += stepGain
      depth += depthGain
      spread += spreadGain
    }
  }
  store<i32>(state, at, 8)
  store<i32>(state, silent, 12)
  store<f64>(state, phase, 16)
}

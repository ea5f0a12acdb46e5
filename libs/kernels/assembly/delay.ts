// Echoes: a stereo delay line with a filter at its end and feedback around both, one frame at a time.
//
//   echo = highPass(lowPass(line[n - length]))
//   line[n] = x * straightIn + swapped(x) * crossIn + (echo * straightBack + swapped(echo) * crossBack)
//   out = x * dry + echo * wet
//
// Both filters are biquads in transposed direct form II. Frames under 1e-24 enter the line as 0; filter states under
// 1e-24 become 0 every 64 frames.
//
// State, written by the host, then owned by `delayEchoes`:
//    0  i32    length of the line in frames
//    4  i32    frame of the line that is read and written next
//    8  i32    frames of exact zero written in a row, at most the length
//   16  f64x2  straightIn | 32 crossIn | 48 straightBack | 64 crossBack | 80 dry | 96 wet
//  112  f64    low-pass b0 b1 b2 a1 a2   | 152 high-pass b0 b1 b2 a1 a2
//  192  f64x2  low-pass states s1 s2     | 224 high-pass states s1 s2
//
// Moving echoes: line[n - delay] is read between the frames, delay = middle + halfDepth * sine(phase), the same on both
// sides, and every frame moves the phase on by `step`, from 1 back by 1. The line's length is then a power of two that
// holds the longest delay. A line in which only silence is left at the start of a quantum sets the phase back, so what
// silence does to it does not depend on its length, or on whether it was processed at all.
//
//  256  f64    phase | 264 phase to begin with | 272 step | 280 middle | 288 halfDepth
// taps  as in delay-line.ts

import { between, FRAME_BYTES, flushed, swapped } from './delay-line'
import { sine } from './sine'

const QUANTUM_BYTES: usize = 1024

/** Processes `frames` frames (a multiple of 64) in place. */
export function delayEchoes(state: usize, line: usize, audio: usize, frames: i32): void {
  const lineEnd = line + <usize>load<i32>(state) * FRAME_BYTES
  let at = line + <usize>load<i32>(state, 4) * FRAME_BYTES
  let silent = load<i32>(state, 8)
  const straightIn = v128.load(state, 16)
  const crossIn = v128.load(state, 32)
  const straightBack = v128.load(state, 48)
  const crossBack = v128.load(state, 64)
  const dry = v128.load(state, 80)
  const wet = v128.load(state, 96)
  for (const end = audio + <usize>frames * FRAME_BYTES; audio < end; ) {
    for (const stop = audio + QUANTUM_BYTES; audio < stop; audio += FRAME_BYTES) {
      const x = v128.load(audio)
      const echo = filtered(filtered(v128.load(at), state + 112, state + 192), state + 152, state + 224)
      const enters = f64x2.add(f64x2.mul(x, straightIn), f64x2.mul(swapped(x), crossIn))
      const returns = f64x2.add(f64x2.mul(echo, straightBack), f64x2.mul(swapped(echo), crossBack))
      const next = flushed(f64x2.add(enters, returns))
      v128.store(at, next)
      silent = v128.any_true(f64x2.ne(next, f64x2.splat(0))) ? 0 : silent + 1
      at += FRAME_BYTES
      if (at == lineEnd) at = line
      v128.store(audio, f64x2.add(f64x2.mul(x, dry), f64x2.mul(echo, wet)))
    }
    for (let filter = state + 192; filter < state + 256; filter += 16) v128.store(filter, flushed(v128.load(filter)))
  }
  store<i32>(state, <i32>((at - line) / FRAME_BYTES), 4)
  store<i32>(state, min(silent, load<i32>(state)), 8)
}

/** Processes `frames` frames (a multiple of 64) in place, with a moving delay. */
export function delayMovingEchoes(state: usize, line: usize, taps: usize, audio: usize, frames: i32): void {
  const length = load<i32>(state)
  let at = load<i32>(state, 4)
  let silent = load<i32>(state, 8)
  const straightIn = v128.load(state, 16)
  const crossIn = v128.load(state, 32)
  const straightBack = v128.load(state, 48)
  const crossBack = v128.load(state, 64)
  const dry = v128.load(state, 80)
  const wet = v128.load(state, 96)
  const step = load<f64>(state, 272)
  const middle = load<f64>(state, 280)
  const halfDepth = load<f64>(state, 288)
  let phase = load<f64>(state, 256)
  for (const end = audio + <usize>frames * FRAME_BYTES; audio < end; ) {
    if (silent >= length) phase = load<f64>(state, 264)
    for (const stop = audio + QUANTUM_BYTES; audio < stop; audio += FRAME_BYTES) {
      const x = v128.load(audio)
      const delay = middle + halfDepth * f64x2.extract_lane(sine(f64x2.splat(phase)), 0)
      const late = between(line, length - 1, taps, at, delay)
      const echo = filtered(filtered(late, state + 112, state + 192), state + 152, state + 224)
      const enters = f64x2.add(f64x2.mul(x, straightIn), f64x2.mul(swapped(x), crossIn))
      const returns = f64x2.add(f64x2.mul(echo, straightBack), f64x2.mul(swapped(echo), crossBack))
      const next = flushed(f64x2.add(enters, returns))
      v128.store(line + <usize>at * FRAME_BYTES, next)
      silent = v128.any_true(f64x2.ne(next, f64x2.splat(0))) ? 0 : min(silent + 1, length)
      at = (at + 1) & (length - 1)
      v128.store(audio, f64x2.add(f64x2.mul(x, dry), f64x2.mul(echo, wet)))
      phase += step
      if (phase >= 1) phase -= 1
    }
    for (let filter = state + 192; filter < state + 256; filter += 16) v128.store(filter, flushed(v128.load(filter)))
  }
  store<f64>(state, phase, 256)
  store<i32>(state, at, 4)
  store<i32>(state, silent, 8)
}

@inline
function filtered(x: v128, coefficients: usize, states: usize): v128 {
  const y = f64x2.add(f64x2.mul(x, v128.load64_splat(coefficients)), v128.load(states))
  const s1 = f64x2.sub(f64x2.mul(x, v128.load64_splat(coefficients, 8)), f64x2.mul(y, v128.load64_splat(coefficients, 24)))
  const s2 = f64x2.sub(f64x2.mul(x, v128.load64_splat(coefficients, 16)), f64x2.mul(y, v128.load64_splat(coefficients, 32)))
  v128.store(states, f64x2.add(s1, v128.load(states, 16)))
  v128.store(states, s2, 16)
  return y
}

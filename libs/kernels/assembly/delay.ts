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

const FRAME_BYTES: usize = 16
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

@inline
function filtered(x: v128, coefficients: usize, states: usize): v128 {
  const y = f64x2.add(f64x2.mul(x, v128.load64_splat(coefficients)), v128.load(states))
  const s1 = f64x2.sub(f64x2.mul(x, v128.load64_splat(coefficients, 8)), f64x2.mul(y, v128.load64_splat(coefficients, 24)))
  const s2 = f64x2.sub(f64x2.mul(x, v128.load64_splat(coefficients, 16)), f64x2.mul(y, v128.load64_splat(coefficients, 32)))
  v128.store(states, f64x2.add(s1, v128.load(states, 16)))
  v128.store(states, s2, 16)
  return y
}

@inline
function swapped(frame: v128): v128 { return v128.shuffle<f64>(frame, frame, 1, 0) }

@inline
function flushed(frame: v128): v128 {
  return v128.and(frame, f64x2.ge(f64x2.abs(frame), f64x2.splat(1e-24)))
}

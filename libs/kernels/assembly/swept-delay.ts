// Echoes whose time, feedback and filters move over song time: the line of delay.ts, one frame at a time.
//
//   late = line[n - delay], delay = a cubic of the way through a segment + halfDepth * sine(phase), rate and depth in straight lines
//          while a fade lasts, fade of line[n - former] besides, and 1 - fade of late
//   echo = highPass(lowPass(late))
//   line[n] = x * straightIn + swapped(x) * crossIn + (echo * straightBack + swapped(echo) * crossBack) * feedback
//   out = x * dry + echo * wet
//
// Filters are the state-variable ones of swept-filter.ts with k = √2; their g and the feedback go in straight lines. A
// delay of whole frames reads its frame, any other the taps of delay-line.ts. Frames under 1e-24 enter the line as 0;
// filter states under 1e-24 become 0 at the end of each call. Silence sets the phase back as in delay.ts.
//
// state      0  i32    length of the line in frames, a power of two | 4 frame to be written next
//            8  i32    frames of exact zero written in a row, at most the length
//           16  f64x2  straightIn | 32 crossIn | 48 straightBack | 64 crossBack | 80 dry | 96 wet
//          112  f64x2  low-pass states b c | 144 high-pass states b c
//          176  f64    phase | 184 phase to begin with
// segment    0  f64    delay: weights of 1, u, u² and u³, u from 0 to 1 | 32 fade, likewise | 64 former
//           72  f64    feedback, and what it gains up to u = 1 | 88 g of the low-pass, likewise | 104 of the high-pass
//          120  i32    1: has a low-pass | 124 a high-pass | 128 a fade | 132 modulation
//          136  f64    what each frame moves the phase on by, and what that gains up to u = 1 | 152 halfDepth, likewise

import { between, FRAME_BYTES, flushed, swapped } from './delay-line'
import { sine } from './sine'

const BUTTERWORTH_K: f64 = 1.4142135623730951

@inline
function cubic(at: usize, u: f64): f64 {
  return load<f64>(at) + u * (load<f64>(at, 8) + u * (load<f64>(at, 16) + u * load<f64>(at, 24)))
}

@inline
function read(line: usize, mask: i32, taps: usize, at: i32, delay: f64): v128 {
  const whole = ceil(delay)
  if (whole == delay) return v128.load(line + <usize>((at - <i32>whole) & mask) * FRAME_BYTES)
  return between(line, mask, taps, at, delay)
}

/** Processes `frames` frames in place, the first of them frame `begun` of a segment of `length` frames. */
export function delaySweptEchoes(
  state: usize, segment: usize, line: usize, taps: usize, audio: usize, frames: i32, begun: i32, length: i32,
): void {
  const lineFrames = load<i32>(state), mask = lineFrames - 1
  let at = load<i32>(state, 4)
  let silent = load<i32>(state, 8)
  const straightIn = v128.load(state, 16), crossIn = v128.load(state, 32)
  const straightBack = v128.load(state, 48), crossBack = v128.load(state, 64)
  const dry = v128.load(state, 80), wet = v128.load(state, 96)
  let lowB = v128.load(state, 112), lowC = v128.load(state, 128)
  let highB = v128.load(state, 144), highC = v128.load(state, 160)
  const step = load<f64>(segment, 136), stepGain = load<f64>(segment, 144)
  const halfDepth = load<f64>(segment, 152), depthGain = load<f64>(segment, 160)
  const wobbles = load<i32>(segment, 132) != 0
  let phase = silent >= lineFrames ? load<f64>(state, 184) : load<f64>(state, 176)
  const former = load<f64>(segment, 64)
  const feedback = load<f64>(segment, 72), feedbackStep = load<f64>(segment, 80)
  const lowG = load<f64>(segment, 88), lowStep = load<f64>(segment, 96)
  const highG = load<f64>(segment, 104), highStep = load<f64>(segment, 112)
  const hasLow = load<i32>(segment, 120) != 0, hasHigh = load<i32>(segment, 124) != 0
  const hasFade = load<i32>(segment, 128) != 0
  const whole = <f64>length
  const end = audio + <usize>frames * FRAME_BYTES
  for (; audio < end; audio += FRAME_BYTES, begun++) {
    const u = <f64>begun / whole
    const x = v128.load(audio)
    let wobble: f64 = 0
    if (wobbles) {
      wobble = (halfDepth + depthGain * u) * f64x2.extract_lane(sine(f64x2.splat(phase)), 0)
      phase += step + stepGain * u
      if (phase >= 1) phase -= 1
    }
    let echo = read(line, mask, taps, at, cubic(segment, u) + wobble)
    if (hasFade) {
      const gone = read(line, mask, taps, at, former + wobble)
      echo = f64x2.add(echo, f64x2.mul(f64x2.sub(gone, echo), f64x2.splat(cubic(segment + 32, u))))
    }
    if (hasLow) {
      const g = lowG + lowStep * u
      const slope = f64x2.splat(g)
      const v1 = f64x2.mul(
        f64x2.splat(1 / (1 + g * (g + BUTTERWORTH_K))),
        f64x2.add(lowB, f64x2.mul(slope, f64x2.sub(echo, lowC))),
      )
      const v2 = f64x2.add(lowC, f64x2.mul(slope, v1))
      lowB = f64x2.sub(f64x2.add(v1, v1), lowB)
      lowC = f64x2.sub(f64x2.add(v2, v2), lowC)
      echo = v2
    }
    if (hasHigh) {
      const g = highG + highStep * u
      const slope = f64x2.splat(g)
      const v1 = f64x2.mul(
        f64x2.splat(1 / (1 + g * (g + BUTTERWORTH_K))),
        f64x2.add(highB, f64x2.mul(slope, f64x2.sub(echo, highC))),
      )
      const v2 = f64x2.add(highC, f64x2.mul(slope, v1))
      highB = f64x2.sub(f64x2.add(v1, v1), highB)
      highC = f64x2.sub(f64x2.add(v2, v2), highC)
      echo = f64x2.sub(f64x2.sub(echo, f64x2.mul(v1, f64x2.splat(BUTTERWORTH_K))), v2)
    }
    const enters = f64x2.add(f64x2.mul(x, straightIn), f64x2.mul(swapped(x), crossIn))
    const turned = f64x2.add(f64x2.mul(echo, straightBack), f64x2.mul(swapped(echo), crossBack))
    const next = flushed(f64x2.add(enters, f64x2.mul(turned, f64x2.splat(feedback + feedbackStep * u))))
    v128.store(line + <usize>at * FRAME_BYTES, next)
    silent = v128.any_true(f64x2.ne(next, f64x2.splat(0))) ? 0 : min(silent + 1, lineFrames)
    at = (at + 1) & mask
    v128.store(audio, f64x2.add(f64x2.mul(x, dry), f64x2.mul(echo, wet)))
  }
  store<i32>(state, at, 4)
  store<i32>(state, silent, 8)
  v128.store(state, flushed(lowB), 112)
  v128.store(state, flushed(lowC), 128)
  v128.store(state, flushed(highB), 144)
  v128.store(state, flushed(highC), 160)
  store<f64>(state, phase, 176)
}

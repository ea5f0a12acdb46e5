// Quantising of interleaved stereo f64 frames to a grid of 2^-(bits - 1), with dither and error feedback.
//
// Per channel, in units of one code:  v = x - o,  y = clamp(floor(v + d + 1/2)),  e = clamp(y - v, -2, 2)
//   d   triangular dither, (u1 - u2) * 2^-32 with two fresh 32-bit words for each channel and frame
//   o   fed-back error: sum C[k] e[n-k] - sum D[k] o[n-k], each sum from the highest k down, first C, then D: the newest
//       error, which all the others would have to wait for, comes last
//
// State, written by the host, then owned by these functions:
//    0  i32x4  generator word a      lanes: left u1, right u1, left u2, right u2 (four independent xoshiro128**)
//   16  i32x4  word b
//   32  i32x4  word c
//   48  i32x4  word d
//   64  f64    codes per unit, 2^(bits - 1)
//   72  i32    frames of exact zero after which zeros pass undithered
//   76  i32    frames of exact zero seen in a row, at most the line above
//   80  i32x2  clipped samples, left and right
//   88  i32    orders of C and D, each 0..32: C in the low 16 bits, D in the high 16 bits
//   92  i32    place of the newest entry in the histories, 0..31
//   96  f64 x 32   C
//  352  f64 x 32   D
//  608  v128 x 64  history of e, every entry stored twice 32 apart, so that any 32 lie in a row, newest first
// 1632  v128 x 64  history of o, likewise

const FRAME_BYTES: usize = 16
const HISTORY: i32 = 32
const HISTORY_BYTES: usize = 512
const MAX_FEEDBACK: f64 = 2
/** Orders that histories in registers hold. */
const FEW: i32 = 4

/** Rounds to the grid without dither. */
export function quantizeRounded(audio: usize, frames: i32, state: usize): void {
  const scale = load<f64>(state, 64)
  for (const end = audio + <usize>frames * FRAME_BYTES; audio < end; audio += FRAME_BYTES) {
    const x = f64x2.mul(v128.load(audio), f64x2.splat(scale))
    v128.store(audio, f64x2.mul(toCode(x, f64x2.splat(0), scale, state), f64x2.splat(1 / scale)))
  }
}

/** Rounds to the grid with triangular dither of two codes peak to peak. */
export function quantizeDithered(audio: usize, frames: i32, state: usize): void {
  const scale = load<f64>(state, 64)
  let a = v128.load(state, 0), b = v128.load(state, 16), c = v128.load(state, 32), d = v128.load(state, 48)
  for (const end = audio + <usize>frames * FRAME_BYTES; audio < end; audio += FRAME_BYTES) {
    const x = f64x2.mul(v128.load(audio), f64x2.splat(scale))
    if (isBlack(x, state)) {
      v128.store(audio, f64x2.splat(0))
      continue
    }
    const noise = triangular(b)
    c = v128.xor(c, a)
    d = v128.xor(d, b)
    const word = b
    b = v128.xor(b, c)
    a = v128.xor(a, d)
    c = v128.xor(c, i32x4.shl(word, 9))
    d = rotateLeft(d, 11)
    v128.store(audio, f64x2.mul(toCode(x, noise, scale, state), f64x2.splat(1 / scale)))
  }
  v128.store(state, a, 0), v128.store(state, b, 16), v128.store(state, c, 32), v128.store(state, d, 48)
}

/** Rounds to the grid with triangular dither inside a loop that shapes the spectrum of the error. */
export function quantizeShaped(audio: usize, frames: i32, state: usize): void {
  const orders = load<i32>(state, 88)
  if ((orders & 0xffff) <= FEW && orders >> 16 <= FEW) quantizeOfFew(audio, frames, state)
  else quantizeOfMany(audio, frames, state, orders)
}

/**
 * With orders up to four: histories stay in registers, and as every frame waits for the one before, what hardly ever
 * applies (the ends of the range, the bound on the error, which only a clipped code can reach) is left to a branch.
 */
function quantizeOfFew(audio: usize, frames: i32, state: usize): void {
  const scale = load<f64>(state, 64)
  const silentFrames = load<i32>(state, 72)
  let run = load<i32>(state, 76)
  let a = v128.load(state, 0), b = v128.load(state, 16), c = v128.load(state, 32), d = v128.load(state, 48)
  const newest = state + <usize>load<i32>(state, 92) * FRAME_BYTES
  let e1 = v128.load(newest, 608), e2 = v128.load(newest, 624), e3 = v128.load(newest, 640), e4 = v128.load(newest, 656)
  let o1 = v128.load(newest, 1632), o2 = v128.load(newest, 1648)
  let o3 = v128.load(newest, 1664), o4 = v128.load(newest, 1680)
  for (const end = audio + <usize>frames * FRAME_BYTES; audio < end; audio += FRAME_BYTES) {
    const x = f64x2.mul(v128.load(audio), f64x2.splat(scale))
    if (v128.any_true(f64x2.ne(x, f64x2.splat(0)))) {
      run = 0
    } else if (run >= silentFrames) {
      v128.store(audio, f64x2.splat(0))
      e1 = e2 = e3 = e4 = o1 = o2 = o3 = o4 = f64x2.splat(0)
      continue
    } else {
      run++
    }
    const noise = triangular(b)
    c = v128.xor(c, a)
    d = v128.xor(d, b)
    const word = b
    b = v128.xor(b, c)
    a = v128.xor(a, d)
    c = v128.xor(c, i32x4.shl(word, 9))
    d = rotateLeft(d, 11)
    let errors = f64x2.add(f64x2.splat(0), f64x2.mul(v128.load64_splat(state, 120), e4))
    errors = f64x2.add(errors, f64x2.mul(v128.load64_splat(state, 112), e3))
    errors = f64x2.add(errors, f64x2.mul(v128.load64_splat(state, 104), e2))
    errors = f64x2.add(errors, f64x2.mul(v128.load64_splat(state, 96), e1))
    let outputs = f64x2.add(f64x2.splat(0), f64x2.mul(v128.load64_splat(state, 376), o4))
    outputs = f64x2.add(outputs, f64x2.mul(v128.load64_splat(state, 368), o3))
    outputs = f64x2.add(outputs, f64x2.mul(v128.load64_splat(state, 360), o2))
    outputs = f64x2.add(outputs, f64x2.mul(v128.load64_splat(state, 352), o1))
    const feedback = f64x2.sub(errors, outputs)
    const v = f64x2.sub(x, feedback)
    let y = f64x2.floor(f64x2.add(f64x2.add(v, noise), f64x2.splat(0.5)))
    let error = f64x2.sub(y, v)
    const held = withinRange(y, scale)
    const clipped = f64x2.ne(y, held)
    if (v128.any_true(clipped)) {
      countClipped(clipped, state)
      y = held
      error = bounded(f64x2.sub(y, v))
    }
    e4 = e3, e3 = e2, e2 = e1, e1 = error
    o4 = o3, o3 = o2, o2 = o1, o1 = feedback
    v128.store(audio, f64x2.mul(y, f64x2.splat(1 / scale)))
  }
  store<i32>(state, run, 76)
  v128.store(state, a, 0), v128.store(state, b, 16), v128.store(state, c, 32), v128.store(state, d, 48)
  const place = load<i32>(state, 92)
  remember(state, place + 3 & (HISTORY - 1), e4, o4)
  remember(state, place + 2 & (HISTORY - 1), e3, o3)
  remember(state, place + 1 & (HISTORY - 1), e2, o2)
  remember(state, place, e1, o1)
}

function quantizeOfMany(audio: usize, frames: i32, state: usize, orders: i32): void {
  const scale = load<f64>(state, 64)
  let a = v128.load(state, 0), b = v128.load(state, 16), c = v128.load(state, 32), d = v128.load(state, 48)
  for (const end = audio + <usize>frames * FRAME_BYTES; audio < end; audio += FRAME_BYTES) {
    const x = f64x2.mul(v128.load(audio), f64x2.splat(scale))
    if (isBlack(x, state)) {
      v128.store(audio, f64x2.splat(0))
      memory.fill(state + 608, 0, 4 * HISTORY_BYTES)
      continue
    }
    const noise = triangular(b)
    c = v128.xor(c, a)
    d = v128.xor(d, b)
    const word = b
    b = v128.xor(b, c)
    a = v128.xor(a, d)
    c = v128.xor(c, i32x4.shl(word, 9))
    d = rotateLeft(d, 11)
    const newest = load<i32>(state, 92)
    const offset = <usize>newest * FRAME_BYTES
    const errors = sumOfProducts(state + 96, state + 608 + offset, orders & 0xffff)
    const feedback = f64x2.sub(errors, sumOfProducts(state + 352, state + 1632 + offset, orders >> 16))
    const v = f64x2.sub(x, feedback)
    const y = toCode(v, noise, scale, state)
    remember(state, (newest - 1) & (HISTORY - 1), bounded(f64x2.sub(y, v)), feedback)
    v128.store(audio, f64x2.mul(y, f64x2.splat(1 / scale)))
  }
  v128.store(state, a, 0), v128.store(state, b, 16), v128.store(state, c, 32), v128.store(state, d, 48)
}

/** True from the frame on that follows the stated run of exact zeros. */
@inline
function isBlack(x: v128, state: usize): bool {
  const limit = load<i32>(state, 72)
  const run = v128.any_true(f64x2.ne(x, f64x2.splat(0))) ? 0 : load<i32>(state, 76) + 1
  store<i32>(state, min(run, limit), 76)
  return run > limit
}

/** One triangular value for each channel, in codes: above -1, below 1; from word b of the generators. */
@inline
function triangular(b: v128): v128 {
  const words = times9(rotateLeft(times5(b), 7))
  const first = f64x2.convert_low_i32x4_u(words)
  const second = f64x2.convert_low_i32x4_u(v128.shuffle<i32>(words, words, 2, 3, 0, 1))
  return f64x2.mul(f64x2.sub(first, second), f64x2.splat(1.0 / 4294967296.0))
}

@inline
function times5(words: v128): v128 { return i32x4.add(i32x4.shl(words, 2), words) }
@inline
function times9(words: v128): v128 { return i32x4.add(i32x4.shl(words, 3), words) }
@inline
function rotateLeft(words: v128, by: i32): v128 { return v128.or(i32x4.shl(words, by), i32x4.shr_u(words, 32 - by)) }

/** The code nearest to v + d, half up, within the range of the word; counts what was out of it. */
@inline
function toCode(v: v128, d: v128, scale: f64, state: usize): v128 {
  const code = f64x2.floor(f64x2.add(f64x2.add(v, d), f64x2.splat(0.5)))
  const held = withinRange(code, scale)
  const clipped = f64x2.ne(code, held)
  if (v128.any_true(clipped)) countClipped(clipped, state)
  return held
}

@inline
function withinRange(code: v128, scale: f64): v128 {
  return f64x2.pmax(f64x2.pmin(code, f64x2.splat(scale - 1)), f64x2.splat(-scale))
}

@inline
function bounded(error: v128): v128 {
  return f64x2.pmax(f64x2.pmin(error, f64x2.splat(MAX_FEEDBACK)), f64x2.splat(-MAX_FEEDBACK))
}

function countClipped(clipped: v128, state: usize): void {
  store<i32>(state, load<i32>(state, 80) - <i32>i64x2.extract_lane(clipped, 0), 80)
  store<i32>(state, load<i32>(state, 84) - <i32>i64x2.extract_lane(clipped, 1), 84)
}

@inline
function sumOfProducts(factors: usize, values: usize, count: i32): v128 {
  let sum = f64x2.splat(0)
  while (count-- > 0) {
    const factor = v128.load64_splat(factors + (<usize>count << 3))
    sum = f64x2.add(sum, f64x2.mul(factor, v128.load(values + <usize>count * FRAME_BYTES)))
  }
  return sum
}

@inline
function remember(state: usize, place: i32, error: v128, feedback: v128): void {
  store<i32>(state, place, 92)
  const at = state + <usize>place * FRAME_BYTES
  v128.store(at, error, 608)
  v128.store(at + HISTORY_BYTES, error, 608)
  v128.store(at, feedback, 1632)
  v128.store(at + HISTORY_BYTES, feedback, 1632)
}

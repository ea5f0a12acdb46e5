// Reverberation: input, early reflections, three diffusion steps of 8 channels, feedback delay network of 16 lines.
//
// Every channel and line is mono f64 with a ring of its own: a power of two of samples plus a guard of 64 that repeats
// the beginning, so that 64 samples lie in a row from any place on. Work goes in quanta of 64 frames, stage by stage, two
// samples of a channel in a vector; only the absorption, being recursive, takes one sample of two lines (a pair).
//
//   input ─┬─ early taps ───────────────────────┐
//          └─ step 1 ─ step 2 ─ step 3 ─┬───────┴─ colour ─┬─ wet ─ width ─ mix
//                                       └─ 16 lines ───────┘
//   step    8 channels delayed, times their factors (sign / sqrt 8), then Hadamard; step 1 delays the two inputs, the
//           others what the step before gave
//   lines   16 delayed, absorbed, turned, then Hadamard over 16 (its 1/4 lies in the absorption); diffuse channel c is
//           added to what goes into line c and subtracted from what goes into line c + 8
//   absorb  u = b x + w;  w = d x + a u;  l = a' l + c u;  y = u + k l
//   turn    (y0, y1) to (y0 cos + y1 sin, y1 cos - y0 sin); the angle moves once a quantum, within it cos and sin go in
//           straight lines
//   colour  early taps, two by two in their order, + gain * diffuse channel 1 (left), 2 (right); then u as in absorb
//   wet     that + gain * what enters line 5 (left), 6 (right) before the diffuse sound joins it
//   Hadamard: between channels 1 apart, 2 apart, 4 apart, 8 apart
//
// State, written by the host; offsets in bytes; i32 where nothing is said:
//     0 frame | 4 silent frames in a row | 8 silent frames that empty everything | 12 early taps
//    16 work area (13 KiB) | 20 at rest, 1 or 0 | 24 1: absorption moves
//    32 f64 dry gain | 40 wet gain | 48 wet gain to the other side | 56 diffuse gain | 64 line gain
//    72 what the line gain gains up to the end of the quantum
//    80 two inputs of 24 bytes: 0 ring | 4 mask
//   128 early taps, 12 of 24 bytes: 0 delay left | 4 delay right | 8 f64 gain left | 16 f64 gain right
//   416 diffusion channels, 24 of 24 bytes, by steps: 0 ring | 4 mask | 8 delay | 16 f64 factor
//   992 lines, 16 of 24 bytes: 0 ring | 4 mask | 8 delay
//  1376 line pairs, 8 of 160 bytes: f64x2 0 b | 16 a | 32 a' | 48 c | 64 k | 80 w | 96 l, then f64 112 cos | 120 sin
//       128 cos and 136 sin of a quantum's turn, then f64x2 144 d
//  2656 colour: f64 0 b | 8 d | 16 a, then f64x2 32 w, then f64 48 what b | 56 d | 64 a gain with each sample
//  2736 what the pairs gain with each sample while they move, 8 of 96 bytes: f64x2 0 b | 16 a | 32 a' | 48 c | 64 k | 80 d

const FRAME_BYTES: usize = 16
const QUANTUM: i32 = 64
/** A quantum of one channel. */
const BLOCK: usize = 512
const INPUTS: usize = 80
const EARLY: usize = 128
const CHANNEL_BYTES: usize = 24
const DIFFUSION: usize = 416
const STEP_BYTES: usize = 192
const LINES: usize = 992
const PAIRS: usize = 1376
const PAIR_BYTES: usize = 160
const COLOUR: usize = 2656
const STEPS: usize = 2736
const STEPS_BYTES: usize = 96
/** What is quieter than this everywhere in a quantum is silence. */
const FLOOR: f64 = 1e-24

/** Processes `frames` frames (a multiple of 64) in place. */
export function reverberate(state: usize, audio: usize, frames: i32): void {
  const quantumBytes = <usize>QUANTUM * FRAME_BYTES
  for (const end = audio + <usize>frames * FRAME_BYTES; audio < end; audio += quantumBytes) {
    const silentIn = isSilent(audio, audio + quantumBytes)
    if (silentIn && load<i32>(state, 20)) continue
    const now = load<i32>(state)
    const wet = <usize>load<i32>(state, 16)
    const diffuse = wet + 2 * BLOCK
    const lines = diffuse + 8 * BLOCK
    takeIn(state + INPUTS, now, audio)
    reflect(state, now, wet)
    for (let step: usize = 0; step < 3; step++) {
      const channels = state + DIFFUSION + step * STEP_BYTES
      for (let c: usize = 0; c < 8; c++) {
        const channel = channels + c * CHANNEL_BYTES
        if (step > 0) write(channel, now, diffuse + c * BLOCK)
        readDelayed(channel, now, diffuse + c * BLOCK)
      }
      hadamard8(diffuse)
    }
    for (let pair: usize = 0; pair < 8; pair += 2) {
      const line = state + LINES + 2 * pair * CHANNEL_BYTES
      const at = state + PAIRS + pair * PAIR_BYTES
      const to = lines + 2 * pair * BLOCK
      if (load<i32>(state, 24)) {
        const steps = state + STEPS + pair * STEPS_BYTES
        absorbMoving(at, steps, line, now, to)
        absorbMoving(at + PAIR_BYTES, steps + STEPS_BYTES, line + 2 * CHANNEL_BYTES, now, to + 2 * BLOCK)
      } else {
        absorb(at, line, now, to)
      }
      turn(at, to)
      turn(at + PAIR_BYTES, to + 2 * BLOCK)
    }
    hadamard8(lines)
    hadamard8(lines + 8 * BLOCK)
    colour(state, wet, diffuse)
    mixOut(state, wet, lines, audio)
    const silentLines = feedBack(state + LINES, now, diffuse, lines)
    settle(state, now, silentIn && silentLines)
  }
}

function isSilent(audio: usize, end: usize): bool {
  let seen = f64x2.splat(0)
  for (; audio < end; audio += FRAME_BYTES) seen = v128.or(seen, f64x2.ne(v128.load(audio), f64x2.splat(0)))
  return !v128.any_true(seen)
}

/** Where a sample of a channel's ring lies. */
@inline
function placed(channel: usize, sample: i32): usize {
  return <usize>load<i32>(channel) + (<usize>(sample & load<i32>(channel, 4)) << 3)
}

/** Repeats the quantum that was just written behind the end of the ring, if it is the first of the ring. */
@inline
function guard(channel: usize, now: i32): void {
  const mask = load<i32>(channel, 4)
  if ((now & mask) == 0) memory.copy(placed(channel, 0) + (<usize>(mask + 1) << 3), placed(channel, 0), BLOCK)
}

@inline
function write(channel: usize, now: i32, from: usize): void {
  const to = placed(channel, now)
  for (let at: usize = 0; at < BLOCK; at += 16) v128.store(to + at, v128.load(from + at))
  guard(channel, now)
}

@inline
function readDelayed(channel: usize, now: i32, to: usize): void {
  const from = placed(channel, now - load<i32>(channel, 8))
  const factor = v128.load64_splat(channel, 16)
  for (let at: usize = 0; at < BLOCK; at += 16) v128.store(to + at, f64x2.mul(v128.load(from + at), factor))
}

/** Takes stereo frames into the rings of the two inputs. */
function takeIn(inputs: usize, now: i32, audio: usize): void {
  const left = placed(inputs, now)
  const right = placed(inputs + CHANNEL_BYTES, now)
  for (let at: usize = 0; at < BLOCK; at += 16, audio += 2 * FRAME_BYTES) {
    const first = v128.load(audio)
    const second = v128.load(audio, 16)
    v128.store(left + at, v128.shuffle<f64>(first, second, 0, 2))
    v128.store(right + at, v128.shuffle<f64>(first, second, 1, 3))
  }
  guard(inputs, now)
  guard(inputs + CHANNEL_BYTES, now)
}

/** Sums the early taps into the two channels of `wet`, two at a time; their number is even. */
function reflect(state: usize, now: i32, wet: usize): void {
  memory.fill(wet, 0, 2 * BLOCK)
  const left = state + INPUTS
  const right = left + CHANNEL_BYTES
  let tap = state + EARLY
  for (const last = tap + <usize>load<i32>(state, 12) * CHANNEL_BYTES; tap < last; tap += 2 * CHANNEL_BYTES) {
    const other = tap + CHANNEL_BYTES
    addTaps(
      placed(left, now - load<i32>(tap)), v128.load64_splat(tap, 8),
      placed(left, now - load<i32>(other)), v128.load64_splat(other, 8), wet)
    addTaps(
      placed(right, now - load<i32>(tap, 4)), v128.load64_splat(tap, 16),
      placed(right, now - load<i32>(other, 4)), v128.load64_splat(other, 16), wet + BLOCK)
  }
}

@inline
function addTaps(first: usize, firstGain: v128, second: usize, secondGain: v128, to: usize): void {
  for (let at: usize = 0; at < BLOCK; at += 16) {
    const x = f64x2.mul(v128.load(first + at), firstGain)
    const y = f64x2.mul(v128.load(second + at), secondGain)
    v128.store(to + at, f64x2.add(v128.load(to + at), f64x2.add(x, y)))
  }
}

/** Hadamard transform over eight blocks, in place; sqrt 8 louder. */
function hadamard8(blocks: usize): void {
  for (const end = blocks + BLOCK; blocks < end; blocks += 16) {
    const x0 = v128.load(blocks), x1 = v128.load(blocks, 512), x2 = v128.load(blocks, 1024), x3 = v128.load(blocks, 1536)
    const a0 = f64x2.add(x0, x1), a1 = f64x2.sub(x0, x1), a2 = f64x2.add(x2, x3), a3 = f64x2.sub(x2, x3)
    const b0 = f64x2.add(a0, a2), b1 = f64x2.add(a1, a3), b2 = f64x2.sub(a0, a2), b3 = f64x2.sub(a1, a3)
    const x4 = v128.load(blocks, 2048), x5 = v128.load(blocks, 2560)
    const x6 = v128.load(blocks, 3072), x7 = v128.load(blocks, 3584)
    const a4 = f64x2.add(x4, x5), a5 = f64x2.sub(x4, x5), a6 = f64x2.add(x6, x7), a7 = f64x2.sub(x6, x7)
    const b4 = f64x2.add(a4, a6), b5 = f64x2.add(a5, a7), b6 = f64x2.sub(a4, a6), b7 = f64x2.sub(a5, a7)
    v128.store(blocks, f64x2.add(b0, b4))
    v128.store(blocks, f64x2.add(b1, b5), 512)
    v128.store(blocks, f64x2.add(b2, b6), 1024)
    v128.store(blocks, f64x2.add(b3, b7), 1536)
    v128.store(blocks, f64x2.sub(b0, b4), 2048)
    v128.store(blocks, f64x2.sub(b1, b5), 2560)
    v128.store(blocks, f64x2.sub(b2, b6), 3072)
    v128.store(blocks, f64x2.sub(b3, b7), 3584)
  }
}

/** Reads one pair of lines to two blocks, absorbed by filters that move with each sample. */
function absorbMoving(pair: usize, steps: usize, line: usize, now: i32, to: usize): void {
  const from0 = placed(line, now - load<i32>(line, 8))
  const from1 = placed(line + CHANNEL_BYTES, now - load<i32>(line + CHANNEL_BYTES, 8))
  let b = v128.load(pair), a = v128.load(pair, 16), keep = v128.load(pair, 32)
  let c = v128.load(pair, 48), k = v128.load(pair, 64), d = v128.load(pair, 144)
  let w = v128.load(pair, 80), l = v128.load(pair, 96)
  for (let at: usize = 0; at < BLOCK; at += 8) {
    const x = v128.load64_lane(from1 + at, v128.load64_zero(from0 + at), 1)
    const u = f64x2.add(f64x2.mul(b, x), w)
    w = f64x2.add(f64x2.mul(d, x), f64x2.mul(a, u))
    l = f64x2.add(f64x2.mul(keep, l), f64x2.mul(c, u))
    const y = f64x2.add(u, f64x2.mul(k, l))
    v128.store64_lane(to + at, y, 0)
    v128.store64_lane(to + at, y, 1, 512)
    b = f64x2.add(b, v128.load(steps))
    a = f64x2.add(a, v128.load(steps, 16))
    keep = f64x2.add(keep, v128.load(steps, 32))
    c = f64x2.add(c, v128.load(steps, 48))
    k = f64x2.add(k, v128.load(steps, 64))
    d = f64x2.add(d, v128.load(steps, 80))
  }
  v128.store(pair, flushed(w), 80)
  v128.store(pair, flushed(l), 96)
}

/** Reads four lines to four blocks, absorbed: two pairs together, since each alone would wait for its own last result. */
function absorb(pair: usize, line: usize, now: i32, to: usize): void {
  const other = pair + PAIR_BYTES
  const from0 = placed(line, now - load<i32>(line, 8))
  const from1 = placed(line + 24, now - load<i32>(line, 32))
  const from2 = placed(line + 48, now - load<i32>(line, 56))
  const from3 = placed(line + 72, now - load<i32>(line, 80))
  const b0 = v128.load(pair), a0 = v128.load(pair, 16)
  const b1 = v128.load(other), a1 = v128.load(other, 16)
  let w0 = v128.load(pair, 80), l0 = v128.load(pair, 96)
  let w1 = v128.load(other, 80), l1 = v128.load(other, 96)
  for (let at: usize = 0; at < BLOCK; at += 16) {
    const x0 = v128.load(from0 + at), x1 = v128.load(from1 + at), x2 = v128.load(from2 + at), x3 = v128.load(from3 + at)
    const first0 = v128.shuffle<f64>(x0, x1, 0, 2)
    let u0 = f64x2.add(f64x2.mul(b0, first0), w0)
    w0 = f64x2.add(f64x2.mul(v128.load(pair, 144), first0), f64x2.mul(a0, u0))
    const first1 = v128.shuffle<f64>(x2, x3, 0, 2)
    let u1 = f64x2.add(f64x2.mul(b1, first1), w1)
    w1 = f64x2.add(f64x2.mul(v128.load(other, 144), first1), f64x2.mul(a1, u1))
    l0 = f64x2.add(f64x2.mul(v128.load(pair, 32), l0), f64x2.mul(v128.load(pair, 48), u0))
    l1 = f64x2.add(f64x2.mul(v128.load(other, 32), l1), f64x2.mul(v128.load(other, 48), u1))
    const y0 = f64x2.add(u0, f64x2.mul(v128.load(pair, 64), l0))
    const y1 = f64x2.add(u1, f64x2.mul(v128.load(other, 64), l1))
    const second0 = v128.shuffle<f64>(x0, x1, 1, 3)
    u0 = f64x2.add(f64x2.mul(b0, second0), w0)
    w0 = f64x2.add(f64x2.mul(v128.load(pair, 144), second0), f64x2.mul(a0, u0))
    const second1 = v128.shuffle<f64>(x2, x3, 1, 3)
    u1 = f64x2.add(f64x2.mul(b1, second1), w1)
    w1 = f64x2.add(f64x2.mul(v128.load(other, 144), second1), f64x2.mul(a1, u1))
    l0 = f64x2.add(f64x2.mul(v128.load(pair, 32), l0), f64x2.mul(v128.load(pair, 48), u0))
    l1 = f64x2.add(f64x2.mul(v128.load(other, 32), l1), f64x2.mul(v128.load(other, 48), u1))
    const z0 = f64x2.add(u0, f64x2.mul(v128.load(pair, 64), l0))
    const z1 = f64x2.add(u1, f64x2.mul(v128.load(other, 64), l1))
    v128.store(to + at, v128.shuffle<f64>(y0, z0, 0, 2))
    v128.store(to + at, v128.shuffle<f64>(y0, z0, 1, 3), 512)
    v128.store(to + at, v128.shuffle<f64>(y1, z1, 0, 2), 1024)
    v128.store(to + at, v128.shuffle<f64>(y1, z1, 1, 3), 1536)
  }
  v128.store(pair, flushed(w0), 80)
  v128.store(pair, flushed(l0), 96)
  v128.store(other, flushed(w1), 80)
  v128.store(other, flushed(l1), 96)
}

@inline
function flushed(v: v128): v128 {
  return v128.and(v, f64x2.ge(f64x2.abs(v), f64x2.splat(FLOOR)))
}

/** Turns two blocks into one another and moves the angle on by a quantum. */
function turn(pair: usize, block: usize): void {
  const cos = load<f64>(pair, 112), sin = load<f64>(pair, 120)
  const turnCos = load<f64>(pair, 128), turnSin = load<f64>(pair, 136)
  const nextCos = cos * turnCos - sin * turnSin
  const nextSin = cos * turnSin + sin * turnCos
  store<f64>(pair, nextCos, 112)
  store<f64>(pair, nextSin, 120)
  const cosStep = (nextCos - cos) / 64
  const sinStep = (nextSin - sin) / 64
  let c = f64x2(cos, cos + cosStep), s = f64x2(sin, sin + sinStep)
  const cosTwoSteps = f64x2.splat(2 * cosStep), sinTwoSteps = f64x2.splat(2 * sinStep)
  for (const end = block + BLOCK; block < end; block += 16) {
    const x = v128.load(block), y = v128.load(block, 512)
    v128.store(block, f64x2.add(f64x2.mul(x, c), f64x2.mul(y, s)))
    v128.store(block, f64x2.sub(f64x2.mul(y, c), f64x2.mul(x, s)), 512)
    c = f64x2.add(c, cosTwoSteps)
    s = f64x2.add(s, sinTwoSteps)
  }
}

/** Last layer of the transform over 16, the diffuse sound joins, and all goes into the rings; true if that is silence. */
function feedBack(lines: usize, now: i32, diffuse: usize, blocks: usize): bool {
  let peak = f64x2.splat(0)
  for (let c: usize = 0; c < 8; c++, blocks += BLOCK, diffuse += BLOCK) {
    const channel = lines + c * CHANNEL_BYTES
    const low = placed(channel, now), high = placed(channel + 8 * CHANNEL_BYTES, now)
    for (let at: usize = 0; at < BLOCK; at += 16) {
      const x = v128.load(blocks + at), y = v128.load(blocks + at, 4096), d = v128.load(diffuse + at)
      const sum = f64x2.add(f64x2.add(x, y), d)
      const difference = f64x2.sub(f64x2.sub(x, y), d)
      v128.store(low + at, sum)
      v128.store(high + at, difference)
      peak = f64x2.pmax(peak, f64x2.pmax(f64x2.abs(sum), f64x2.abs(difference)))
    }
  }
  const silent = max(f64x2.extract_lane(peak, 0), f64x2.extract_lane(peak, 1)) < FLOOR
  for (let line: usize = 0; line < 16; line++) {
    const channel = lines + line * CHANNEL_BYTES
    if (silent) memory.fill(placed(channel, now), 0, BLOCK)
    guard(channel, now)
  }
  return silent
}

/** Adds the diffuse sound to the early taps in `wet` and colours both. */
function colour(state: usize, wet: usize, diffuse: usize): void {
  const gain = v128.load64_splat(state, 56)
  const tone = state + COLOUR
  const bStep = v128.load64_splat(tone, 48), dStep = v128.load64_splat(tone, 56), aStep = v128.load64_splat(tone, 64)
  let b = v128.load64_splat(tone), d = v128.load64_splat(tone, 8), a = v128.load64_splat(tone, 16)
  let w = v128.load(tone, 32)
  for (const end = wet + BLOCK; wet < end; wet += 16, diffuse += 16) {
    const left = f64x2.add(v128.load(wet), f64x2.mul(gain, v128.load(diffuse, 512)))
    const right = f64x2.add(v128.load(wet, 512), f64x2.mul(gain, v128.load(diffuse, 1024)))
    const x = v128.shuffle<f64>(left, right, 0, 2)
    const u = f64x2.add(f64x2.mul(b, x), w)
    w = f64x2.add(f64x2.mul(d, x), f64x2.mul(a, u))
    b = f64x2.add(b, bStep)
    d = f64x2.add(d, dStep)
    a = f64x2.add(a, aStep)
    const y = v128.shuffle<f64>(left, right, 1, 3)
    const v = f64x2.add(f64x2.mul(b, y), w)
    w = f64x2.add(f64x2.mul(d, y), f64x2.mul(a, v))
    b = f64x2.add(b, bStep)
    d = f64x2.add(d, dStep)
    a = f64x2.add(a, aStep)
    v128.store(wet, v128.shuffle<f64>(u, v, 0, 2))
    v128.store(wet, v128.shuffle<f64>(u, v, 1, 3), 512)
  }
  v128.store(tone, flushed(w), 32)
}

function mixOut(state: usize, wet: usize, lines: usize, audio: usize): void {
  const dry = v128.load64_splat(state, 32), straight = v128.load64_splat(state, 40), across = v128.load64_splat(state, 48)
  const gain = load<f64>(state, 64), gainStep = load<f64>(state, 72) / <f64>QUANTUM
  const twoSteps = f64x2.splat(2 * gainStep)
  let lineGain = f64x2(gain, gain + gainStep)
  const left = lines + 5 * BLOCK, right = lines + 6 * BLOCK
  for (let at: usize = 0; at < BLOCK; at += 16, audio += 2 * FRAME_BYTES) {
    const lineLeft = f64x2.mul(lineGain, f64x2.add(v128.load(left + at), v128.load(left + at, 4096)))
    const lineRight = f64x2.mul(lineGain, f64x2.add(v128.load(right + at), v128.load(right + at, 4096)))
    const l = f64x2.add(v128.load(wet + at), lineLeft)
    const r = f64x2.add(v128.load(wet + at, 512), lineRight)
    const outLeft = f64x2.add(f64x2.mul(l, straight), f64x2.mul(r, across))
    const outRight = f64x2.add(f64x2.mul(r, straight), f64x2.mul(l, across))
    const first = v128.shuffle<f64>(outLeft, outRight, 0, 2), second = v128.shuffle<f64>(outLeft, outRight, 1, 3)
    v128.store(audio, f64x2.add(f64x2.mul(v128.load(audio), dry), first))
    v128.store(audio, f64x2.add(f64x2.mul(v128.load(audio, 16), dry), second), 16)
    lineGain = f64x2.add(lineGain, twoSteps)
  }
}

/** Counts silence, and lies down to rest when all is empty: time stands still until the next sound. */
function settle(state: usize, now: i32, silent: bool): void {
  const run = silent ? load<i32>(state, 4) + QUANTUM : 0
  const empty = run >= load<i32>(state, 8)
  store<i32>(state, now + QUANTUM)
  store<i32>(state, empty ? 0 : run, 4)
  store<i32>(state, empty ? 1 : 0, 20)
  if (!empty) return
  for (let pair = state + PAIRS; pair < state + PAIRS + 8 * PAIR_BYTES; pair += PAIR_BYTES) memory.fill(pair + 80, 0, 32)
  memory.fill(state + COLOUR + 32, 0, 16)
}

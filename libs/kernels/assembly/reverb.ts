// Reverberation: input line, early reflections, three diffusion steps of 8 channels, feedback delay network of 16 lines.
//
// Channels and lines go in pairs, one v128 each. A ring keeps the past of a pair; each lane is read at a delay of its
// own. A ring is a power of two of frames plus a guard of 64 that repeats its beginning, so that 64 frames lie in a row
// from any place on. Work goes in quanta of 64 frames, stage by stage.
//
//   input ring ─┬─ early taps ─────────────────────────────────────────┐
//               └─ step 1 ─ ring ─ step 2 ─ ring ─ step 3 ─┬───────────┼─ wet ─ width ─ mix
//                                                          └─ 16 lines ┘
//   step    each lane delayed, times its factor (sign / sqrt 8), then a Hadamard transform of 8
//   lines   delayed, absorbed, turned, then a Hadamard transform of 16 (its 1/4 lies in the absorption); in goes diffuse
//           pair p to line pair p, minus diffuse pair p to line pair p + 4
//   absorb  u = b x + a u;  l = a' l + c u;  y = u + k l
//   turn    (y0, y1) to (y0 cos + y1 sin, y1 cos - y0 sin); the angle moves once a quantum, within it cos and sin go in
//           straight lines
//   wet     early taps in their order; then gain * ((d0 - d1) + (d2 - d3)) of the diffuse pairs; then gain * (s - s'),
//           s = (w0 - w1) + (w2 - w3) and s' = (w4 - w5) + (w6 - w7) of the line pairs
//   Hadamard: within pairs, then between pairs 1 apart, 2 apart, 4 apart
//
// State, written by the host; offsets in bytes; i32 where nothing is said, [v] is f64x2:
//    0 frame (since the first sound) | 4 silent frames in a row | 8 silent frames that empty everything | 12 early taps
//   16 work area (13 KiB) | 20 at rest, 1 or 0 | 24 input ring | 28 its mask in frames
//   32 dry gain [v] | 48 wet gain [v] | 64 wet gain to the other side [v] | 80 diffuse gain [v] | 96 line gain [v]
//  112 early taps, 12 of 32 bytes: 0 delay left | 4 delay right | 16 gain [v]
//  496 diffusion pairs, 12 of 32 bytes, by steps: 0 ring it reads | 4 mask | 8 delay left | 12 delay right | 16 factor [v]
//  880 line pairs, 8 of 224 bytes: 0 ring | 4 mask | 8 delay left | 12 delay right
//      16 b | 32 a | 48 a' | 64 c | 80 k | 96 u | 112 l | 128 cos | 144 sin, -sin | 160 cos of a quantum's turn
//      176 sin, -sin of a quantum's turn | 192 cos at frame 0 | 208 sin, -sin at frame 0, all [v]

const FRAME_BYTES: usize = 16
const QUANTUM: i32 = 64
const QUANTUM_BYTES: usize = 1024
const EARLY: usize = 112
const DIFFUSION: usize = 496
const STEP_BYTES: usize = 128
const LINES: usize = 880
const LINE_BYTES: usize = 224
/** What is quieter than this everywhere in a quantum is silence. */
const FLOOR: f64 = 1e-24

/** Processes `frames` frames (a multiple of 64) in place. */
export function reverberate(state: usize, audio: usize, frames: i32): void {
  const lines = state + LINES
  const steps = state + DIFFUSION
  for (const end = audio + <usize>frames * FRAME_BYTES; audio < end; audio += QUANTUM_BYTES) {
    const silentIn = isSilent(audio)
    if (silentIn && load<i32>(state, 20)) continue
    store<i32>(state, 0, 20)
    const now = load<i32>(state)
    const wet = <usize>load<i32>(state, 16)
    const diffuse = wet + QUANTUM_BYTES
    const read = diffuse + 4 * QUANTUM_BYTES
    memory.copy(placed(state + 24, now), audio, QUANTUM_BYTES)
    guard(state + 24, now)
    reflect(state, now, wet)
    for (let step = steps; step < steps + 2 * STEP_BYTES; step += STEP_BYTES) {
      const next = step + STEP_BYTES
      diffuseStep(step, now, placed(next, now), placed(next + 32, now), placed(next + 64, now), placed(next + 96, now))
      for (let pair: usize = 0; pair < STEP_BYTES; pair += 32) guard(next + pair, now)
    }
    diffuseStep(steps + 2 * STEP_BYTES, now, diffuse, diffuse + 1024, diffuse + 2048, diffuse + 3072)
    for (let pair: usize = 0; pair < 8; pair += 2) {
      readLines(lines + pair * LINE_BYTES, lines + (pair + 1) * LINE_BYTES, now, read + pair * QUANTUM_BYTES)
    }
    const silentLines = feedBack(state, now, wet, diffuse, read)
    for (let pair: usize = 0; pair < 8; pair++) guard(lines + pair * LINE_BYTES, now)
    mixOut(state, wet, audio)
    settle(state, now, silentIn && silentLines)
  }
}

function isSilent(audio: usize): bool {
  let seen = f64x2.splat(0)
  for (const end = audio + QUANTUM_BYTES; audio < end; audio += FRAME_BYTES) {
    seen = v128.or(seen, f64x2.ne(v128.load(audio), f64x2.splat(0)))
  }
  return !v128.any_true(seen)
}

/** Where a frame lies in the ring (and mask) named at `ring`. */
@inline
function placed(ring: usize, frame: i32): usize {
  return <usize>load<i32>(ring) + <usize>(frame & load<i32>(ring, 4)) * FRAME_BYTES
}

/** Repeats the quantum that was just written behind the end of the ring, if it is the first. */
@inline
function guard(ring: usize, now: i32): void {
  const mask = load<i32>(ring, 4)
  if ((now & mask) == 0) memory.copy(placed(ring, 0) + <usize>(mask + 1) * FRAME_BYTES, placed(ring, 0), QUANTUM_BYTES)
}

/** The left lane of one frame and the right lane of another. */
@inline
function lanes(left: usize, right: usize): v128 {
  return v128.load64_lane(right + 8, v128.load64_zero(left), 1)
}

/** Sums the early taps into `wet`. */
function reflect(state: usize, now: i32, wet: usize): void {
  memory.fill(wet, 0, QUANTUM_BYTES)
  let tap = state + EARLY
  for (const last = tap + <usize>load<i32>(state, 12) * 32; tap < last; tap += 32) {
    const gain = v128.load(tap, 16)
    const left = placed(state + 24, now - load<i32>(tap))
    const right = placed(state + 24, now - load<i32>(tap, 4))
    for (let at: usize = 0; at < QUANTUM_BYTES; at += FRAME_BYTES) {
      v128.store(wet + at, f64x2.add(v128.load(wet + at), f64x2.mul(lanes(left + at, right + at), gain)))
    }
  }
}

@inline
function hadamardWithin(pair: v128): v128 {
  return f64x2.add(v128.shuffle<f64>(pair, pair, 1, 0), v128.xor(pair, i64x2(0, 0x8000000000000000)))
}

/** Delays and mixes four pairs. */
function diffuseStep(step: usize, now: i32, out0: usize, out1: usize, out2: usize, out3: usize): void {
  const left0 = placed(step, now - load<i32>(step, 8)), right0 = placed(step, now - load<i32>(step, 12))
  const left1 = placed(step + 32, now - load<i32>(step, 40)), right1 = placed(step + 32, now - load<i32>(step, 44))
  const left2 = placed(step + 64, now - load<i32>(step, 72)), right2 = placed(step + 64, now - load<i32>(step, 76))
  const left3 = placed(step + 96, now - load<i32>(step, 104)), right3 = placed(step + 96, now - load<i32>(step, 108))
  for (let at: usize = 0; at < QUANTUM_BYTES; at += FRAME_BYTES) {
    const a0 = hadamardWithin(f64x2.mul(lanes(left0 + at, right0 + at), v128.load(step, 16)))
    const a1 = hadamardWithin(f64x2.mul(lanes(left1 + at, right1 + at), v128.load(step, 48)))
    const a2 = hadamardWithin(f64x2.mul(lanes(left2 + at, right2 + at), v128.load(step, 80)))
    const a3 = hadamardWithin(f64x2.mul(lanes(left3 + at, right3 + at), v128.load(step, 112)))
    const b0 = f64x2.add(a0, a1), b1 = f64x2.sub(a0, a1)
    const b2 = f64x2.add(a2, a3), b3 = f64x2.sub(a2, a3)
    v128.store(out0 + at, f64x2.add(b0, b2))
    v128.store(out1 + at, f64x2.add(b1, b3))
    v128.store(out2 + at, f64x2.sub(b0, b2))
    v128.store(out3 + at, f64x2.sub(b1, b3))
  }
}

/** Reads two line pairs through their absorption and turns the lines of each pair into one another. */
function readLines(first: usize, second: usize, now: i32, out: usize): void {
  const left0 = placed(first, now - load<i32>(first, 8)), right0 = placed(first, now - load<i32>(first, 12))
  const left1 = placed(second, now - load<i32>(second, 8)), right1 = placed(second, now - load<i32>(second, 12))
  let cos0 = v128.load(first, 128), sin0 = v128.load(first, 144)
  let cos1 = v128.load(second, 128), sin1 = v128.load(second, 144)
  turnOn(first)
  turnOn(second)
  const per = f64x2.splat(1.0 / 64.0)
  const cosStep0 = f64x2.mul(f64x2.sub(v128.load(first, 128), cos0), per)
  const sinStep0 = f64x2.mul(f64x2.sub(v128.load(first, 144), sin0), per)
  const cosStep1 = f64x2.mul(f64x2.sub(v128.load(second, 128), cos1), per)
  const sinStep1 = f64x2.mul(f64x2.sub(v128.load(second, 144), sin1), per)
  let u0 = v128.load(first, 96), l0 = v128.load(first, 112)
  let u1 = v128.load(second, 96), l1 = v128.load(second, 112)
  for (let at: usize = 0; at < QUANTUM_BYTES; at += FRAME_BYTES) {
    u0 = f64x2.add(f64x2.mul(v128.load(first, 16), lanes(left0 + at, right0 + at)), f64x2.mul(v128.load(first, 32), u0))
    u1 = f64x2.add(f64x2.mul(v128.load(second, 16), lanes(left1 + at, right1 + at)), f64x2.mul(v128.load(second, 32), u1))
    l0 = f64x2.add(f64x2.mul(v128.load(first, 48), l0), f64x2.mul(v128.load(first, 64), u0))
    l1 = f64x2.add(f64x2.mul(v128.load(second, 48), l1), f64x2.mul(v128.load(second, 64), u1))
    const y0 = f64x2.add(u0, f64x2.mul(v128.load(first, 80), l0))
    const y1 = f64x2.add(u1, f64x2.mul(v128.load(second, 80), l1))
    v128.store(out + at, turned(y0, cos0, sin0))
    v128.store(out + at, turned(y1, cos1, sin1), 1024)
    cos0 = f64x2.add(cos0, cosStep0), sin0 = f64x2.add(sin0, sinStep0)
    cos1 = f64x2.add(cos1, cosStep1), sin1 = f64x2.add(sin1, sinStep1)
  }
  v128.store(first, flushed(u0), 96)
  v128.store(first, flushed(l0), 112)
  v128.store(second, flushed(u1), 96)
  v128.store(second, flushed(l1), 112)
}

@inline
function turned(pair: v128, cos: v128, sin: v128): v128 {
  return f64x2.add(f64x2.mul(pair, cos), f64x2.mul(v128.shuffle<f64>(pair, pair, 1, 0), sin))
}

/** Moves a pair's angle on by a quantum. */
@inline
function turnOn(line: usize): void {
  const cos = v128.load(line, 128), sin = v128.load(line, 144)
  const turnCos = v128.load(line, 160), turnSin = v128.load(line, 176)
  v128.store(line, f64x2.sub(f64x2.mul(cos, turnCos), f64x2.mul(sin, turnSin)), 128)
  v128.store(line, f64x2.add(f64x2.mul(cos, turnSin), f64x2.mul(sin, turnCos)), 144)
}

@inline
function flushed(v: v128): v128 {
  return v128.and(v, f64x2.ge(f64x2.abs(v), f64x2.splat(FLOOR)))
}

/** Adds diffuse and line sums to `wet`, and mixes both back into the rings; true if that is silence. */
function feedBack(state: usize, now: i32, wet: usize, diffuse: usize, read: usize): bool {
  const line = state + LINES
  const out0 = placed(line, now), out1 = placed(line + LINE_BYTES, now)
  const out2 = placed(line + 2 * LINE_BYTES, now), out3 = placed(line + 3 * LINE_BYTES, now)
  const out4 = placed(line + 4 * LINE_BYTES, now), out5 = placed(line + 5 * LINE_BYTES, now)
  const out6 = placed(line + 6 * LINE_BYTES, now), out7 = placed(line + 7 * LINE_BYTES, now)
  let peak = f64x2.splat(0)
  for (let at: usize = 0; at < QUANTUM_BYTES; at += FRAME_BYTES) {
    const d0 = v128.load(diffuse + at), d1 = v128.load(diffuse + at, 1024)
    const d2 = v128.load(diffuse + at, 2048), d3 = v128.load(diffuse + at, 3072)
    const w0 = v128.load(read + at), w1 = v128.load(read + at, 1024)
    const w2 = v128.load(read + at, 2048), w3 = v128.load(read + at, 3072)
    const w4 = v128.load(read + at, 4096), w5 = v128.load(read + at, 5120)
    const w6 = v128.load(read + at, 6144), w7 = v128.load(read + at, 7168)
    const diffuseSum = f64x2.mul(f64x2.add(f64x2.sub(d0, d1), f64x2.sub(d2, d3)), v128.load(state, 80))
    const firstHalf = f64x2.add(f64x2.sub(w0, w1), f64x2.sub(w2, w3))
    const secondHalf = f64x2.add(f64x2.sub(w4, w5), f64x2.sub(w6, w7))
    const lineSum = f64x2.mul(f64x2.sub(firstHalf, secondHalf), v128.load(state, 96))
    v128.store(wet + at, f64x2.add(f64x2.add(v128.load(wet + at), diffuseSum), lineSum))
    const a0 = hadamardWithin(w0), a1 = hadamardWithin(w1), a2 = hadamardWithin(w2), a3 = hadamardWithin(w3)
    const a4 = hadamardWithin(w4), a5 = hadamardWithin(w5), a6 = hadamardWithin(w6), a7 = hadamardWithin(w7)
    const b0 = f64x2.add(a0, a1), b1 = f64x2.sub(a0, a1), b2 = f64x2.add(a2, a3), b3 = f64x2.sub(a2, a3)
    const b4 = f64x2.add(a4, a5), b5 = f64x2.sub(a4, a5), b6 = f64x2.add(a6, a7), b7 = f64x2.sub(a6, a7)
    const c0 = f64x2.add(b0, b2), c1 = f64x2.add(b1, b3), c2 = f64x2.sub(b0, b2), c3 = f64x2.sub(b1, b3)
    const c4 = f64x2.add(b4, b6), c5 = f64x2.add(b5, b7), c6 = f64x2.sub(b4, b6), c7 = f64x2.sub(b5, b7)
    peak = storePeak(out0 + at, f64x2.add(f64x2.add(c0, c4), d0), peak)
    peak = storePeak(out1 + at, f64x2.add(f64x2.add(c1, c5), d1), peak)
    peak = storePeak(out2 + at, f64x2.add(f64x2.add(c2, c6), d2), peak)
    peak = storePeak(out3 + at, f64x2.add(f64x2.add(c3, c7), d3), peak)
    peak = storePeak(out4 + at, f64x2.sub(f64x2.sub(c0, c4), d0), peak)
    peak = storePeak(out5 + at, f64x2.sub(f64x2.sub(c1, c5), d1), peak)
    peak = storePeak(out6 + at, f64x2.sub(f64x2.sub(c2, c6), d2), peak)
    peak = storePeak(out7 + at, f64x2.sub(f64x2.sub(c3, c7), d3), peak)
  }
  if (max(f64x2.extract_lane(peak, 0), f64x2.extract_lane(peak, 1)) >= FLOOR) return false
  for (let pair: usize = 0; pair < 8; pair++) memory.fill(placed(line + pair * LINE_BYTES, now), 0, QUANTUM_BYTES)
  return true
}

@inline
function storePeak(at: usize, value: v128, peak: v128): v128 {
  v128.store(at, value)
  return f64x2.pmax(peak, f64x2.abs(value))
}

function mixOut(state: usize, wet: usize, audio: usize): void {
  const dry = v128.load(state, 32), straight = v128.load(state, 48), across = v128.load(state, 64)
  for (const end = audio + QUANTUM_BYTES; audio < end; audio += FRAME_BYTES, wet += FRAME_BYTES) {
    const x = v128.load(wet)
    const mixed = f64x2.add(f64x2.mul(x, straight), f64x2.mul(v128.shuffle<f64>(x, x, 1, 0), across))
    v128.store(audio, f64x2.add(f64x2.mul(v128.load(audio), dry), mixed))
  }
}

/** Counts silence; when all is empty, goes back to frame 0, so that calls at rest make no difference. */
function settle(state: usize, now: i32, silent: bool): void {
  const run = silent ? load<i32>(state, 4) + QUANTUM : 0
  const empty = run >= load<i32>(state, 8)
  store<i32>(state, empty ? 0 : now + QUANTUM)
  store<i32>(state, empty ? 0 : run, 4)
  if (!empty) return
  store<i32>(state, 1, 20)
  for (let pair: usize = 0; pair < 8; pair++) {
    const line = state + LINES + pair * LINE_BYTES
    memory.fill(line + 96, 0, 32)
    memory.copy(line + 128, line + 192, 32)
  }
}

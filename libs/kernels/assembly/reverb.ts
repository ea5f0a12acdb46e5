// Reverberation: input line, early reflections, three diffusion steps of 8 channels, feedback delay network of 16 lines.
//
// Channels and lines go in pairs, one v128 each. A ring keeps the past of a pair; each lane is read at a delay of its
// own. A ring is a power of two of frames plus a guard of 128 that repeats its beginning, so that 64 frames and what
// interpolation needs around them lie in a row from any place on. Work goes in quanta of 64 frames, stage by stage.
//
//   input ring ─┬─ early taps ─────────────────────────────────────────┐
//               └─ step 1 ─ ring ─ step 2 ─ ring ─ step 3 ─┬───────────┼─ wet ─ width ─ mix
//                                                          └─ 16 lines ┘
//   step    each lane delayed, times its factor (sign / sqrt 8), then a Hadamard transform of 8
//   lines   delayed, absorbed, then a Hadamard transform of 16 (its 1/4 lies in the absorption); in goes diffuse pair p
//           to line pair p, minus diffuse pair p to line pair p + 4
//   absorb  u = b x + a u;  l = a' l + c u;  y = u + k l
//   wet     early taps in their order; then gain * ((d0 - d1) + (d2 - d3)) of the diffuse pairs; then gain * (s - s'),
//           s = (w0 - w1) + (w2 - w3) and s' = (w4 - w5) + (w6 - w7) of the line pairs
//   Hadamard: within pairs, then between pairs 1 apart, 2 apart, 4 apart
//
// The first four line pairs breathe: their delays swing by depth * sin(angle). The angle turns once a quantum; within
// it, the weights of a cubic (Lagrange) interpolation go in straight lines.
//
// State, written by the host; offsets in bytes; i32 where nothing is said, [v] is f64x2:
//    0 frame (since the first sound) | 4 silent frames in a row | 8 silent frames that empty everything | 12 early taps
//   16 work area (13 KiB) | 20 at rest, 1 or 0 | 24 input ring | 28 its mask in frames
//   32 dry gain [v] | 48 wet gain [v] | 64 wet gain to the other side [v] | 80 diffuse gain [v] | 96 line gain [v]
//  112 early taps, 12 of 32 bytes: 0 delay left | 4 delay right | 16 gain [v]
//  496 diffusion pairs, 12 of 32 bytes, by steps: 0 ring it reads | 4 mask | 8 delay left | 12 delay right | 16 factor [v]
//  880 line pairs, 8 of 240 bytes: 0 ring | 4 mask | 8 delay left | 12 delay right
//      16 b | 32 a | 48 a' | 64 c | 80 k | 96 u | 112 l | 128 depth | 144 cos | 160 sin | 176 cos of the turn
//      192 sin of the turn | 208 cos at frame 0 | 224 sin at frame 0, all [v]

const FRAME_BYTES: usize = 16
const QUANTUM: i32 = 64
const QUANTUM_BYTES: usize = 1024
const GUARD: i32 = 128
const EARLY: usize = 112
const DIFFUSION: usize = 496
const STEP_BYTES: usize = 128
const LINES: usize = 880
const LINE_BYTES: usize = 240
const BREATHING: usize = 2
/** What is quieter than this everywhere in a quantum is silence. */
const FLOOR: f64 = 1e-24

/** Processes `frames` frames (a multiple of 64) in place. */
export function reverberate(state: usize, audio: usize, frames: i32): void {
  for (const end = audio + <usize>frames * FRAME_BYTES; audio < end; audio += QUANTUM_BYTES) {
    const silentIn = isSilent(audio)
    if (silentIn && load<i32>(state, 20)) continue
    store<i32>(state, 0, 20)
    const now = load<i32>(state)
    const wet = <usize>load<i32>(state, 16)
    const diffuse = wet + QUANTUM_BYTES
    const lines = diffuse + 4 * QUANTUM_BYTES
    writeQuantum(load<i32>(state, 24), load<i32>(state, 28), now, audio)
    reflect(state, now, wet)
    for (let step: usize = 0; step < 3; step++) {
      diffuseStep(state + DIFFUSION + step * STEP_BYTES, now, diffuse)
      if (step < 2) for (let pair: usize = 0; pair < 4; pair++) {
        const next = state + DIFFUSION + (step + 1) * STEP_BYTES + pair * 32
        writeQuantum(load<i32>(next), load<i32>(next, 4), now, diffuse + pair * QUANTUM_BYTES)
      }
    }
    for (let pair: usize = 0; pair < 8; pair++) {
      const line = state + LINES + pair * LINE_BYTES
      if (pair < BREATHING) readBreathing(line, now, lines + pair * QUANTUM_BYTES)
      else readTurning(line, now, lines + pair * QUANTUM_BYTES)
    }
    const silentLines = feedBack(state, wet, diffuse, lines)
    for (let pair: usize = 0; pair < 8; pair++) {
      const line = state + LINES + pair * LINE_BYTES
      if (silentLines) memory.fill(lines + pair * QUANTUM_BYTES, 0, QUANTUM_BYTES)
      writeQuantum(load<i32>(line), load<i32>(line, 4), now, lines + pair * QUANTUM_BYTES)
    }
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

/** Copies a quantum into a ring, and into its guard where that repeats it. */
function writeQuantum(ring: usize, mask: i32, now: i32, from: usize): void {
  const place = now & mask
  memory.copy(ring + <usize>place * FRAME_BYTES, from, QUANTUM_BYTES)
  if (place < GUARD) memory.copy(ring + <usize>(place + mask + 1) * FRAME_BYTES, from, QUANTUM_BYTES)
}

@inline
function placed(ring: usize, mask: i32, frame: i32): usize {
  return ring + <usize>(frame & mask) * FRAME_BYTES
}

/** The left lane of one frame and the right lane of another. */
@inline
function lanes(left: usize, right: usize): v128 {
  return v128.load64_lane(right + 8, v128.load64_zero(left), 1)
}

/** Sums the early taps into `wet`. */
function reflect(state: usize, now: i32, wet: usize): void {
  const ring = <usize>load<i32>(state, 24)
  const mask = load<i32>(state, 28)
  memory.fill(wet, 0, QUANTUM_BYTES)
  let tap = state + EARLY
  for (const last = tap + <usize>load<i32>(state, 12) * 32; tap < last; tap += 32) {
    const gain = v128.load(tap, 16)
    let left = placed(ring, mask, now - load<i32>(tap))
    let right = placed(ring, mask, now - load<i32>(tap, 4))
    for (let at: usize = 0; at < QUANTUM_BYTES; at += FRAME_BYTES) {
      v128.store(wet + at, f64x2.add(v128.load(wet + at), f64x2.mul(lanes(left + at, right + at), gain)))
    }
  }
}

@inline
function hadamardWithin(pair: v128): v128 {
  return f64x2.add(v128.shuffle<f64>(pair, pair, 1, 0), v128.xor(pair, i64x2(0, 0x8000000000000000)))
}

/** Delays and mixes four pairs: from their rings to `out`, 1 KiB a pair. */
function diffuseStep(step: usize, now: i32, out: usize): void {
  const ring0 = <usize>load<i32>(step), ring1 = <usize>load<i32>(step, 32)
  const ring2 = <usize>load<i32>(step, 64), ring3 = <usize>load<i32>(step, 96)
  const mask = load<i32>(step, 4)
  const left0 = placed(ring0, mask, now - load<i32>(step, 8)), right0 = placed(ring0, mask, now - load<i32>(step, 12))
  const left1 = placed(ring1, mask, now - load<i32>(step, 40)), right1 = placed(ring1, mask, now - load<i32>(step, 44))
  const left2 = placed(ring2, mask, now - load<i32>(step, 72)), right2 = placed(ring2, mask, now - load<i32>(step, 76))
  const left3 = placed(ring3, mask, now - load<i32>(step, 104)), right3 = placed(ring3, mask, now - load<i32>(step, 108))
  for (let at: usize = 0; at < QUANTUM_BYTES; at += FRAME_BYTES, out += FRAME_BYTES) {
    const a0 = hadamardWithin(f64x2.mul(lanes(left0 + at, right0 + at), v128.load(step, 16)))
    const a1 = hadamardWithin(f64x2.mul(lanes(left1 + at, right1 + at), v128.load(step, 48)))
    const a2 = hadamardWithin(f64x2.mul(lanes(left2 + at, right2 + at), v128.load(step, 80)))
    const a3 = hadamardWithin(f64x2.mul(lanes(left3 + at, right3 + at), v128.load(step, 112)))
    const b0 = f64x2.add(a0, a1), b1 = f64x2.sub(a0, a1)
    const b2 = f64x2.add(a2, a3), b3 = f64x2.sub(a2, a3)
    v128.store(out, f64x2.add(b0, b2))
    v128.store(out, f64x2.add(b1, b3), 1024)
    v128.store(out, f64x2.sub(b0, b2), 2048)
    v128.store(out, f64x2.sub(b1, b3), 3072)
  }
}

/** Reads a line pair through its absorption and turns the two lines into one another. */
function readTurning(line: usize, now: i32, out: usize): void {
  let cos = v128.load(line, 144), sin = v128.load(line, 160)
  advanceAngle(line)
  const cosStep = f64x2.mul(f64x2.sub(v128.load(line, 144), cos), f64x2.splat(1.0 / 64.0))
  const sinStep = f64x2.mul(f64x2.sub(v128.load(line, 160), sin), f64x2.splat(1.0 / 64.0))
  const ring = <usize>load<i32>(line)
  const mask = load<i32>(line, 4)
  let left = placed(ring, mask, now - load<i32>(line, 8))
  let right = placed(ring, mask, now - load<i32>(line, 12))
  const b = v128.load(line, 16), a = v128.load(line, 32), hold = v128.load(line, 48)
  const c = v128.load(line, 64), k = v128.load(line, 80)
  let u = v128.load(line, 96), l = v128.load(line, 112)
  for (const end = out + QUANTUM_BYTES; out < end; out += FRAME_BYTES, left += FRAME_BYTES, right += FRAME_BYTES) {
    u = f64x2.add(f64x2.mul(b, lanes(left, right)), f64x2.mul(a, u))
    l = f64x2.add(f64x2.mul(hold, l), f64x2.mul(c, u))
    const y = f64x2.add(u, f64x2.mul(k, l))
    v128.store(out, f64x2.add(f64x2.mul(y, cos), f64x2.mul(v128.shuffle<f64>(y, y, 1, 0), sin)))
    cos = f64x2.add(cos, cosStep)
    sin = f64x2.add(sin, sinStep)
  }
  v128.store(line, flushed(u), 96)
  v128.store(line, flushed(l), 112)
}

/** Moves a pair's angle on by a quantum. */
@inline
function advanceAngle(line: usize): void {
  const cos = v128.load(line, 144), sin = v128.load(line, 160)
  const turnCos = v128.load(line, 176), turnSin = v128.load(line, 192)
  v128.store(line, f64x2.sub(f64x2.mul(cos, turnCos), f64x2.mul(sin, turnSin)), 144)
  v128.store(line, f64x2.add(f64x2.mul(cos, turnSin), f64x2.mul(sin, turnCos)), 160)
}

/** Reads a line pair at delays that swing, through its absorption. */
function readBreathing(line: usize, now: i32, out: usize): void {
  const depth = v128.load(line, 128)
  const from = f64x2.mul(depth, v128.load(line, 160))
  advanceAngle(line)
  const to = f64x2.mul(depth, v128.load(line, 160))
  const whole = f64x2.floor(f64x2.mul(f64x2.add(from, to), f64x2.splat(0.5)))
  const t = f64x2.sub(from, whole)
  const s = f64x2.sub(to, whole)
  const per = f64x2.splat(1.0 / 64.0)
  let w0 = before(t), w1 = at0(t), w2 = at1(t), w3 = after(t)
  const d0 = f64x2.mul(f64x2.sub(before(s), w0), per), d1 = f64x2.mul(f64x2.sub(at0(s), w1), per)
  const d2 = f64x2.mul(f64x2.sub(at1(s), w2), per), d3 = f64x2.mul(f64x2.sub(after(s), w3), per)
  const ring = <usize>load<i32>(line)
  const mask = load<i32>(line, 4)
  // the earliest of the four frames around the place
  const first = now - 2
  let left = placed(ring, mask, first - load<i32>(line, 8) - <i32>f64x2.extract_lane(whole, 0))
  let right = placed(ring, mask, first - load<i32>(line, 12) - <i32>f64x2.extract_lane(whole, 1))
  const b = v128.load(line, 16), a = v128.load(line, 32), hold = v128.load(line, 48)
  const c = v128.load(line, 64), k = v128.load(line, 80)
  let u = v128.load(line, 96), l = v128.load(line, 112)
  for (const end = out + QUANTUM_BYTES; out < end; out += FRAME_BYTES, left += FRAME_BYTES, right += FRAME_BYTES) {
    const late = f64x2.add(f64x2.mul(w3, lanes(left, right)), f64x2.mul(w2, lanes(left + 16, right + 16)))
    const early = f64x2.add(f64x2.mul(w1, lanes(left + 32, right + 32)), f64x2.mul(w0, lanes(left + 48, right + 48)))
    u = f64x2.add(f64x2.mul(b, f64x2.add(late, early)), f64x2.mul(a, u))
    l = f64x2.add(f64x2.mul(hold, l), f64x2.mul(c, u))
    v128.store(out, f64x2.add(u, f64x2.mul(k, l)))
    w0 = f64x2.add(w0, d0), w1 = f64x2.add(w1, d1), w2 = f64x2.add(w2, d2), w3 = f64x2.add(w3, d3)
  }
  v128.store(line, flushed(u), 96)
  v128.store(line, flushed(l), 112)
}

// Lagrange weights for a delay of t frames, of the frames delayed by -1, 0, 1 and 2.

@inline
function before(t: v128): v128 {
  return f64x2.mul(f64x2.mul(f64x2.mul(t, less(t, 1)), less(t, 2)), f64x2.splat(-1.0 / 6.0))
}
@inline
function at0(t: v128): v128 {
  return f64x2.mul(f64x2.mul(f64x2.mul(less(t, -1), less(t, 1)), less(t, 2)), f64x2.splat(0.5))
}
@inline
function at1(t: v128): v128 {
  return f64x2.mul(f64x2.mul(f64x2.mul(less(t, -1), t), less(t, 2)), f64x2.splat(-0.5))
}
@inline
function after(t: v128): v128 {
  return f64x2.mul(f64x2.mul(f64x2.mul(less(t, -1), t), less(t, 1)), f64x2.splat(1.0 / 6.0))
}
@inline
function less(t: v128, by: f64): v128 { return f64x2.sub(t, f64x2.splat(by)) }

@inline
function flushed(v: v128): v128 {
  return v128.and(v, f64x2.ge(f64x2.abs(v), f64x2.splat(FLOOR)))
}

/** Adds diffuse and line sums to `wet`, and turns `lines` into what goes back in; true if that is silence. */
function feedBack(state: usize, wet: usize, diffuse: usize, lines: usize): bool {
  const diffuseGain = v128.load(state, 80)
  const lineGain = v128.load(state, 96)
  let peak = f64x2.splat(0)
  for (const end = wet + QUANTUM_BYTES; wet < end; wet += FRAME_BYTES, diffuse += FRAME_BYTES, lines += FRAME_BYTES) {
    const d0 = v128.load(diffuse), d1 = v128.load(diffuse, 1024)
    const d2 = v128.load(diffuse, 2048), d3 = v128.load(diffuse, 3072)
    const w0 = v128.load(lines), w1 = v128.load(lines, 1024)
    const w2 = v128.load(lines, 2048), w3 = v128.load(lines, 3072)
    const w4 = v128.load(lines, 4096), w5 = v128.load(lines, 5120)
    const w6 = v128.load(lines, 6144), w7 = v128.load(lines, 7168)
    const diffuseSum = f64x2.add(f64x2.sub(d0, d1), f64x2.sub(d2, d3))
    const lineSum = f64x2.sub(
      f64x2.add(f64x2.sub(w0, w1), f64x2.sub(w2, w3)), f64x2.add(f64x2.sub(w4, w5), f64x2.sub(w6, w7)))
    v128.store(wet, f64x2.add(f64x2.add(v128.load(wet), f64x2.mul(diffuseSum, diffuseGain)), f64x2.mul(lineSum, lineGain)))
    const a0 = hadamardWithin(w0), a1 = hadamardWithin(w1), a2 = hadamardWithin(w2), a3 = hadamardWithin(w3)
    const a4 = hadamardWithin(w4), a5 = hadamardWithin(w5), a6 = hadamardWithin(w6), a7 = hadamardWithin(w7)
    const b0 = f64x2.add(a0, a1), b1 = f64x2.sub(a0, a1), b2 = f64x2.add(a2, a3), b3 = f64x2.sub(a2, a3)
    const b4 = f64x2.add(a4, a5), b5 = f64x2.sub(a4, a5), b6 = f64x2.add(a6, a7), b7 = f64x2.sub(a6, a7)
    const c0 = f64x2.add(b0, b2), c1 = f64x2.add(b1, b3), c2 = f64x2.sub(b0, b2), c3 = f64x2.sub(b1, b3)
    const c4 = f64x2.add(b4, b6), c5 = f64x2.add(b5, b7), c6 = f64x2.sub(b4, b6), c7 = f64x2.sub(b5, b7)
    peak = storePeak(lines, f64x2.add(f64x2.add(c0, c4), d0), peak)
    peak = storePeak(lines + 1024, f64x2.add(f64x2.add(c1, c5), d1), peak)
    peak = storePeak(lines + 2048, f64x2.add(f64x2.add(c2, c6), d2), peak)
    peak = storePeak(lines + 3072, f64x2.add(f64x2.add(c3, c7), d3), peak)
    peak = storePeak(lines + 4096, f64x2.sub(f64x2.sub(c0, c4), d0), peak)
    peak = storePeak(lines + 5120, f64x2.sub(f64x2.sub(c1, c5), d1), peak)
    peak = storePeak(lines + 6144, f64x2.sub(f64x2.sub(c2, c6), d2), peak)
    peak = storePeak(lines + 7168, f64x2.sub(f64x2.sub(c3, c7), d3), peak)
  }
  return max(f64x2.extract_lane(peak, 0), f64x2.extract_lane(peak, 1)) < FLOOR
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
    memory.copy(line + 144, line + 208, 32)
  }
}

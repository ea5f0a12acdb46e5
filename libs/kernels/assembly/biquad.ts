// Second-order sections in series, transposed direct form II, up to four in one loop so that a frame passes all of them
// while it is in a register. Each channel has its own coefficients (lane 0 left, lane 1 right).
//
//     x' = gain * x
//     y = x' + s          s = (b1 * x' + t) - a1 * y          t = b2 * x' - a2 * y          (b0 is 1, gain holds it)
//
// run of n sections, n <= 4     +0 gain | then per section 64 bytes: b1 | b2 | a1 | a2          (f64x2 each)
// state, 32 bytes a section     +0 s | +16 t                                                    (f64x2 each)
//
// Longer chains are runs of four and a rest, one behind the other; the last five go through one loop. States of a
// section that are both below 1e-24 become 0 every 64 frames; if one did alone, a sharp resonance in the lows would be
// struck by it again and again, for ever.

const FRAME_BYTES: usize = 16
const QUANTUM_BYTES: usize = 1024
const RUN_SECTIONS: i32 = 4
const RUN_BYTES: usize = 272
const RUN_STATE_BYTES: usize = 128

/** Lanes in which a section's states hold something. */
@inline
function audible(s: v128, t: v128): v128 {
  return f64x2.ge(f64x2.pmax(f64x2.abs(s), f64x2.abs(t)), f64x2.splat(1e-24))
}

/** Filters `frames` frames (a multiple of 64) in place through `sections` sections. */
export function biquads(run: usize, state: usize, sections: i32, audio: usize, frames: i32): void {
  const end = audio + <usize>frames * FRAME_BYTES
  for (; sections > RUN_SECTIONS + 1 || sections == RUN_SECTIONS; sections -= RUN_SECTIONS) {
    fourSections(run, state, audio, end)
    run += RUN_BYTES
    state += RUN_STATE_BYTES
  }
  if (sections == RUN_SECTIONS + 1) {
    fiveSections(run, state, audio, end)
    return
  }
  if (sections == 3) threeSections(run, state, audio, end)
  else if (sections == 2) twoSections(run, state, audio, end)
  else if (sections == 1) oneSection(run, state, audio, end)
}

function oneSection(run: usize, state: usize, audio: usize, end: usize): void {
  const gain = v128.load(run)
  const b1 = v128.load(run, 16), b2 = v128.load(run, 32), a1 = v128.load(run, 48), a2 = v128.load(run, 64)
  let s = v128.load(state), t = v128.load(state, 16)
  while (audio < end) {
    for (const stop = audio + QUANTUM_BYTES; audio < stop; audio += FRAME_BYTES) {
      const x = f64x2.mul(v128.load(audio), gain)
      const y = f64x2.add(x, s)
      s = f64x2.sub(f64x2.add(f64x2.mul(b1, x), t), f64x2.mul(a1, y))
      t = f64x2.sub(f64x2.mul(b2, x), f64x2.mul(a2, y))
      v128.store(audio, y)
    }
    const keep = audible(s, t)
    s = v128.and(s, keep), t = v128.and(t, keep)
  }
  v128.store(state, s), v128.store(state, t, 16)
}

function twoSections(run: usize, state: usize, audio: usize, end: usize): void {
  const gain = v128.load(run)
  const b11 = v128.load(run, 16), b12 = v128.load(run, 32), a11 = v128.load(run, 48), a12 = v128.load(run, 64)
  const b21 = v128.load(run, 80), b22 = v128.load(run, 96), a21 = v128.load(run, 112), a22 = v128.load(run, 128)
  let s1 = v128.load(state), t1 = v128.load(state, 16), s2 = v128.load(state, 32), t2 = v128.load(state, 48)
  while (audio < end) {
    for (const stop = audio + QUANTUM_BYTES; audio < stop; audio += FRAME_BYTES) {
      const x = f64x2.mul(v128.load(audio), gain)
      const y1 = f64x2.add(x, s1)
      s1 = f64x2.sub(f64x2.add(f64x2.mul(b11, x), t1), f64x2.mul(a11, y1))
      t1 = f64x2.sub(f64x2.mul(b12, x), f64x2.mul(a12, y1))
      const y2 = f64x2.add(y1, s2)
      s2 = f64x2.sub(f64x2.add(f64x2.mul(b21, y1), t2), f64x2.mul(a21, y2))
      t2 = f64x2.sub(f64x2.mul(b22, y1), f64x2.mul(a22, y2))
      v128.store(audio, y2)
    }
    const keep1 = audible(s1, t1)
    s1 = v128.and(s1, keep1), t1 = v128.and(t1, keep1)
    const keep2 = audible(s2, t2)
    s2 = v128.and(s2, keep2), t2 = v128.and(t2, keep2)
  }
  v128.store(state, s1), v128.store(state, t1, 16), v128.store(state, s2, 32), v128.store(state, t2, 48)
}

function threeSections(run: usize, state: usize, audio: usize, end: usize): void {
  const gain = v128.load(run)
  let s1 = v128.load(state), t1 = v128.load(state, 16), s2 = v128.load(state, 32), t2 = v128.load(state, 48)
  let s3 = v128.load(state, 64), t3 = v128.load(state, 80)
  while (audio < end) {
    for (const stop = audio + QUANTUM_BYTES; audio < stop; audio += FRAME_BYTES) {
      const x = f64x2.mul(v128.load(audio), gain)
      const y1 = f64x2.add(x, s1)
      s1 = f64x2.sub(f64x2.add(f64x2.mul(v128.load(run, 16), x), t1), f64x2.mul(v128.load(run, 48), y1))
      t1 = f64x2.sub(f64x2.mul(v128.load(run, 32), x), f64x2.mul(v128.load(run, 64), y1))
      const y2 = f64x2.add(y1, s2)
      s2 = f64x2.sub(f64x2.add(f64x2.mul(v128.load(run, 80), y1), t2), f64x2.mul(v128.load(run, 112), y2))
      t2 = f64x2.sub(f64x2.mul(v128.load(run, 96), y1), f64x2.mul(v128.load(run, 128), y2))
      const y3 = f64x2.add(y2, s3)
      s3 = f64x2.sub(f64x2.add(f64x2.mul(v128.load(run, 144), y2), t3), f64x2.mul(v128.load(run, 176), y3))
      t3 = f64x2.sub(f64x2.mul(v128.load(run, 160), y2), f64x2.mul(v128.load(run, 192), y3))
      v128.store(audio, y3)
    }
    const keep1 = audible(s1, t1)
    s1 = v128.and(s1, keep1), t1 = v128.and(t1, keep1)
    const keep2 = audible(s2, t2)
    s2 = v128.and(s2, keep2), t2 = v128.and(t2, keep2)
    const keep3 = audible(s3, t3)
    s3 = v128.and(s3, keep3), t3 = v128.and(t3, keep3)
  }
  v128.store(state, s1), v128.store(state, t1, 16), v128.store(state, s2, 32), v128.store(state, t2, 48)
  v128.store(state, s3, 64), v128.store(state, t3, 80)
}

function fourSections(run: usize, state: usize, audio: usize, end: usize): void {
  const gain = v128.load(run)
  let s1 = v128.load(state), t1 = v128.load(state, 16), s2 = v128.load(state, 32), t2 = v128.load(state, 48)
  let s3 = v128.load(state, 64), t3 = v128.load(state, 80), s4 = v128.load(state, 96), t4 = v128.load(state, 112)
  while (audio < end) {
    for (const stop = audio + QUANTUM_BYTES; audio < stop; audio += FRAME_BYTES) {
      const x = f64x2.mul(v128.load(audio), gain)
      const y1 = f64x2.add(x, s1)
      s1 = f64x2.sub(f64x2.add(f64x2.mul(v128.load(run, 16), x), t1), f64x2.mul(v128.load(run, 48), y1))
      t1 = f64x2.sub(f64x2.mul(v128.load(run, 32), x), f64x2.mul(v128.load(run, 64), y1))
      const y2 = f64x2.add(y1, s2)
      s2 = f64x2.sub(f64x2.add(f64x2.mul(v128.load(run, 80), y1), t2), f64x2.mul(v128.load(run, 112), y2))
      t2 = f64x2.sub(f64x2.mul(v128.load(run, 96), y1), f64x2.mul(v128.load(run, 128), y2))
      const y3 = f64x2.add(y2, s3)
      s3 = f64x2.sub(f64x2.add(f64x2.mul(v128.load(run, 144), y2), t3), f64x2.mul(v128.load(run, 176), y3))
      t3 = f64x2.sub(f64x2.mul(v128.load(run, 160), y2), f64x2.mul(v128.load(run, 192), y3))
      const y4 = f64x2.add(y3, s4)
      s4 = f64x2.sub(f64x2.add(f64x2.mul(v128.load(run, 208), y3), t4), f64x2.mul(v128.load(run, 240), y4))
      t4 = f64x2.sub(f64x2.mul(v128.load(run, 224), y3), f64x2.mul(v128.load(run, 256), y4))
      v128.store(audio, y4)
    }
    const keep1 = audible(s1, t1)
    s1 = v128.and(s1, keep1), t1 = v128.and(t1, keep1)
    const keep2 = audible(s2, t2)
    s2 = v128.and(s2, keep2), t2 = v128.and(t2, keep2)
    const keep3 = audible(s3, t3)
    s3 = v128.and(s3, keep3), t3 = v128.and(t3, keep3)
    const keep4 = audible(s4, t4)
    s4 = v128.and(s4, keep4), t4 = v128.and(t4, keep4)
  }
  v128.store(state, s1), v128.store(state, t1, 16), v128.store(state, s2, 32), v128.store(state, t2, 48)
  v128.store(state, s3, 64), v128.store(state, t3, 80), v128.store(state, s4, 96), v128.store(state, t4, 112)
}

/** A run of four and one of one: by itself the one would take nearly as long as the four, waiting for its own output. */
function fiveSections(run: usize, state: usize, audio: usize, end: usize): void {
  const gain = v128.load(run), lastGain = v128.load(run, RUN_BYTES)
  let s1 = v128.load(state), t1 = v128.load(state, 16), s2 = v128.load(state, 32), t2 = v128.load(state, 48)
  let s3 = v128.load(state, 64), t3 = v128.load(state, 80), s4 = v128.load(state, 96), t4 = v128.load(state, 112)
  let s5 = v128.load(state, 128), t5 = v128.load(state, 144)
  while (audio < end) {
    for (const stop = audio + QUANTUM_BYTES; audio < stop; audio += FRAME_BYTES) {
      const x = f64x2.mul(v128.load(audio), gain)
      const y1 = f64x2.add(x, s1)
      s1 = f64x2.sub(f64x2.add(f64x2.mul(v128.load(run, 16), x), t1), f64x2.mul(v128.load(run, 48), y1))
      t1 = f64x2.sub(f64x2.mul(v128.load(run, 32), x), f64x2.mul(v128.load(run, 64), y1))
      const y2 = f64x2.add(y1, s2)
      s2 = f64x2.sub(f64x2.add(f64x2.mul(v128.load(run, 80), y1), t2), f64x2.mul(v128.load(run, 112), y2))
      t2 = f64x2.sub(f64x2.mul(v128.load(run, 96), y1), f64x2.mul(v128.load(run, 128), y2))
      const y3 = f64x2.add(y2, s3)
      s3 = f64x2.sub(f64x2.add(f64x2.mul(v128.load(run, 144), y2), t3), f64x2.mul(v128.load(run, 176), y3))
      t3 = f64x2.sub(f64x2.mul(v128.load(run, 160), y2), f64x2.mul(v128.load(run, 192), y3))
      const y4 = f64x2.add(y3, s4)
      s4 = f64x2.sub(f64x2.add(f64x2.mul(v128.load(run, 208), y3), t4), f64x2.mul(v128.load(run, 240), y4))
      t4 = f64x2.sub(f64x2.mul(v128.load(run, 224), y3), f64x2.mul(v128.load(run, 256), y4))
      const x5 = f64x2.mul(y4, lastGain)
      const y5 = f64x2.add(x5, s5)
      s5 = f64x2.sub(f64x2.add(f64x2.mul(v128.load(run, 288), x5), t5), f64x2.mul(v128.load(run, 320), y5))
      t5 = f64x2.sub(f64x2.mul(v128.load(run, 304), x5), f64x2.mul(v128.load(run, 336), y5))
      v128.store(audio, y5)
    }
    const keep1 = audible(s1, t1)
    s1 = v128.and(s1, keep1), t1 = v128.and(t1, keep1)
    const keep2 = audible(s2, t2)
    s2 = v128.and(s2, keep2), t2 = v128.and(t2, keep2)
    const keep3 = audible(s3, t3)
    s3 = v128.and(s3, keep3), t3 = v128.and(t3, keep3)
    const keep4 = audible(s4, t4)
    s4 = v128.and(s4, keep4), t4 = v128.and(t4, keep4)
    const keep5 = audible(s5, t5)
    s5 = v128.and(s5, keep5), t5 = v128.and(t5, keep5)
  }
  v128.store(state, s1), v128.store(state, t1, 16), v128.store(state, s2, 32), v128.store(state, t2, 48)
  v128.store(state, s3, 64), v128.store(state, t3, 80), v128.store(state, s4, 96), v128.store(state, t4, 112)
  v128.store(state, s5, 128), v128.store(state, t5, 144)
}

// Look-ahead limiter on the curve through the samples. Each quantum of 64 frames goes through five steps:
//
// 1 find     frame n needs the gain target / m where m, the highest point of the curve between its two neighbours, is
//            above the ceiling; its deficit is 1 - target / m, else 0. Points are read by mirrored pairs of filters as in
//            true-peak.ts, and only where |x| and the largest second difference d within reach say that one could lie
//            above the ceiling: |point| <= max(|x[n]|, |x[n + 1]|) + far * max |d|. So what is left out changes nothing.
// 2 widen    the largest deficit of the last `windowFrames` frames
// 3 release  fast' = max(deficit, fast * pole); slow' = max(slow + (deficit - slow) * rise, slow * fall); the larger counts
// 4 smooth   two sliding means, of `firstFrames` and `secondFrames`, on whole numbers of 2^-40, rounded up: sums of
//            integers do not drift, and no deficit gets smaller
// 5 apply    audio[n - delay] * (1 - deficit[n]), at most the ceiling
//
// The window is longer than both means by twice 32 frames, and the delay shorter than it by 32: all samples that make a
// point of the curve have come down to its gain, and come up again later.
//
// settings   +0 ceiling | +8 target | +16 far | +24 fast pole | +32 slow rise | +40 slow fall                     (f64)
//            +48 0: only samples count | +52 windowFrames | +56 firstFrames | +60 secondFrames
//            +64 delayFrames | +68 lineFrames                                                                     (i32)
// filter     32 times { even 1/8 | 2/8 | 3/8 | 4/8 | odd 1/8 | 2/8 | 3/8 }, from the middle outwards (f64)
// state      +0 fast | +8 slow (f64) | +16 first sum | +24 second sum (i64) | +32 leading of the window | +40 last point (f64)
//            +48 index in the window | +52 frames in the line | +56 frames since the last deficit                 (i32)
//            +64 largest |x| of each of the last 8 blocks of 16 frames | +128 largest |d| of the same, a frame earlier
//            +192 points after each frame of the quantum | +704 deficits of the quantum                           (f64)
// window     windowFrames + 1 numbers, see sliding-max.ts
// lines      lineFrames frames of audio; as many deficits; as many first sums (i64). Filled from the left; when full,
//            the last delayFrames + 32 of each move to the front.

import { closeSpan, slide } from './sliding-max'

const FRAME_BYTES: usize = 16
const QUANTUM_FRAMES: i32 = 64
const BLOCK_FRAMES: i32 = 16
/** Frames on each side of a point that make it; so a frame is judged this many frames late. */
const REACH_FRAMES: i32 = 32
const TAP_BYTES: usize = 56
const FILTER_BYTES: usize = 32 * 56
const BLOCK_BYTES: usize = 256
const UNIT: f64 = 1099511627776 // 2^40
const LEAST_DEFICIT: f64 = 1e-6

@inline
function higherLane(value: v128): f64 {
  return max(f64x2.extract_lane(value, 0), f64x2.extract_lane(value, 1))
}

@inline
function level(at: usize): v128 {
  return f64x2.abs(v128.load(at))
}

/** Takes the extents of the newest quantum, at `newest`, behind those of the one before. */
function measureBlocks(state: usize, newest: usize): void {
  memory.copy(state + 64, state + 96, 32)
  memory.copy(state + 128, state + 160, 32)
  let before = v128.load(newest - 2 * FRAME_BYTES)
  let here = v128.load(newest - FRAME_BYTES)
  for (let block: usize = 0; block < 4; block++) {
    let loudest = f64x2.splat(0)
    let bend = f64x2.splat(0)
    for (const end = newest + BLOCK_BYTES; newest < end; newest += FRAME_BYTES) {
      const after = v128.load(newest)
      loudest = f64x2.pmax(loudest, f64x2.abs(after))
      bend = f64x2.pmax(bend, f64x2.abs(f64x2.sub(f64x2.add(before, after), f64x2.add(here, here))))
      before = here
      here = after
    }
    store<f64>(state + (block << 3), higherLane(loudest), 96)
    store<f64>(state + (block << 3), higherLane(bend), 160)
  }
}

/** Highest of the seven points between the frame at `at` and the next, added from the middle outwards. */
function highestPoint(at: usize, filter: usize): f64 {
  let even1 = f64x2.splat(0), even2 = f64x2.splat(0), even3 = f64x2.splat(0), middle = f64x2.splat(0)
  let odd1 = f64x2.splat(0), odd2 = f64x2.splat(0), odd3 = f64x2.splat(0)
  let right = at + FRAME_BYTES
  for (const end = filter + FILTER_BYTES; filter < end; filter += TAP_BYTES) {
    const x = v128.load(at)
    const y = v128.load(right)
    const sum = f64x2.add(x, y)
    const difference = f64x2.sub(x, y)
    even1 = f64x2.add(even1, f64x2.mul(v128.load64_splat(filter), sum))
    even2 = f64x2.add(even2, f64x2.mul(v128.load64_splat(filter, 8), sum))
    even3 = f64x2.add(even3, f64x2.mul(v128.load64_splat(filter, 16), sum))
    middle = f64x2.add(middle, f64x2.mul(v128.load64_splat(filter, 24), sum))
    odd1 = f64x2.add(odd1, f64x2.mul(v128.load64_splat(filter, 32), difference))
    odd2 = f64x2.add(odd2, f64x2.mul(v128.load64_splat(filter, 40), difference))
    odd3 = f64x2.add(odd3, f64x2.mul(v128.load64_splat(filter, 48), difference))
    at -= FRAME_BYTES
    right += FRAME_BYTES
  }
  // |E + O| and |E - O|: the larger is |E| + |O|.
  const first = f64x2.add(f64x2.abs(even1), f64x2.abs(odd1))
  const second = f64x2.add(f64x2.abs(even2), f64x2.abs(odd2))
  const third = f64x2.add(f64x2.abs(even3), f64x2.abs(odd3))
  return higherLane(f64x2.pmax(f64x2.pmax(first, second), f64x2.pmax(third, f64x2.abs(middle))))
}

/** Deficits of the 64 frames from `first` on, 32 before the newest quantum; false when there are none. */
function findDeficits(settings: usize, filter: usize, state: usize, first: usize): bool {
  const ceiling = load<f64>(settings)
  const target = load<f64>(settings, 8)
  const far = load<f64>(settings, 16)
  const readsPoints = load<i32>(settings, 48) != 0
  let point = load<f64>(state, 40)
  let found = false
  let deficits = state + 704
  for (let block: usize = 0; block < 4; block++) {
    const extents = state + (block << 3)
    let bend = max(load<f64>(extents, 128), load<f64>(extents, 136))
    bend = max(bend, max(load<f64>(extents, 144), max(load<f64>(extents, 152), load<f64>(extents, 160))))
    const reach = far * bend
    if (point <= ceiling && max(load<f64>(extents, 80), load<f64>(extents, 88)) + reach <= ceiling) {
      memory.fill(deficits, 0, BLOCK_FRAMES * 8)
      first += BLOCK_BYTES
      deficits += BLOCK_FRAMES * 8
      point = 0
      continue
    }
    for (const end = first + BLOCK_BYTES; first < end; first += FRAME_BYTES, deficits += 8) {
      const here = level(first)
      const before = point
      point = 0
      if (readsPoints && higherLane(f64x2.pmax(here, level(first + FRAME_BYTES))) + reach > ceiling) {
        point = highestPoint(first, filter)
      }
      const most = max(higherLane(here), max(before, point))
      const over = most > ceiling
      found = found || over
      store<f64>(deficits, over ? 1 - target / most : 0)
    }
  }
  store<f64>(state, point, 40)
  return found
}

/** Widens, releases and smooths the deficits of the quantum at frame `at` of the lines, and writes the limited audio. */
function applyDeficits(settings: usize, state: usize, window: usize, lines: usize, at: i32, audio: usize): void {
  const ceiling = v128.load64_splat(settings)
  const floor = f64x2.neg(ceiling)
  const pole = v128.load64_splat(settings, 24)
  const rise = v128.load64_splat(settings, 32)
  const fall = v128.load64_splat(settings, 40)
  const windowFrames = load<i32>(settings, 52)
  const firstFrames = load<i32>(settings, 56)
  const secondFrames = load<i32>(settings, 60)
  const firstBack = <usize>firstFrames << 3
  const secondBack = <usize>secondFrames << 3
  const share: f64 = 1 / (UNIT * <f64>firstFrames * <f64>secondFrames)
  const lineFrames = <usize>load<i32>(settings, 68)
  let late = lines + ((<usize>(at - load<i32>(settings, 64))) << 4)
  let deficitAt = lines + (lineFrames << 4) + (<usize>at << 3)
  const sumsOffset = lineFrames << 3
  let fast = v128.load64_zero(state)
  let slow = v128.load64_zero(state, 8)
  let firstSum = load<i64>(state, 16)
  let secondSum = load<i64>(state, 24)
  let leading = v128.load64_zero(state, 32)
  let index = load<i32>(state, 48)
  for (let wanted = state + 704; wanted < state + 1216; wanted += 8) {
    const deficit = v128.load64_zero(wanted)
    leading = f64x2.pmax(leading, deficit)
    const widest = slide(window, index, leading, deficit)
    if (++index == windowFrames) {
      closeSpan(window, windowFrames)
      index = 0
      leading = f64x2.splat(0)
    }
    fast = f64x2.pmax(widest, f64x2.mul(fast, pole))
    slow = f64x2.pmax(f64x2.add(slow, f64x2.mul(f64x2.sub(widest, slow), rise)), f64x2.mul(slow, fall))
    const units = <i64>ceil(f64x2.extract_lane(f64x2.pmax(fast, slow), 0) * UNIT)
    store<i64>(deficitAt, units)
    firstSum += units - load<i64>(deficitAt - firstBack)
    store<i64>(deficitAt + sumsOffset, firstSum)
    secondSum += firstSum - load<i64>(deficitAt + sumsOffset - secondBack)
    const gain = f64x2.splat(1 - <f64>secondSum * share)
    v128.store(audio, f64x2.pmax(f64x2.pmin(f64x2.mul(v128.load(late), gain), ceiling), floor))
    late += FRAME_BYTES
    deficitAt += 8
    audio += FRAME_BYTES
  }
  const least = f64x2.splat(LEAST_DEFICIT)
  v128.store64_lane(state, v128.and(fast, f64x2.ge(fast, least)), 0)
  v128.store64_lane(state, v128.and(slow, f64x2.ge(slow, least)), 0, 8)
  store<i64>(state, firstSum, 16)
  store<i64>(state, secondSum, 24)
  v128.store64_lane(state, leading, 0, 32)
  store<i32>(state, index, 48)
}

/** Moves what is still needed of all lines to their front; returns how many frames that is. */
function rewindLines(settings: usize, lines: usize, at: i32): i32 {
  const kept = load<i32>(settings, 64) + REACH_FRAMES
  const lineFrames = <usize>load<i32>(settings, 68)
  const from = <usize>(at - kept)
  const deficits = lines + (lineFrames << 4)
  const sums = deficits + (lineFrames << 3)
  memory.copy(lines, lines + (from << 4), <usize>kept << 4)
  memory.copy(deficits, deficits + (from << 3), <usize>kept << 3)
  memory.copy(sums, sums + (from << 3), <usize>kept << 3)
  return kept
}

/** Limits `frames` frames in place; they come out delayFrames + 32 frames later. */
export function limit(
  settings: usize, filter: usize, state: usize, window: usize, lines: usize, audio: usize, frames: i32,
): void {
  const lineFrames = load<i32>(settings, 68)
  const delayFrames = load<i32>(settings, 64)
  const recoveryFrames = load<i32>(settings, 52) + QUANTUM_FRAMES
  let at = load<i32>(state, 52)
  let restFrames = load<i32>(state, 56)
  for (; frames > 0; frames -= QUANTUM_FRAMES) {
    if (at + QUANTUM_FRAMES > lineFrames) at = rewindLines(settings, lines, at)
    const newest = lines + (<usize>at << 4)
    memory.copy(newest, audio, <usize>QUANTUM_FRAMES << 4)
    measureBlocks(state, newest)
    const judged = at - REACH_FRAMES
    const found = findDeficits(settings, filter, state, lines + (<usize>judged << 4))
    restFrames = found ? 0 : min(restFrames + QUANTUM_FRAMES, recoveryFrames)
    if (restFrames == recoveryFrames && isUnity(state)) {
      const deficits = lines + (<usize>lineFrames << 4) + (<usize>judged << 3)
      memory.fill(deficits, 0, QUANTUM_FRAMES * 8)
      memory.fill(deficits + (<usize>lineFrames << 3), 0, QUANTUM_FRAMES * 8)
      memory.copy(audio, lines + (<usize>(judged - delayFrames) << 4), <usize>QUANTUM_FRAMES << 4)
    } else {
      applyDeficits(settings, state, window, lines, judged, audio)
    }
    at += QUANTUM_FRAMES
    audio += <usize>QUANTUM_FRAMES << 4
  }
  store<i32>(state, at, 52)
  store<i32>(state, restFrames, 56)
}

/** True when neither envelopes nor sums hold a deficit. */
@inline
function isUnity(state: usize): bool {
  return !v128.any_true(v128.or(v128.load(state), v128.load(state, 16)))
}

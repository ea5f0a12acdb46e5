// Look-ahead limiter on the curve through the samples. Each quantum of 64 frames goes through five steps:
//
// 1 find     frame n needs the gain target / m where m, the highest point of the curve between its two neighbours, is
//            above the ceiling; its deficit is 1 - target / m, else 0. Points are read by mirrored pairs of filters as in
//            true-peak.ts, and only where |x| and the largest second difference d within reach say that one could lie
//            above the ceiling: |point| <= max(|x[n]|, |x[n + 1]|) + far * max |d|. So what is left out changes nothing.
// 2 widen    the largest deficit of the last `windowFrames` frames
//            where the hold moves: then the largest of the last holdFrames + 1 of those
// 3 release  fast' = max(deficit, fast * pole); slow' = slow + (deficit - slow) * rise, but slow * pole where the widened
//            deficit has been 0 for more than `patience` frames; the larger counts
// 4 smooth   two sliding means, of `firstFrames` and `secondFrames`, on whole numbers of 2^-40, rounded up: sums of
//            integers do not drift, and no deficit gets smaller
// 5 apply    audio[n - delay] * (1 - deficit[n]), at most the ceiling
//
// The window is longer than both means by twice 32 frames, and the delay shorter than it by 32: all samples that make a
// point of the curve have come down to its gain, and come up again later.
//
// Each channel's deficit counts for the other `link` times. At link 1 both are the same, and steps 2 to 4 are taken once,
// in lane 0; else once for each channel, in a lane of its own.
//
// settings   +0 ceiling | +8 target | +16 far | +24 pole | +32 rise | +40 patience                                (f64)
//            +48 0: only samples count | +52 windowFrames | +56 firstFrames | +60 secondFrames
//            +64 delayFrames | +68 lineFrames                                                                     (i32)
//            +72 link | +80 while they move, what the pole and +88 what the link gain in a quantum
//            +96 holdFrames, for which widened deficits are held further, and +104 what they gain in a quantum    (f64)
//            +112 where two lanes of held-deficits.ts lie, or 0 where nothing is held further | +116 their bytes  (i32)
// filter     32 times { even 1/8 | 2/8 | 3/8 | 4/8 | odd 1/8 | 2/8 | 3/8 }, from the middle outwards (f64)
// state      two lanes of 48 bytes:
//              +0 fast | +8 slow (f64) | +16 first sum | +24 second sum (i64) | +32 leading of the window (f64)
//              +40 index in the window | +44 frames since the last widened deficit, at most patience + 1        (i32)
//            +96 last point of each channel (f64x2) | +112 frames in the line | +116 frames since the last deficit (i32)
//            +120 largest share that was taken off since it was last set to 0 (f64)
//            +128 largest |x| of each of the last 8 blocks of 16 frames | +192 largest |d| of the same, a frame earlier
//            +256 deficits of the quantum, then its gains, of both channels                                       (f64)
// window     two lanes of windowFrames + 1 numbers, rounded up to whole vectors, see sliding-max.ts
// lines      lineFrames frames of audio; then two lanes of as many deficits and as many first sums (i64). Filled from the
//            left; when full, the last delayFrames + 32 of each move to the front.

import { heldDeficit } from './held-deficits'
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
const LANE_BYTES: usize = 48
const PER_FRAME: f64 = 1 / <f64>QUANTUM_FRAMES
/** In the state. */
const DEFICITS: usize = 256

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
  memory.copy(state + 128, state + 160, 32)
  memory.copy(state + 192, state + 224, 32)
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
    store<f64>(state + (block << 3), higherLane(loudest), 160)
    store<f64>(state + (block << 3), higherLane(bend), 224)
  }
}

/** Highest of the seven points between the frame at `at` and the next, of each channel, added from the middle outwards. */
function highestPoints(at: usize, filter: usize): v128 {
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
  return f64x2.pmax(f64x2.pmax(first, second), f64x2.pmax(third, f64x2.abs(middle)))
}

/** Deficits of the 64 frames from `first` on, 32 before the newest quantum; false when there are none. */
function findDeficits(settings: usize, filter: usize, state: usize, first: usize): bool {
  const ceiling = load<f64>(settings)
  const ceilings = f64x2.splat(ceiling)
  const target = v128.load64_splat(settings, 8)
  const far = load<f64>(settings, 16)
  const readsPoints = load<i32>(settings, 48) != 0
  const firstLink = load<f64>(settings, 72)
  const linkStep = load<f64>(settings, 88) * PER_FRAME
  const one = f64x2.splat(1)
  let points = v128.load(state, 96)
  let found = false
  const begin = state + DEFICITS
  let deficits = begin
  for (let block: usize = 0; block < 4; block++) {
    const extents = state + (block << 3)
    let bend = max(load<f64>(extents, 192), load<f64>(extents, 200))
    bend = max(bend, max(load<f64>(extents, 208), max(load<f64>(extents, 216), load<f64>(extents, 224))))
    const reach = far * bend
    const loudest = max(load<f64>(extents, 144), load<f64>(extents, 152))
    if (higherLane(points) <= ceiling && loudest + reach <= ceiling) {
      memory.fill(deficits, 0, <usize>BLOCK_FRAMES << 4)
      first += BLOCK_BYTES
      deficits += <usize>BLOCK_FRAMES << 4
      points = f64x2.splat(0)
      continue
    }
    for (const end = first + BLOCK_BYTES; first < end; first += FRAME_BYTES, deficits += FRAME_BYTES) {
      const here = level(first)
      const before = points
      points = f64x2.splat(0)
      if (readsPoints && higherLane(f64x2.pmax(here, level(first + FRAME_BYTES))) + reach > ceiling) {
        points = highestPoints(first, filter)
      }
      const most = f64x2.pmax(here, f64x2.pmax(before, points))
      const over = f64x2.gt(most, ceilings)
      found = found || v128.any_true(over)
      const own = v128.and(f64x2.sub(one, f64x2.div(target, most)), over)
      const other = i64x2.shuffle(own, own, 1, 0)
      const link = f64x2.splat(firstLink + linkStep * <f64>((deficits - begin) >> 4))
      v128.store(deficits, f64x2.pmax(own, f64x2.mul(other, link)))
    }
  }
  v128.store(state, points, 96)
  return found
}

/** Widens, releases and smooths the deficits of one channel, and writes its gains in their place. */
function followLane(
  settings: usize, lane: usize, window: usize, held: usize, line: usize, at: i32, wanted: usize,
): void {
  let pole = v128.load64_splat(settings, 24)
  const poleStep = f64x2.splat(load<f64>(settings, 80) * PER_FRAME)
  let holdFrames = load<f64>(settings, 96)
  const holdStep = load<f64>(settings, 104) * PER_FRAME
  const rise = v128.load64_splat(settings, 32)
  const patience = v128.load64_splat(settings, 40)
  const windowFrames = load<i32>(settings, 52)
  const firstFrames = load<i32>(settings, 56)
  const secondFrames = load<i32>(settings, 60)
  const firstBack = <usize>firstFrames << 3
  const secondBack = <usize>secondFrames << 3
  const share: f64 = 1 / (UNIT * <f64>firstFrames * <f64>secondFrames)
  const sumsOffset = <usize>load<i32>(settings, 68) << 3
  let deficitAt = line + (<usize>at << 3)
  let fast = v128.load64_zero(lane)
  let slow = v128.load64_zero(lane, 8)
  let firstSum = load<i64>(lane, 16)
  let secondSum = load<i64>(lane, 24)
  let leading = v128.load64_zero(lane, 32)
  let index = load<i32>(lane, 40)
  const one = f64x2.splat(1)
  const most = f64x2.add(patience, one)
  let idle = f64x2.splat(<f64>load<i32>(lane, 44))
  for (const end = wanted + (<usize>QUANTUM_FRAMES << 4); wanted < end; wanted += FRAME_BYTES) {
    const deficit = v128.load64_zero(wanted)
    leading = f64x2.pmax(leading, deficit)
    let widest = slide(window, index, leading, deficit)
    if (++index == windowFrames) {
      closeSpan(window, windowFrames)
      index = 0
      leading = f64x2.splat(0)
    }
    if (held != 0) widest = f64x2.splat(heldDeficit(held, f64x2.extract_lane(widest, 0), <i64>holdFrames))
    holdFrames += holdStep
    fast = f64x2.pmax(widest, f64x2.mul(fast, pole))
    idle = v128.and(f64x2.pmin(f64x2.add(idle, one), most), f64x2.eq(widest, f64x2.splat(0)))
    const kept = f64x2.add(slow, f64x2.mul(f64x2.sub(widest, slow), rise))
    slow = v128.bitselect(f64x2.mul(slow, pole), kept, f64x2.gt(idle, patience))
    pole = f64x2.add(pole, poleStep)
    const units = <i64>ceil(f64x2.extract_lane(f64x2.pmax(fast, slow), 0) * UNIT)
    store<i64>(deficitAt, units)
    firstSum += units - load<i64>(deficitAt - firstBack)
    store<i64>(deficitAt + sumsOffset, firstSum)
    secondSum += firstSum - load<i64>(deficitAt + sumsOffset - secondBack)
    store<f64>(wanted, 1 - <f64>secondSum * share)
    deficitAt += 8
  }
  const least = f64x2.splat(LEAST_DEFICIT)
  v128.store64_lane(lane, v128.and(fast, f64x2.ge(fast, least)), 0)
  v128.store64_lane(lane, v128.and(slow, f64x2.ge(slow, least)), 0, 8)
  store<i64>(lane, firstSum, 16)
  store<i64>(lane, secondSum, 24)
  v128.store64_lane(lane, leading, 0, 32)
  store<i32>(lane, index, 40)
  store<i32>(lane, <i32>f64x2.extract_lane(idle, 0), 44)
}

/** Limits the quantum whose deficits were found, at frame `at` of the lines, into `audio`. */
function applyDeficits(settings: usize, state: usize, window: usize, lines: usize, at: i32, audio: usize): void {
  const lineBytes = <usize>load<i32>(settings, 68) << 4
  const windowBytes = <usize>((load<i32>(settings, 52) + 2) & ~1) << 3
  const isLinked = load<f64>(settings, 72) == 1
  const held = <usize>load<i32>(settings, 112)
  let gains = state + DEFICITS
  followLane(settings, state, window, held, lines + lineBytes, at, gains)
  if (!isLinked) {
    const heldToo = held == 0 ? <usize>0 : held + <usize>load<i32>(settings, 116)
    followLane(settings, state + LANE_BYTES, window + windowBytes, heldToo, lines + 2 * lineBytes, at, gains + 8)
  }
  const ceiling = v128.load64_splat(settings)
  const floor = f64x2.neg(ceiling)
  let late = lines + ((<usize>(at - load<i32>(settings, 64))) << 4)
  let least = f64x2.splat(1)
  for (const end = audio + (<usize>QUANTUM_FRAMES << 4); audio < end; audio += FRAME_BYTES) {
    const gain = isLinked ? v128.load64_splat(gains) : v128.load(gains)
    v128.store(audio, f64x2.pmax(f64x2.pmin(f64x2.mul(v128.load(late), gain), ceiling), floor))
    least = f64x2.pmin(least, gain)
    late += FRAME_BYTES
    gains += FRAME_BYTES
  }
  const taken = 1 - min(f64x2.extract_lane(least, 0), f64x2.extract_lane(least, 1))
  store<f64>(state, max(load<f64>(state, 120), taken), 120)
}

/** Writes deficits and sums of zero for the quantum at frame `at` of both lanes. */
function clearDeficits(lines: usize, lineBytes: usize, at: i32): void {
  let deficits = lines + lineBytes + (<usize>at << 3)
  for (let line = 0; line < 4; line++) {
    memory.fill(deficits, 0, QUANTUM_FRAMES * 8)
    deficits += lineBytes >> 1
  }
}

/** Moves what is still needed of all lines to their front; returns how many frames that is. */
function rewindLines(settings: usize, lines: usize, at: i32): i32 {
  const kept = load<i32>(settings, 64) + REACH_FRAMES
  const lineFrames = <usize>load<i32>(settings, 68)
  const from = <usize>(at - kept)
  memory.copy(lines, lines + (from << 4), <usize>kept << 4)
  let numbers = lines + (lineFrames << 4)
  for (let line = 0; line < 4; line++) {
    memory.copy(numbers, numbers + (from << 3), <usize>kept << 3)
    numbers += lineFrames << 3
  }
  return kept
}

/** Limits `frames` frames in place; they come out delayFrames + 32 frames later. */
export function limit(
  settings: usize, filter: usize, state: usize, window: usize, lines: usize, audio: usize, frames: i32,
): void {
  const lineFrames = load<i32>(settings, 68)
  const delayFrames = load<i32>(settings, 64)
  const recoveryFrames = load<i32>(settings, 52) + QUANTUM_FRAMES
  let at = load<i32>(state, 112)
  let restFrames = load<i32>(state, 116)
  for (; frames > 0; frames -= QUANTUM_FRAMES) {
    if (at + QUANTUM_FRAMES > lineFrames) at = rewindLines(settings, lines, at)
    const newest = lines + (<usize>at << 4)
    memory.copy(newest, audio, <usize>QUANTUM_FRAMES << 4)
    measureBlocks(state, newest)
    const judged = at - REACH_FRAMES
    const found = findDeficits(settings, filter, state, lines + (<usize>judged << 4))
    restFrames = found ? 0 : min(restFrames + QUANTUM_FRAMES, recoveryFrames)
    if (restFrames == recoveryFrames && isUnity(state)) {
      clearDeficits(lines, <usize>lineFrames << 4, judged)
      memory.copy(audio, lines + (<usize>(judged - delayFrames) << 4), <usize>QUANTUM_FRAMES << 4)
    } else {
      applyDeficits(settings, state, window, lines, judged, audio)
    }
    at += QUANTUM_FRAMES
    audio += <usize>QUANTUM_FRAMES << 4
  }
  store<i32>(state, at, 112)
  store<i32>(state, restFrames, 116)
}

/** True when neither envelopes nor sums hold a deficit. */
@inline
function isUnity(state: usize): bool {
  const first = v128.or(v128.load(state), v128.load(state, 16))
  return !v128.any_true(v128.or(first, v128.or(v128.load(state, 48), v128.load(state, 64))))
}

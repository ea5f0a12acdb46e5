// Level detection, gain computer and gain smoothing of a compressor, on groups of four frames; levels and gain
// reductions are in octaves (log2 of an amplitude; 1 octave is 6.02 dB).
//
// 1 level      peak: largest sample of the group, both channels, then the largest of the last `windowGroups` groups
//              mean square: mean of the group per channel, two one-pole low-passes, the larger channel
// 2 computer   reduction = min(range, kneeFactor * min(max(d, 0), knee)² + slope * max(d - knee, 0))
//              with d = level - kneeStart and knee its width: Giannoulis, Massberg and Reiss 2012, eq. 4
// 3 smoothing  two envelopes e' = r + (e - r) * p, p the attack pole while r > e and the release pole after ("smooth
//              branching", eq. 16, exact while r stands still); the larger of the two is the reduction
// 4 gain       dry + wet * 2^-reduction at the end of each group, joined by straight lines
//
// An envelope is stored times its sign: -1 where the attack is slower than the release, 1 otherwise. So "the pole that
// applies" is in each case the larger of both products, and no comparison waits for the other.
//
// settings   +0 levelScale (1, or 0.5 for mean squares) | +8 levelFloor | +16 kneeStart | +24 knee | +32 kneeFactor
//            +40 slope | +48 range | +56 dry | +64 wet | +72 quiet, a level that needs no reduction
//            +80 mean-square pole (0: peak), which moves like +16 … +48 | +88 while the curve moves, where the steps of +16 … +48 and of the poles
//            up to the end of the quantum lie, at the same offsets (i32); 0 while it stands | +96 attack poles | +112 release poles | +128 signs        (f64x2 each)
//            of mean squares +144 attack | +152 release, in groups | +160 dB over the threshold for an octave of
//            reduction | +168 groups in a fifth of the averaging time | +176 1: the release is automatic
// state      +0 envelopes | +16 mean squares | +32 smoothed mean squares      (f64x2 each)
//            +48 gain at the end of the last group | +56 and +72 of held-peaks.ts
//            +64 largest reduction since this was last set to 0
// window     windowGroups + 1 numbers, see sliding-max.ts; all 0 at the start
// gains      one f64 a group, so a quarter of the frames

import { isZero } from './buffer'
import { heldPeaks } from './held-peaks'
import { exp2, log2 } from './logarithm'
import { FIRST_GROUPS, PER_GROUP, settingAt, TWO_GROUPS } from './moving-settings'

const GROUP_BYTES: usize = 64
const QUANTUM_FRAMES: i32 = 64
const QUANTUM_GROUPS_BYTES: usize = 128
/** Below -163 dB of reduction nothing is left to hear. */
const LEAST_REDUCTION: f64 = 1e-9
const LEAST_MEAN_SQUARE: f64 = 1e-24
/** Octaves below which a gain is not computed further. */
const DEEPEST = memory.data<f64>([-1000])

@inline
function higherLane(value: v128): f64 {
  return max(f64x2.extract_lane(value, 0), f64x2.extract_lane(value, 1))
}

@inline
function swapped(value: v128): v128 {
  return v128.shuffle<f64>(value, value, 1, 0)
}

@inline
function square(at: usize): v128 {
  const x = v128.load(at)
  return f64x2.mul(x, x)
}

/** Smoothed mean squares of a quantum into `levels`; returns the largest. */
function meanSquares(settings: usize, state: usize, key: usize, levels: usize): f64 {
  const steps = <usize>load<i32>(settings, 88)
  const keepStep = f64x2.splat(steps != 0 ? load<f64>(steps, 80) * PER_GROUP : 0)
  let keep = v128.load64_splat(settings, 80)
  const one = f64x2.splat(1)
  const fourth = f64x2.splat(0.25)
  let first = v128.load(state, 16)
  let second = v128.load(state, 32)
  let largest = f64x2.splat(0)
  for (const end = levels + QUANTUM_GROUPS_BYTES; levels < end; levels += 8, key += GROUP_BYTES) {
    const sum = f64x2.add(f64x2.add(square(key), square(key + 16)), f64x2.add(square(key + 32), square(key + 48)))
    keep = f64x2.add(keep, keepStep)
    const take = f64x2.sub(one, keep)
    first = f64x2.add(f64x2.mul(first, keep), f64x2.mul(sum, f64x2.mul(take, fourth)))
    second = f64x2.add(f64x2.mul(second, keep), f64x2.mul(first, take))
    const louder = f64x2.pmax(second, swapped(second))
    v128.store64_lane(levels, louder, 0)
    largest = f64x2.pmax(largest, louder)
  }
  const least = f64x2.splat(LEAST_MEAN_SQUARE)
  v128.store(state, v128.and(first, f64x2.ge(first, least)), 16)
  v128.store(state, v128.and(second, f64x2.ge(second, least)), 32)
  return f64x2.extract_lane(largest, 0)
}

/** Levels of a quantum to wanted reductions, in place. */
function wantedReductions(settings: usize, levels: usize): void {
  const steps = <usize>load<i32>(settings, 88)
  if (steps != 0) reductionsOf(settings, steps, levels)
  else reductionsOf(settings, 0, levels)
}

@inline
function reductionsOf(settings: usize, steps: usize, levels: usize): void {
  const zero = f64x2.splat(0)
  let t = v128.load(FIRST_GROUPS)
  for (const end = levels + QUANTUM_GROUPS_BYTES; levels < end; levels += 16) {
    const knee = settingAt(settings + 24, steps + 24, steps, t)
    const level = log2(f64x2.pmax(v128.load(levels), v128.load64_splat(settings, 8)))
    const octaves = f64x2.mul(level, v128.load64_splat(settings))
    const over = f64x2.pmax(f64x2.sub(octaves, settingAt(settings + 16, steps + 16, steps, t)), zero)
    const bent = f64x2.pmin(over, knee)
    const straight = f64x2.sub(over, bent)
    const reduction = f64x2.add(
      f64x2.mul(f64x2.mul(bent, bent), settingAt(settings + 32, steps + 32, steps, t)),
      f64x2.mul(straight, settingAt(settings + 40, steps + 40, steps, t)),
    )
    v128.store(levels, f64x2.pmin(reduction, settingAt(settings + 48, steps + 48, steps, t)))
    if (steps != 0) t = f64x2.add(t, f64x2.splat(TWO_GROUPS))
  }
}

/** Wanted reductions of a quantum to gains, in place; returns the largest smoothed reduction. */
function smoothedGains(settings: usize, state: usize, reductions: usize): f64 {
  const steps = <usize>load<i32>(settings, 88)
  if (load<f64>(settings, 80) > 0) return averagedGains(settings, steps, state, reductions)
  if (steps != 0) return gainsOf(settings, steps, state, reductions)
  return gainsOf(settings, 0, state, reductions)
}

@inline
function gainsOf(settings: usize, steps: usize, state: usize, reductions: usize): f64 {
  let attack = v128.load(settings, 96)
  let release = v128.load(settings, 112)
  const attackStep = steps != 0 ? f64x2.mul(v128.load(steps, 96), f64x2.splat(PER_GROUP)) : attack
  const releaseStep = steps != 0 ? f64x2.mul(v128.load(steps, 112), f64x2.splat(PER_GROUP)) : release
  const sign = v128.load(settings, 128)
  let envelopes = v128.load(state)
  let largest = f64x2.splat(0)
  for (const end = reductions + QUANTUM_GROUPS_BYTES; reductions < end; reductions += 16) {
    if (steps != 0) {
      attack = f64x2.add(attack, attackStep)
      release = f64x2.add(release, releaseStep)
    }
    const first = f64x2.mul(v128.load64_splat(reductions), sign)
    const firstRest = f64x2.sub(envelopes, first)
    envelopes = f64x2.add(first, f64x2.pmax(f64x2.mul(firstRest, attack), f64x2.mul(firstRest, release)))
    const firstPlain = f64x2.mul(envelopes, sign)
    if (steps != 0) {
      attack = f64x2.add(attack, attackStep)
      release = f64x2.add(release, releaseStep)
    }
    const second = f64x2.mul(v128.load64_splat(reductions, 8), sign)
    const secondRest = f64x2.sub(envelopes, second)
    envelopes = f64x2.add(second, f64x2.pmax(f64x2.mul(secondRest, attack), f64x2.mul(secondRest, release)))
    const secondPlain = f64x2.mul(envelopes, sign)
    const reduction = f64x2.pmax(
      v128.shuffle<f64>(firstPlain, secondPlain, 0, 2),
      v128.shuffle<f64>(firstPlain, secondPlain, 1, 3),
    )
    largest = f64x2.pmax(largest, reduction)
    const gain = exp2(f64x2.pmax(f64x2.neg(reduction), v128.load64_splat(DEEPEST)))
    v128.store(reductions, f64x2.add(v128.load64_splat(settings, 56), f64x2.mul(v128.load64_splat(settings, 64), gain)))
  }
  const heard = f64x2.ge(f64x2.abs(envelopes), f64x2.splat(LEAST_REDUCTION))
  v128.store(state, v128.and(envelopes, heard))
  return higherLane(largest)
}

/**
 * The same for a level that is averaged by two low-passes of T ms. What the averaging adds to a step depends on its
 * height: rising to x dB over the threshold about 21 T dB / (x + 4.85 dB), falling from there about T (0.15 / dB * x +
 * 0.7). So much shorter is the time that the first envelope moves in: by what is wanted while it rises, at most 7 / 10,
 * and by itself while it falls (1.187 = 0.75 / (1 - 1 / e)). Of a rise the groups show 0.6 of their length too soon.
 */
function averagedGains(settings: usize, steps: usize, state: usize, reductions: usize): f64 {
  const dry = load<f64>(settings, 56), wet = load<f64>(settings, 64)
  const slowAttack = load<f64>(settings, 104), slowRelease = load<f64>(settings, 120)
  const isAuto = load<f64>(settings, 176) != 0
  let attack = load<f64>(settings, 144), release = load<f64>(settings, 152), dbOver = load<f64>(settings, 160)
  let fifth = load<f64>(settings, 168)
  const attackStep = steps != 0 ? load<f64>(steps, 144) * PER_GROUP : 0
  const releaseStep = steps != 0 ? load<f64>(steps, 152) * PER_GROUP : 0
  const dbStep = steps != 0 ? load<f64>(steps, 160) * PER_GROUP : 0
  const fifthStep = steps != 0 ? load<f64>(steps, 168) * PER_GROUP : 0
  let fast = load<f64>(state), slow = load<f64>(state, 8)
  let largest: f64 = 0
  for (const end = reductions + QUANTUM_GROUPS_BYTES; reductions < end; reductions += 8) {
    attack += attackStep
    release += releaseStep
    dbOver += dbStep
    fifth += fifthStep
    const wanted = load<f64>(reductions)
    const rest = fast - wanted
    const groups = rest < 0
      ? attack - min(fifth * 105 / (wanted * dbOver + 4.85), 0.7 * attack) + 0.6
      : release - fifth * (1.187 * fast * dbOver + 3.5)
    const octaves = groups > 0 ? max(-1.4426950408889634 / groups, -1000) : -1000
    const pole = f64x2.extract_lane(exp2(f64x2.splat(octaves)), 0)
    fast = wanted + rest * pole
    const slowRest = slow - wanted
    slow = isAuto ? wanted + slowRest * (slowRest < 0 ? slowAttack : slowRelease) : fast
    const reduction = max(fast, slow)
    largest = max(largest, reduction)
    const gain = f64x2.extract_lane(exp2(f64x2.splat(max(-reduction, -1000))), 0)
    store<f64>(reductions, dry + wet * gain)
  }
  store<f64>(state, abs(fast) >= LEAST_REDUCTION ? fast : 0)
  store<f64>(state, abs(slow) >= LEAST_REDUCTION ? slow : 0, 8)
  return largest
}

/** Gains for `frames` frames from the level of `key`. Returns true when any of them differs from dry + wet. */
export function compressorGains(
  settings: usize, state: usize, window: usize, windowGroups: i32, key: usize, frames: i32, gains: usize,
): bool {
  const restingGain = load<f64>(settings, 56) + load<f64>(settings, 64)
  const quiet = load<f64>(settings, 72)
  const pole = load<f64>(settings, 80)
  let largest = load<f64>(state, 64)
  let moves = load<f64>(state, 48) != restingGain
  for (; frames > 0; frames -= QUANTUM_FRAMES) {
    const level = pole > 0 ? meanSquares(settings, state, key, gains) : heldPeaks(state, window, windowGroups, key, gains)
    if (level <= quiet && !v128.any_true(v128.load(state))) {
      for (let at: usize = 0; at < QUANTUM_GROUPS_BYTES; at += 16) v128.store(gains + at, f64x2.splat(restingGain))
    } else {
      wantedReductions(settings, gains)
      largest = max(largest, smoothedGains(settings, state, gains))
      moves = true
    }
    key += <usize>QUANTUM_FRAMES * 16
    gains += QUANTUM_GROUPS_BYTES
  }
  store<f64>(state, largest, 64)
  return moves
}

/** First half of `compressorGains`: wanted reductions, one a group, for `frames` frames of `key`. */
export function compressorReductions(
  settings: usize, state: usize, window: usize, windowGroups: i32, key: usize, frames: i32, reductions: usize,
): void {
  const pole = load<f64>(settings, 80)
  for (; frames > 0; frames -= QUANTUM_FRAMES) {
    if (pole > 0) meanSquares(settings, state, key, reductions)
    else heldPeaks(state, window, windowGroups, key, reductions)
    wantedReductions(settings, reductions)
    key += <usize>QUANTUM_FRAMES * 16
    reductions += QUANTUM_GROUPS_BYTES
  }
}

/** Second half: wanted reductions to gains, in place. Returns true when any of them differs from dry + wet. */
export function smoothedReductions(settings: usize, state: usize, reductions: usize, frames: i32): bool {
  const restingGain = load<f64>(settings, 56) + load<f64>(settings, 64)
  let largest = load<f64>(state, 64)
  let moves = load<f64>(state, 48) != restingGain
  for (; frames > 0; frames -= QUANTUM_FRAMES, reductions += QUANTUM_GROUPS_BYTES) {
    if (isZero(reductions, <i32>QUANTUM_GROUPS_BYTES) && !v128.any_true(v128.load(state))) {
      for (let at: usize = 0; at < QUANTUM_GROUPS_BYTES; at += 16) v128.store(reductions + at, f64x2.splat(restingGain))
    } else {
      largest = max(largest, smoothedGains(settings, state, reductions))
      moves = true
    }
  }
  store<f64>(state, largest, 64)
  return moves
}

/** Multiplies `frames` frames by group gains; `state` holds the gain before the first, and takes the last. */
export function applyGains(state: usize, gains: usize, audio: usize, frames: i32): void {
  let gain = v128.load64_splat(state, 48)
  const quarter = f64x2.splat(0.25)
  const end = audio + (<usize>frames << 4)
  for (; audio < end; audio += GROUP_BYTES, gains += 8) {
    const next = v128.load64_splat(gains)
    const step = f64x2.mul(f64x2.sub(next, gain), quarter)
    const second = f64x2.add(gain, step)
    const third = f64x2.add(second, step)
    v128.store(audio, f64x2.mul(v128.load(audio), second))
    v128.store(audio, f64x2.mul(v128.load(audio, 16), third), 16)
    v128.store(audio, f64x2.mul(v128.load(audio, 32), f64x2.add(third, step)), 32)
    v128.store(audio, f64x2.mul(v128.load(audio, 48), next), 48)
    gain = next
  }
  store<f64>(state, f64x2.extract_lane(gain, 0), 48)
}

/** log2 of `pairs` pairs of numbers, in place: the approximation that levels are measured with. */
export function levelOctaves(at: usize, pairs: i32): void {
  for (const end = at + (<usize>pairs << 4); at < end; at += 16) v128.store(at, log2(v128.load(at)))
}

/** 2^x of `pairs` pairs of numbers, in place: the approximation that gains are made with. */
export function gainOfOctaves(at: usize, pairs: i32): void {
  for (const end = at + (<usize>pairs << 4); at < end; at += 16) v128.store(at, exp2(v128.load(at)))
}

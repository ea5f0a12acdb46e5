// What a dynamics processor needs to steer the channels of a stereo signal each by its own level, or partly so.
//
// Reductions and gains are one f64 for each four frames, as in compressor.ts and gate.ts, a list for each channel.

import { FIRST_GROUPS, TWO_GROUPS } from './moving-settings'

const FRAME_BYTES: usize = 16
const GROUP_BYTES: usize = 64

/** `left` and `right` become stereo signals whose channels are both the one of that name. */
export function splitChannels(audio: usize, left: usize, right: usize, frames: i32): void {
  const end = audio + <usize>frames * FRAME_BYTES
  for (; audio < end; audio += FRAME_BYTES, left += FRAME_BYTES, right += FRAME_BYTES) {
    v128.store(left, v128.load64_splat(audio))
    v128.store(right, v128.load64_splat(audio, 8))
  }
}

/**
 * Moves each of two reductions towards the larger by the part `link` (0 … 1) of the way, which gains `step` up to the end
 * of 16 groups; where it does, there are 16.
 */
export function linkToLarger(left: usize, right: usize, groups: i32, link: f64, step: f64): void {
  const from = f64x2.splat(link)
  const gain = f64x2.splat(step)
  let t = v128.load(FIRST_GROUPS)
  for (const end = left + (<usize>groups << 3); left < end; left += 16, right += 16) {
    const part = f64x2.add(from, f64x2.mul(gain, t))
    const l = v128.load(left)
    const r = v128.load(right)
    const larger = f64x2.pmax(l, r)
    v128.store(left, f64x2.add(l, f64x2.mul(f64x2.sub(larger, l), part)))
    v128.store(right, f64x2.add(r, f64x2.mul(f64x2.sub(larger, r), part)))
    t = f64x2.add(t, f64x2.splat(TWO_GROUPS))
  }
}

/** The same towards the smaller. */
export function linkToSmaller(left: usize, right: usize, groups: i32, link: f64, step: f64): void {
  const from = f64x2.splat(link)
  const gain = f64x2.splat(step)
  let t = v128.load(FIRST_GROUPS)
  for (const end = left + (<usize>groups << 3); left < end; left += 16, right += 16) {
    const part = f64x2.add(from, f64x2.mul(gain, t))
    const l = v128.load(left)
    const r = v128.load(right)
    const smaller = f64x2.pmin(l, r)
    v128.store(left, f64x2.sub(l, f64x2.mul(f64x2.sub(l, smaller), part)))
    v128.store(right, f64x2.sub(r, f64x2.mul(f64x2.sub(r, smaller), part)))
    t = f64x2.add(t, f64x2.splat(TWO_GROUPS))
  }
}

@inline
function pairOf(left: usize, right: usize): v128 {
  return v128.load64_lane(right, v128.load64_zero(left), 1)
}

/**
 * Multiplies each channel of `frames` frames by its own group gains, joined by straight lines; the states hold at +48
 * the gains before the first, and take the last.
 */
export function applyChannelGains(
  leftState: usize, rightState: usize, left: usize, right: usize, audio: usize, frames: i32,
): void {
  let gain = pairOf(leftState + 48, rightState + 48)
  const quarter = f64x2.splat(0.25)
  const end = audio + <usize>frames * FRAME_BYTES
  for (; audio < end; audio += GROUP_BYTES, left += 8, right += 8) {
    const next = pairOf(left, right)
    const step = f64x2.mul(f64x2.sub(next, gain), quarter)
    const second = f64x2.add(gain, step)
    const third = f64x2.add(second, step)
    v128.store(audio, f64x2.mul(v128.load(audio), second))
    v128.store(audio, f64x2.mul(v128.load(audio, 16), third), 16)
    v128.store(audio, f64x2.mul(v128.load(audio, 32), f64x2.add(third, step)), 32)
    v128.store(audio, f64x2.mul(v128.load(audio, 48), next), 48)
    gain = next
  }
  v128.store64_lane(leftState + 48, gain, 0)
  v128.store64_lane(rightState + 48, gain, 1)
}

// Gains of a transient shaper, on groups of four frames; levels are in octaves (log2 of an amplitude) above a floor.
//
// 1 level      as in held-peaks.ts, over the floor; below it all is 0
// 2 envelopes  four of the form e' = level + (e - level) * p, p the rise pole while the level is higher, else the fall pole
//              attack pair (fast rise, slow rise), same fall; sustain pair (fast fall, slow fall), same rise
// 3 gain       2^(attack * share((fast - slow) / reach) + sustain * share((slow - fast) / reach)) at the end of each
//              group, share(x) = min(max(x, 0), 1); applyGains of compressor.ts joins them by straight lines
//
// settings   +0 rise | +16 fall poles of the attack pair | +32 rise | +48 fall poles of the sustain pair   (f64x2 each)
//            +64 (attack, sustain), octaves (f64x2) | +80 1 / reach | +88 1 / floor (f64)
//            +96 what attack and sustain gain in each group (f64x2)
// state      +0 attack pair | +16 sustain pair (f64x2 each) | +48 gain at the end of the last group (f64)
//            +56 and +72 of held-peaks.ts
// gains      one f64 a group, so a quarter of the frames
//
// Envelopes under 1e-9 become 0 every 64 frames.

import { heldPeaks } from './held-peaks'
import { exp2, log2 } from './logarithm'

const QUANTUM_FRAMES: i32 = 64
const QUANTUM_GROUPS_BYTES: usize = 128

@inline
function followed(envelopes: v128, level: v128, rise: v128, fall: v128): v128 {
  const rest = f64x2.sub(envelopes, level)
  const pole = v128.bitselect(fall, rise, f64x2.gt(rest, f64x2.splat(0)))
  return f64x2.add(level, f64x2.mul(rest, pole))
}

@inline
function flushed(envelopes: v128): v128 {
  return v128.and(envelopes, f64x2.ge(envelopes, f64x2.splat(1e-9)))
}

/** Gains for `frames` frames (a multiple of 64) from the level of `key`. */
export function transientGains(
  settings: usize, state: usize, window: usize, windowGroups: i32, key: usize, frames: i32, gains: usize,
): void {
  const attackRise = v128.load(settings), attackFall = v128.load(settings, 16)
  const sustainRise = v128.load(settings, 32), sustainFall = v128.load(settings, 48)
  const step = v128.load(settings, 96), slopes = v128.load64_splat(settings, 80)
  const one = f64x2.splat(1)
  let amounts = v128.load(settings, 64)
  let attack = v128.load(state), sustain = v128.load(state, 16)
  for (; frames > 0; frames -= QUANTUM_FRAMES) {
    heldPeaks(state, window, windowGroups, key, gains)
    const end = gains + QUANTUM_GROUPS_BYTES
    for (let at = gains; at < end; at += 16) {
      v128.store(at, log2(f64x2.pmax(f64x2.mul(v128.load(at), v128.load64_splat(settings, 88)), one)))
    }
    for (let at = gains; at < end; at += 8) {
      const level = v128.load64_splat(at)
      attack = followed(attack, level, attackRise, attackFall)
      sustain = followed(sustain, level, sustainRise, sustainFall)
      const above = f64x2.sub(v128.shuffle<f64>(attack, sustain, 0, 3), v128.shuffle<f64>(attack, sustain, 1, 2))
      const shares = f64x2.pmin(f64x2.pmax(f64x2.mul(above, slopes), f64x2.splat(0)), one)
      amounts = f64x2.add(amounts, step)
      const octaves = f64x2.mul(shares, amounts)
      store<f64>(at, f64x2.extract_lane(octaves, 0) + f64x2.extract_lane(octaves, 1))
    }
    for (let at = gains; at < end; at += 16) v128.store(at, exp2(v128.load(at)))
    attack = flushed(attack)
    sustain = flushed(sustain)
    key += <usize>QUANTUM_FRAMES * 16
    gains = end
  }
  v128.store(state, attack)
  v128.store(state, sustain, 16)
}

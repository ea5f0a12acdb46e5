// Gains of a gate or a downward expander, on groups of four frames; levels and gain reductions are in octaves (log2 of
// an amplitude; 1 octave is 6.02 dB).
//
// 1 level      largest sample of the group, both channels, then the largest of the last `windowGroups` groups
// 2 wanted     gate: 0 while open, else the range. A level at or above `open` opens it; it stays open while the level is
//              at or above `close`, and for holdGroups groups after
//              expander: min(range, kneeFactor * min(max(d, 0), knee)² + slope * max(d - knee, 0)), d = kneeEnd - level
// 3 smoothing  e' = w + (e - w) * p, p the opening pole while the wanted reduction is less, else the closing pole
// 4 gain       2^-e at the end of each group; applyGains of compressor.ts joins them by straight lines
//
// settings   +0 opening pole | +8 closing pole | +16 range | +24 kneeEnd | +32 knee | +40 kneeFactor | +48 slope
//            +56 open | +64 close, as amplitudes (f64) | +72 1: gate, 0: expander (i32)
//            +80 while settings move, where the steps of all f64 up to the end of the quantum lie, at the same
//            offsets (i32); 0 while they stand
//            +88 holdGroups (f64)
// state      +0 reduction e | +48 gain at the end of the last group (f64) | +56 and +72 of held-peaks.ts
//            +76 groups that the gate stays open for (i32), 0 when closed
// gains      one f64 a group, so a quarter of the frames
//
// A reduction within 1e-9 of 0 or of the range becomes that every 64 frames.

import { heldPeaks } from './held-peaks'
import { exp2, log2 } from './logarithm'
import { FIRST_GROUPS, PER_GROUP, settingAt, TWO_GROUPS } from './moving-settings'

const QUANTUM_FRAMES: i32 = 64
const QUANTUM_GROUPS_BYTES: usize = 128
const NEAR: f64 = 1e-9
const LEVEL_FLOOR: f64 = 1e-15

/** Levels of a quantum to the reductions of a gate, in place. */
function gated(settings: usize, state: usize, levels: usize): void {
  const steps = <usize>load<i32>(settings, 80)
  const step = steps != 0 ? load<f64>(steps, 16) * PER_GROUP : 0
  const openStep = steps != 0 ? load<f64>(steps, 56) * PER_GROUP : 0
  const closeStep = steps != 0 ? load<f64>(steps, 64) * PER_GROUP : 0
  const holdStep = steps != 0 ? load<f64>(steps, 88) * PER_GROUP : 0
  let open = load<f64>(settings, 56), close = load<f64>(settings, 64), hold = load<f64>(settings, 88)
  let range = load<f64>(settings, 16)
  let left = load<i32>(state, 76)
  for (const end = levels + QUANTUM_GROUPS_BYTES; levels < end; levels += 8) {
    open += openStep
    close += closeStep
    hold += holdStep
    if (load<f64>(levels) >= (left > 0 ? close : open)) left = <i32>hold + 1
    else if (left > 0) left--
    range += step
    store<f64>(levels, left > 0 ? 0 : range)
  }
  store<i32>(state, left, 76)
}

/** Levels of a quantum to the reductions of an expander, in place. */
function expanded(settings: usize, levels: usize): void {
  const steps = <usize>load<i32>(settings, 80)
  if (steps != 0) reductionsOf(settings, steps, levels)
  else reductionsOf(settings, 0, levels)
}

@inline
function reductionsOf(settings: usize, steps: usize, levels: usize): void {
  const zero = f64x2.splat(0)
  let t = v128.load(FIRST_GROUPS)
  for (const end = levels + QUANTUM_GROUPS_BYTES; levels < end; levels += 16) {
    const knee = settingAt(settings + 32, steps + 32, steps, t)
    const level = log2(f64x2.pmax(v128.load(levels), f64x2.splat(LEVEL_FLOOR)))
    const under = f64x2.pmax(f64x2.sub(settingAt(settings + 24, steps + 24, steps, t), level), zero)
    const bent = f64x2.pmin(under, knee)
    const straight = f64x2.sub(under, bent)
    const reduction = f64x2.add(
      f64x2.mul(f64x2.mul(bent, bent), settingAt(settings + 40, steps + 40, steps, t)),
      f64x2.mul(straight, settingAt(settings + 48, steps + 48, steps, t)),
    )
    v128.store(levels, f64x2.pmin(reduction, settingAt(settings + 16, steps + 16, steps, t)))
    if (steps != 0) t = f64x2.add(t, f64x2.splat(TWO_GROUPS))
  }
}

/** Wanted reductions of a quantum to gains, in place. */
function smoothed(settings: usize, state: usize, reductions: usize): void {
  const steps = <usize>load<i32>(settings, 80)
  const openingStep = steps != 0 ? load<f64>(steps) * PER_GROUP : 0
  const closingStep = steps != 0 ? load<f64>(steps, 8) * PER_GROUP : 0
  let opening = load<f64>(settings), closing = load<f64>(settings, 8)
  const range = load<f64>(settings, 16) + (steps != 0 ? load<f64>(steps, 16) : 0)
  let reduction = load<f64>(state)
  const end = reductions + QUANTUM_GROUPS_BYTES
  for (let at = reductions; at < end; at += 8) {
    opening += openingStep
    closing += closingStep
    const wanted = load<f64>(at)
    const rest = reduction - wanted
    reduction = wanted + rest * (rest > 0 ? opening : closing)
    store<f64>(at, reduction)
  }
  if (abs(reduction) < NEAR) reduction = 0
  else if (abs(reduction - range) < NEAR) reduction = range
  store<f64>(state, reduction)
  for (let at = reductions; at < end; at += 16) v128.store(at, exp2(f64x2.neg(v128.load(at))))
}

/** Gains for `frames` frames (a multiple of 64) from the level of `key`. */
export function gateGains(
  settings: usize, state: usize, window: usize, windowGroups: i32, key: usize, frames: i32, gains: usize,
): void {
  const isGate = load<i32>(settings, 72) != 0
  for (; frames > 0; frames -= QUANTUM_FRAMES) {
    heldPeaks(state, window, windowGroups, key, gains)
    if (isGate) gated(settings, state, gains)
    else expanded(settings, gains)
    smoothed(settings, state, gains)
    key += <usize>QUANTUM_FRAMES * 16
    gains += QUANTUM_GROUPS_BYTES
  }
}

/** First half of `gateGains`: wanted reductions, one a group, for `frames` frames of `key`. */
export function gateReductions(
  settings: usize, state: usize, window: usize, windowGroups: i32, key: usize, frames: i32, reductions: usize,
): void {
  const isGate = load<i32>(settings, 72) != 0
  for (; frames > 0; frames -= QUANTUM_FRAMES) {
    heldPeaks(state, window, windowGroups, key, reductions)
    if (isGate) gated(settings, state, reductions)
    else expanded(settings, reductions)
    key += <usize>QUANTUM_FRAMES * 16
    reductions += QUANTUM_GROUPS_BYTES
  }
}

/** Second half: wanted reductions to gains, in place. */
export function smoothedGate(settings: usize, state: usize, reductions: usize, frames: i32): void {
  for (; frames > 0; frames -= QUANTUM_FRAMES, reductions += QUANTUM_GROUPS_BYTES) smoothed(settings, state, reductions)
}

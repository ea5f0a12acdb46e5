// Peak levels of groups of four frames, held over a window. Not exported from the module.
//
// state      +56 largest of the window's running span (f64) | +72 index in the window (i32)
// window     windowGroups + 1 numbers, see sliding-max.ts; all 0 at the start

import { closeSpan, slide } from './sliding-max'

const GROUP_BYTES: usize = 64
const QUANTUM_GROUPS_BYTES: usize = 128
const MAGNITUDE = memory.data<u64>([0x7fffffffffffffff])

@inline
function groupPeak(at: usize, magnitude: v128): v128 {
  return f64x2.pmax(
    f64x2.pmax(v128.and(v128.load(at), magnitude), v128.and(v128.load(at, 16), magnitude)),
    f64x2.pmax(v128.and(v128.load(at, 32), magnitude), v128.and(v128.load(at, 48), magnitude)),
  )
}

/** Peak levels of a quantum into `levels`, held over the window, of the louder channel; returns the largest. */
export function heldPeaks(state: usize, window: usize, windowGroups: i32, key: usize, levels: usize): f64 {
  const magnitude = v128.load64_splat(MAGNITUDE)
  let index = load<i32>(state, 72)
  let leading = v128.load64_zero(state, 56)
  let largest = f64x2.splat(0)
  for (const end = levels + QUANTUM_GROUPS_BYTES; levels < end; levels += 8, key += GROUP_BYTES) {
    const peaks = groupPeak(key, magnitude)
    const level = f64x2.pmax(peaks, v128.shuffle<f64>(peaks, peaks, 1, 0))
    leading = f64x2.pmax(leading, level)
    const held = slide(window, index, leading, level)
    v128.store64_lane(levels, held, 0)
    largest = f64x2.pmax(largest, held)
    if (++index == windowGroups) {
      closeSpan(window, windowGroups)
      index = 0
      leading = f64x2.splat(0)
    }
  }
  store<i32>(state, index, 72)
  v128.store64_lane(state, leading, 0, 56)
  return f64x2.extract_lane(largest, 0)
}

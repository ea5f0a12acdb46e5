// Settings that go in straight lines through a quantum, taken at the end of each group of four frames, two at a time.
// Not exported from the module.

/** How far through the quantum the first two groups end: 1/16 and 2/16. */
export const FIRST_GROUPS: usize = memory.data<f64>([0.0625, 0.125], 16)
/** How much further the next two do. */
export const TWO_GROUPS: f64 = 0.125
/** And each. */
export const PER_GROUP: f64 = 0.0625

/** The setting `at`, which gains what lies at `step` up to the end of the quantum; without `steps` it stands. */
@inline
export function settingAt(at: usize, step: usize, steps: usize, t: v128): v128 {
  if (steps == 0) return v128.load64_splat(at)
  return f64x2.add(v128.load64_splat(at), f64x2.mul(v128.load64_splat(step), t))
}

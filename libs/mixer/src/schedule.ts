import type { StripPlan } from './plan.ts'

/** Rough cost of an insert in half nanoseconds a frame; only steers who computes what, never a sample. */
const INSERT_COST: Readonly<Record<string, number>> = {
  eq: 7,
  compressor: 5,
  expander: 5,
  gate: 5,
  deesser: 12,
  multiband: 40,
  transient: 6,
  saturation: 200,
  chorus: 60,
  reverb: 60,
  convolution: 100,
  delay: 17,
  limiter: 22,
  stereo: 4,
}
/** Reading, and being added to a sum by the same worker. */
const SOURCE_COST = 7
const INPUT_COST = 2
const PLACEMENT_COST = 1
/** Writing, hashing, measuring and following the mix. */
const SINK_COST = 90

/** For each strip the worker that computes it: dearest first, each to the worker with the least to do. */
export function assignStrips(strips: readonly StripPlan[], workers: number): number[] {
  const load = new Array<number>(workers).fill(0)
  const owner = new Array<number>(strips.length).fill(0)
  const byCost = strips.map((strip, index) => ({ index, cost: costOf(strip) }))
  byCost.sort((a, b) => b.cost - a.cost || a.index - b.index)
  for (const { index, cost } of byCost) {
    const idlest = load.indexOf(Math.min(...load))
    owner[index] = idlest
    load[idlest]! += cost
  }
  return owner
}

/** How many strips a signal passes before the last, on the longest way through inputs and side-chains. */
export function deskDepth(strips: readonly StripPlan[]): number {
  const depths: number[] = []
  for (const { inputs, inserts } of strips) {
    const keys = inserts.flatMap(({ key }) => (key === null ? [] : [key]))
    const before = [...inputs.map(({ from }) => from), ...keys]
    depths.push(before.reduce((depth, index) => Math.max(depth, depths[index]! + 1), 0))
  }
  return Math.max(...depths)
}

function costOf(strip: StripPlan): number {
  const inserts = strip.inserts.reduce((sum, { insert }) => sum + (INSERT_COST[insert.kind] ?? 10), 0)
  const added = strip.kind === 'sum' ? 1 : strip.inputs.length
  const input = strip.stem === null ? added * INPUT_COST : SOURCE_COST
  return input + inserts + PLACEMENT_COST + (strip.kind === 'mix' ? SINK_COST : 0)
}

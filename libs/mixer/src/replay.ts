import type { HeardInput, JoinedPlan, JoinedStrip } from './join-stems.ts'
import type { InputPlan } from './plan.ts'

/** What a sum of stems came to before, and what of it has changed since. */
export interface Replay {
  /** Index of the sum in the plan. */
  sum: number
  /** Inputs of the sum, by their indices, that the recording holds as they are. */
  held: ReadonlySet<number>
  /** Stem that plays the recording of the former sum. */
  recording: number
  /** Of the former sum. */
  latencyFrames: number
  /** Longest silence in the tails of what is held. */
  gapFrames: number
  /** The former sum, last, behind all that fed or keyed it. Stems count from `firstStem` on. */
  former: readonly JoinedStrip[]
  firstStem: number
  /** Inputs of the former sum that are taken away. */
  removed: readonly number[]
  /**
   * Of those, strips that are in the plan as well but for what comes after their inserts: by their indices in `former`,
   * those in the plan.
   */
  moved: ReadonlyMap<number, number>
}

/**
 * A plan that plays recordings of sums, takes away what is in them no more and adds what is new, so that what did not
 * change need not be computed. Sums of stems are exact: the mix is that of the whole plan, bit for bit.
 */
export function replayPlan(plan: JoinedPlan, replays: readonly Replay[]): JoinedPlan {
  const strips: JoinedStrip[] = []
  const placedNow = new Map<number, number>()
  const visitor = (
    former: Replay | null,
    source: readonly JoinedStrip[],
    firstStem: number,
    bySum: ReadonlyMap<number, Replay>,
  ) => {
    const placed = former ? new Map<number, number>() : placedNow
    const isFormer = former !== null
    const visit = (index: number): number => {
      const known = placed.get(index)
      if (known !== undefined) return known
      const strip = source[index]!
      const moved = placedNow.get(former?.moved.get(index) ?? NONE)
      if (moved !== undefined) {
        placed.set(index, strips.length)
        return strips.push(behindInserts(strip, moved)) - 1
      }
      const replay = bySum.get(index)
      const visited = (input: InputPlan): InputPlan => ({ ...input, from: visit(input.from) })
      const changed = strip.inputs.filter((_, input) => !replay?.held.has(input)).map(visited)
      const inputs = replay ? [...recorded(replay), ...changed] : changed
      const inserts = strip.inserts.map((slot) => ({ ...slot, key: slot.key === null ? null : visit(slot.key) }))
      const stem = strip.stem === null ? null : strip.stem + firstStem
      const heard = isFormer ? [] : strip.heard.map((input) => input && heardFrom(placed, input))
      placed.set(index, strips.length)
      return strips.push({ ...strip, origin: isFormer ? null : strip.origin, stem, inputs, inserts, heard }) - 1
    }
    return visit
  }
  const recorded = (replay: Replay): InputPlan[] => {
    const { former, firstStem, removed } = replay
    const visitFormer = visitor(replay, former, firstStem, new Map())
    const gone = removed.map((index): InputPlan => {
      const input = former[former.length - 1]!.inputs[index]!
      return { ...input, from: visitFormer(input.from), subtracted: true }
    })
    const from = strips.push(recordingStrip(replay)) - 1
    return [{ from, tap: 'postFader', levelDb: 0 }, ...gone]
  }
  visitor(null, plan.strips, 0, new Map(replays.map((replay) => [replay.sum, replay])))(plan.strips.length - 1)
  return { ...plan, strips }
}

/** The index of no strip. */
const NONE = -1

/** What a former strip makes of what another one gives ahead of its fader. */
function behindInserts(strip: JoinedStrip, from: number): JoinedStrip {
  const input: InputPlan = { from, tap: 'preFader', levelDb: 0 }
  return { ...strip, stem: null, trimDb: 0, inverted: false, inputs: [input], inserts: [], origin: null, heard: [] }
}

function heardFrom(placed: ReadonlyMap<number, number>, input: HeardInput): HeardInput | null {
  const from = placed.get(input.from)
  return from === undefined ? null : { ...input, from }
}

function recordingStrip({ recording, latencyFrames, gapFrames }: Replay): JoinedStrip {
  return {
    name: 'recording',
    kind: 'stem',
    stem: recording,
    recorded: { latencyFrames, gapFrames },
    mono: false,
    trimDb: 0,
    inverted: false,
    origin: null,
    heard: [],
    inputs: [],
    inserts: [],
    faderDb: 0,
    groupsDb: [],
    pan: 0,
    width: 1,
  }
}

/** A strip of a plan behind all that feeds or keys it, alone. */
export function partOf(plan: JoinedPlan, index: number): JoinedStrip[] {
  const needed = new Set([index])
  for (const at of needed) {
    const { inputs, inserts } = plan.strips[at]!
    for (const { from } of inputs) needed.add(from)
    for (const { key } of inserts) if (key !== null) needed.add(key)
  }
  const order = [...needed].sort((a, b) => a - b)
  const moved = new Map(order.map((at, place) => [at, place]))
  return order.map((at) => {
    const strip = plan.strips[at]!
    return {
      ...strip,
      heard: [],
      inputs: strip.inputs.map((input) => ({ ...input, from: moved.get(input.from)! })),
      inserts: strip.inserts.map((slot) => ({ ...slot, key: slot.key === null ? null : moved.get(slot.key)! })),
    }
  })
}

import type { JoinedPlan, JoinedStrip } from './join-stems.ts'
import type { InputPlan } from './plan.ts'
import { assignStrips } from './schedule.ts'

/** A strip of a desk whose sums are shared out. */
export interface DeskStrip extends JoinedStrip {
  /** The worker that computes it. */
  owner: number
  /** Its index in the joined plan; null of a worker's share of a sum. */
  place: number | null
  /** Of a sum: which input of the joined one each of its own is; null of those that are shares. */
  inputPlaces: readonly (number | null)[]
}

/** Fewer than these are added up where they are wanted. */
const FEWEST_SHARED = 2

/**
 * Gives each strip to a worker, and to each worker a share of every sum of stems: it adds up its own stems while they
 * are in its processor's cache, and only what they come to goes from one to the other. Sums of stems are exact, so that
 * this changes no bit.
 */
export function shareSums({ strips }: JoinedPlan, workers: number): DeskStrip[] {
  const owners = assignStrips(strips, workers)
  const shared: DeskStrip[] = []
  const moved: number[] = []
  for (const [place, strip] of strips.entries()) {
    const owner = owners[place]!
    const inputs: InputPlan[] = []
    const inputPlaces: (number | null)[] = []
    for (let worker = 0; worker < workers; worker++) {
      const own = [...strip.inputs.entries()].filter(([, { from }]) => strip.kind !== 'sum' || owners[from] === worker)
      const places = own.map(([at]) => at)
      const fed = own.map(([, input]) => ({ ...input, from: moved[input.from]! }))
      if (strip.kind === 'sum' && worker !== owner && own.length >= FEWEST_SHARED) {
        inputs.push({ from: shared.length, tap: 'postFader', levelDb: 0 })
        inputPlaces.push(null)
        shared.push({ ...strip, owner: worker, place: null, inputs: fed, inputPlaces: places })
      } else {
        inputs.push(...fed)
        inputPlaces.push(...places)
      }
      if (strip.kind !== 'sum') break
    }
    const inserts = strip.inserts.map((slot) => ({ ...slot, key: slot.key === null ? null : moved[slot.key]! }))
    const heard = strip.heard.map((input) => input && { ...input, from: moved[input.from]! })
    moved.push(shared.length)
    shared.push({ ...strip, owner, place, inputs, inputPlaces, inserts, heard })
  }
  return shared
}

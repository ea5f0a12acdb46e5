import type { InputPlan, MixPlan, StripPlan } from './plan.ts'

/** What flows into a strip, as it was written. */
export interface HeardInput extends InputPlan {
  /** Whether it is rounded as it is in a sum of stems. */
  isExact: boolean
}

/** A strip of a desk whose stems are joined. */
export interface JoinedStrip extends StripPlan {
  /** Its index in the plan as it was written; null of sums. */
  origin: number | null
  /** All that flows into it, as it was written; null where a replay does not compute it. */
  heard: readonly (HeardInput | null)[]
  /** Of a stem that plays a recording of what comes late: by how much, and the longest silence in its tails. */
  recorded?: { latencyFrames: number; gapFrames: number }
}

/** A plan whose sums of stems are strips of their own. */
export interface JoinedPlan extends MixPlan {
  strips: readonly JoinedStrip[]
}

/**
 * Adds up the stems that flow into each strip ahead of all else, in a strip of kind `sum`. Where all of them come at one
 * level, it is applied to their sum, and strips that the same stems flow into share it.
 *
 * What a sum adds is rounded to a grid on which sums are exact, so that stems can be added and taken away in any order.
 * A stem that is the only one to flow into a strip needs none of it, and stays as it is.
 */
export function joinStems(plan: MixPlan): JoinedPlan {
  if (isJoined(plan)) return plan
  const strips: JoinedStrip[] = []
  const moved: number[] = []
  const sums = new Map<string, number>()
  const sumOf = (inputs: readonly InputPlan[]): number => {
    const key = JSON.stringify(inputs)
    const known = sums.get(key)
    if (known !== undefined) return known
    sums.set(key, strips.length)
    return strips.push(sumStrip(inputs)) - 1
  }
  for (const [origin, strip] of plan.strips.entries()) {
    const written = strip.inputs.map((input) => ({ ...input, from: moved[input.from]! }))
    const isStem = ({ from }: InputPlan) => strips[from]!.kind === 'stem'
    const stems = written.filter(isStem)
    const heard = written.map((input) => ({ ...input, isExact: stems.length > 1 && isStem(input) }))
    let inputs = written
    if (stems.length > 1) {
      const levelDb = commonLevelDb(stems)
      const joined = levelDb === undefined ? stems : stems.map((stem) => ({ ...stem, levelDb: 0 }))
      const from = sumOf(joined)
      inputs = [{ from, tap: 'postFader', levelDb: levelDb ?? 0 }, ...written.filter((input) => !isStem(input))]
    }
    const inserts = strip.inserts.map((slot) => ({ ...slot, key: slot.key === null ? null : moved[slot.key]! }))
    moved.push(strips.length)
    strips.push({ ...strip, origin, heard, inputs, inserts })
  }
  return { ...plan, strips }
}

function isJoined(plan: MixPlan): plan is JoinedPlan {
  return 'heard' in plan.strips[0]!
}

function commonLevelDb([first, ...rest]: readonly InputPlan[]): number | undefined {
  const { levelDb } = first!
  return typeof levelDb === 'number' && rest.every((one) => one.levelDb === levelDb) ? levelDb : undefined
}

function sumStrip(inputs: readonly InputPlan[]): JoinedStrip {
  return {
    name: 'sum',
    kind: 'sum',
    stem: null,
    mono: false,
    trimDb: 0,
    inverted: false,
    origin: null,
    heard: [],
    inputs,
    inserts: [],
    faderDb: 0,
    groupsDb: [],
    pan: 0,
    width: 1,
  }
}

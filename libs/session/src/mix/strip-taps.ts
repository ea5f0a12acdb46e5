import type { Project } from '@mixwright/project'
import type { PlannedMix } from '../plan/plan-mix.ts'
import { byCodePoints } from '../plan/written-order.ts'

/** Where a strip flows into its bus, post-fader. */
export interface StripTap {
  /** Name of the strip. */
  name: string
  /** Indices of the bus in the plan, and of the signal among the bus's inputs. */
  bus: number
  input: number
}

/**
 * Where stems, buses and returns reach their buses, in the written order. Strips that nobody hears are left out.
 *
 * @param names those that are wanted; all where it is left out
 */
export function stripTaps(
  { stems, buses, returns }: Project,
  { plan: { strips } }: PlannedMix,
  names?: ReadonlySet<string>,
): StripTap[] {
  const inOrder = [stems, buses, returns].flatMap((list) => [...list].sort((a, b) => byCodePoints(a.name, b.name)))
  return inOrder.flatMap(({ name, bus: to }): StripTap[] => {
    if (names?.has(name) === false) return []
    const bus = strips.findIndex((strip) => strip.name === to)
    const inputs = strips[bus]?.inputs ?? []
    const input = inputs.findIndex(({ from, tap }) => strips[from]!.name === name && tap === 'postFader')
    return input < 0 ? [] : [{ name, bus, input }]
  })
}

import type { Arena } from '@mixwright/kernels'
import type { Curve } from './curve.ts'
import { type MayMove, moves } from './may-move.ts'
import { MovingInsert, type Tunable } from './moving-insert.ts'
import { builtFor, bypassed, type MovingParts } from './moving-parts.ts'
import type { Processor } from './processor.ts'

/** A kind of processor, and how its settings move. */
export interface Kind<T extends object> {
  readonly Processor: new (options: T, arena: Arena, sampleRateHz: number) => Processor & Partial<Tunable<T>>
  /** Takes its place where curves are left in its settings, and reads them itself. */
  readonly Moving?: new (
    settings: MayMove<T>,
    arena: Arena,
    sampleRateHz: number,
  ) => Processor
  /** What moves around the processor. */
  parts(plan: MayMove<T>): MovingParts<T>
}

/** A processor whose settings may move, and which may be passed by. `bypass` goes from 0 (heard) to 1. */
export function createMoving<T extends object>(
  { Processor, Moving, parts }: Kind<T>,
  plan: MayMove<T>,
  bypass: Curve,
  arena: Arena,
  sampleRateHz: number,
): Processor {
  if (bypass === 0 && !moves(plan)) return new Processor(plan as T, arena, sampleRateHz)
  const { settings, around, own } = parts(plan)
  const inner: Processor & Partial<Tunable<T>> =
    Moving && moves(settings)
      ? new Moving(settings, arena, sampleRateHz)
      : new Processor({ ...builtFor(settings), ...own }, arena, sampleRateHz)
  return new MovingInsert(inner, settings, bypass === 0 ? around : bypassed(around, bypass), arena, sampleRateHz)
}

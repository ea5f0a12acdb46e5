import { type Curve, type CurvePoint, curveValueBefore } from './curve.ts'

/** A curve whose steps are to be faded over: for the length of a fade what was there before goes on beside it. */
export interface Switched {
  readonly curve: Curve
  /** The value that the last step left. */
  readonly former: Curve
  /** How much of it is heard still: 1 at a step, and in an S down to 0. */
  readonly fade: Curve
}

/** Fades of `frames` frames, cut short by a step that comes sooner. */
export function switched(curve: Curve, frames: number): Switched {
  if (typeof curve === 'number') return { curve, former: curve, fade: 0 }
  const steps = curve.slice(1).filter(({ shape }) => shape === 'step')
  if (steps.length === 0) return { curve, former: curve[0]!.value, fade: 0 }
  const former = steps.map(
    ({ atFrame }): CurvePoint => ({
      atFrame,
      value: curveValueBefore(curve, atFrame),
      shape: 'step',
    }),
  )
  const fade = steps.flatMap(({ atFrame }, index): CurvePoint[] => [
    { atFrame, value: 1, shape: 'step' },
    { atFrame: Math.min(atFrame + frames, steps[index + 1]?.atFrame ?? Infinity), value: 0, shape: 'smooth' },
  ])
  return { curve, former, fade: [{ atFrame: steps[0]!.atFrame - 1, value: 0, shape: 'step' }, ...fade] }
}

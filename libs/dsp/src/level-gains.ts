import { dbToGain } from '@mixwright/kernels'
import type { Curve } from './curve.ts'
import type { Gains } from './gain-ramp.ts'

/** Where a moving threshold is taken to lie; what is compared with it is raised or lowered instead. dBFS. */
export const NOMINAL_DB = -20

/** Level of what a threshold is compared with, so that the threshold can stay where it is. */
export function againstThreshold(thresholdDb: Curve): Gains {
  return { curves: [thresholdDb], of: (db) => [dbToGain(NOMINAL_DB - db!)] }
}

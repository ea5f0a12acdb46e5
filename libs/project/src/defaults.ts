import { LIMITER_STYLES } from '@mixwright/audio'
import { bandTypes, type EqBandType } from './eq.ts'
import { type Insert, processors } from './insert.ts'
import { insertFields } from './processor.ts'
import { defaultsOf } from './record.ts'
import { stemFields } from './stem.ts'

/** What properties of a description are where nothing is written. */
export type Defaults = Readonly<Record<string, unknown>>

/** The strip of a stem, bus or return; the latter know fewer keys. */
export const stripDefaults: Defaults = defaultsOf(stemFields)

/** The settings of an insert; those of a limiter come from its style. */
export function insertDefaults(insert: Insert): Defaults {
  const style = insert.kind === 'limiter' ? LIMITER_STYLES[insert.style] : {}
  return { ...defaultsOf({ ...processors[insert.kind].fields, ...insertFields }), ...style }
}

/** The settings of a band of an eq. */
export function eqBandDefaults(type: EqBandType): Defaults {
  return defaultsOf(bandTypes[type].beside)
}

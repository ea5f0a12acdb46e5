import { BANDS } from '@mixwright/metering'
import { STRONG_DB } from './lost-low.ts'

/** The lowest octave that carries a good part of a sound. */
export interface LowestStrong {
  name: string
  centreHz: number
  /** Upper edge: a high-pass above it takes this octave away. Hz */
  topHz: number
}

/** Finds it in levels by octave, dBFS; nothing in silence. */
export function lowestStrong(bandsDb: Readonly<Record<string, number | null>>): LowestStrong | undefined {
  const levels = BANDS.map(({ name }) => bandsDb[name] ?? Number.NEGATIVE_INFINITY)
  const strongest = Math.max(...levels)
  const lowest = BANDS[levels.findIndex((level) => level > strongest - STRONG_DB)]
  if (!Number.isFinite(strongest) || !lowest) return undefined
  return { name: lowest.name, centreHz: lowest.centreHz, topHz: lowest.centreHz * Math.SQRT2 }
}

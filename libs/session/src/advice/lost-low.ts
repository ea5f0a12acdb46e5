import { BANDS, type Measurement } from '@mixwright/metering'

/** A band counts as part of the sound that is no more than this under the strongest. dB */
export const STRONG_DB = 12

/** Octaves that mono takes away from when the sides are out of phase. */
const LOWS = ['31.5 Hz', '63 Hz', '125 Hz'] as const
/** Share of the side from which more is lost in mono than stays. */
const MOSTLY_SIDE = 0.6

/** Levels of octave bands, dBFS, and the share of the side in each. */
export type Spectrum = Pick<Measurement, 'bandsWidth'> & { bandsDb: Readonly<Record<string, number | null>> }

/** The loudest low octave that is mostly side, when it matters beside the rest of the sound. */
export function lostLow({ bandsDb, bandsWidth }: Spectrum): (typeof LOWS)[number] | undefined {
  const level = (name: string) => bandsDb[name] ?? -Infinity
  const strongest = Math.max(...BANDS.map(({ name }) => level(name)))
  const lost = LOWS.filter((name) => (bandsWidth[name] ?? 0) > MOSTLY_SIDE && level(name) > strongest - STRONG_DB)
  return lost.sort((a, b) => level(b) - level(a))[0]
}

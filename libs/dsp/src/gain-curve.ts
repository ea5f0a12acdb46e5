import { dbToGain, gainToDb, maths } from '@mixwright/kernels'

/** What a compressor does to a level that stands still. */
export interface GainCurve {
  /** Level above which gain is reduced. dBFS. */
  thresholdDb: number
  /** Input dB over the threshold per output dB. >= 1; 1 does nothing, Infinity holds the threshold. */
  ratio: number
  /** Width of the bend, centred on the threshold. dB, 0 (hard) and up. */
  kneeDb: number
}

/** A gain curve on the whole signal, with what follows it. */
export interface BlendedGainCurve extends GainCurve {
  /** Gain after the reduction. dB. */
  makeupDb: number
  /** Part of the output that is compressed, the rest is the input. 0 … 1. */
  mix: number
}

/** One octave of amplitude, the kernels' unit of level, is 6.02 dB. */
export const DB_PER_OCTAVE = 20 * maths.log10(2)

/**
 * Gain reduction at a level, dB >= 0.
 * Source: Giannoulis, Massberg and Reiss, JAES 60(6), 2012, eq. 4.
 */
export function reductionDb({ thresholdDb, ratio, kneeDb }: GainCurve, levelDb: number): number {
  const slope = 1 - 1 / ratio
  const over = Math.max(0, levelDb - (thresholdDb - kneeDb / 2))
  if (over >= kneeDb) return slope * Math.max(0, levelDb - thresholdDb)
  return (slope * over * over) / (2 * kneeDb)
}

/** Output level for a steady input level, dB, of a compressor's whole path. */
export function staticCurveDb(curve: BlendedGainCurve, inputDb: number): number {
  const wet = dbToGain(curve.makeupDb - reductionDb(curve, inputDb))
  return inputDb + gainToDb(1 - curve.mix + curve.mix * wet)
}

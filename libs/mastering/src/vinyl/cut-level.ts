import { dbToGain } from '@mixwright/dsp'

/**
 * Velocity of one wall of the groove, cm/s a unit of sample at 1 kHz, when the programme is cut at `levelDb`: its loudest
 * 400 ms become as loud as a 1 kHz tone with this lateral peak velocity. Silence is cut at 0.
 *
 * A tone of amplitude A on both channels reads 20 log10(A) LUFS, and moves the groove sideways at √2 times either wall.
 */
export function wallVelocity(momentaryMaxLufs: number, levelDb: number, referenceCmPerS: number): number {
  if (momentaryMaxLufs === Number.NEGATIVE_INFINITY) return 0
  return (referenceCmPerS * dbToGain(levelDb - momentaryMaxLufs)) / Math.SQRT2
}

import { maths } from '@mixwright/kernels'

/** Level in dB of a mean square (1 is 0 dBFS); 0 is -Infinity. */
export function powerToDb(meanSquare: number): number {
  return meanSquare > 0 ? 10 * maths.log10(meanSquare) : Number.NEGATIVE_INFINITY
}

/** Mean square at a level in dB. */
export function dbToPower(db: number): number {
  return maths.pow(10, db / 10)
}

/** Cancels the gain of K-weighting at 997 Hz (BS.1770): LUFS of a K-weighted mean square is `offset + 10 log10`. */
const LOUDNESS_OFFSET_LU = -0.691

/** Loudness of a K-weighted mean square, channel weights included; 0 is -Infinity. */
export function powerToLufs(meanSquare: number): number {
  return LOUDNESS_OFFSET_LU + powerToDb(meanSquare)
}

/** K-weighted mean square at a loudness. */
export function lufsToPower(lufs: number): number {
  return dbToPower(lufs - LOUDNESS_OFFSET_LU)
}

/** Aliases and images lie this far under the signal. The promise is 140 dB. */
const STOP_BAND_DB = 150

/** End of the pass-band, as a part of the lower of the two Nyquist frequencies: 20 kHz at 44.1 kHz. */
export const PASS_BAND = 0.907

/** Kaiser's window parameter for STOP_BAND_DB. */
export const KAISER_BETA = 0.1102 * (STOP_BAND_DB - 8.7)

/**
 * Length of a Kaiser-windowed filter. `transition` is the width from pass-band to stop-band in cycles a frame; the
 * result is in frames.
 *
 * Source: Kaiser, "Nonrecursive digital filter design using the I0-sinh window function", ISCAS 1974
 */
export function kaiserWidth(transition: number): number {
  return (STOP_BAND_DB - 7.95) / (2.285 * 2 * Math.PI * transition) + 1
}

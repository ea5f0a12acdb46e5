/** What is left of a signal when the best-fitting sine of one frequency is taken out. */
export interface ToneFit {
  /** Peak of the sine. */
  amplitude: number
  /** RMS of the rest, as a sine of that RMS would peak: comparable with `amplitude`. */
  rest: number
}

/** Least-squares fit of a sine at `freqHz`; the signal should hold many cycles. */
export function fitTone(signal: Float64Array, freqHz: number, sampleRateHz: number): ToneFit {
  const omega = (2 * Math.PI * freqHz) / sampleRateHz
  let [cc, cs, ss, xc, xs] = [0, 0, 0, 0, 0]
  for (let n = 0; n < signal.length; n++) {
    const c = Math.cos(omega * n)
    const s = Math.sin(omega * n)
    cc += c * c
    cs += c * s
    ss += s * s
    xc += signal[n]! * c
    xs += signal[n]! * s
  }
  const determinant = cc * ss - cs * cs
  const a = (xc * ss - xs * cs) / determinant
  const b = (xs * cc - xc * cs) / determinant
  let square = 0
  for (let n = 0; n < signal.length; n++) {
    square += (signal[n]! - a * Math.cos(omega * n) - b * Math.sin(omega * n)) ** 2
  }
  return { amplitude: Math.hypot(a, b), rest: Math.sqrt((2 * square) / signal.length) }
}

/** Size of the spectrum of an impulse response at one frequency. */
export function responseAt(response: Float64Array, freqHz: number, sampleRateHz: number): number {
  let [re, im] = [0, 0]
  for (let n = 0; n < response.length; n++) {
    re += response[n]! * Math.cos((2 * Math.PI * freqHz * n) / sampleRateHz)
    im -= response[n]! * Math.sin((2 * Math.PI * freqHz * n) / sampleRateHz)
  }
  return Math.hypot(re, im)
}

/** Level in dB of an amplitude ratio; not for silence. */
export function toDb(ratio: number): number {
  return 20 * Math.log10(ratio)
}

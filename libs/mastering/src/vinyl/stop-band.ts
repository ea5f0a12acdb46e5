import { type Biquad, maths } from '@mixwright/dsp'

/** An inverse Chebyshev filter: no ripple where it passes, at least `stopDb` down all through its stop-band. */
export interface StopBand {
  kind: 'highPass' | 'lowPass'
  /** Even. */
  order: number
  /** Least attenuation of the stop-band. dB, > 0. */
  stopDb: number
  /** Where the stop-band begins. Hz, below half the sample rate. */
  stopHz: number
}

/**
 * Second-order sections of the filter, by the bilinear transform, exact at `stopHz`.
 * Source: Oppenheim and Schafer, "Discrete-Time Signal Processing", appendix B.
 */
export function stopBandSections({ kind, order, stopDb, stopHz }: StopBand, sampleRateHz: number): Biquad[] {
  const t = maths.tan((Math.PI * stopHz) / sampleRateHz)
  const spread = asinh(Math.sqrt(maths.pow(10, stopDb / 10) - 1)) / order
  const sections: Biquad[] = []
  for (let pair = 1; pair <= order / 2; pair++) {
    const angle = ((2 * pair - 1) * Math.PI) / (2 * order)
    const zero = maths.cos(angle)
    const re = maths.sinh(spread) * maths.sin(angle)
    const im = maths.cosh(spread) * zero
    // High-pass, s in units of the stop frequency: (s² + zero²) / (s² + 2 re s + re² + im²); low-pass: 1 / s for s.
    const [u, sign] = kind === 'highPass' ? [t, 1] : [1 / t, -1]
    const a0 = 1 + 2 * re * u + (re * re + im * im) * u * u
    const b0 = (1 + zero * zero * u * u) / a0
    sections.push({
      b0,
      b1: (sign * 2 * (zero * zero * u * u - 1)) / a0,
      b2: b0,
      a1: (sign * 2 * ((re * re + im * im) * u * u - 1)) / a0,
      a2: (1 - 2 * re * u + (re * re + im * im) * u * u) / a0,
    })
  }
  return sections
}

/** Frequency at which the filter is 3 dB down, over the stop frequency (or under it for a low-pass), both warped. */
export function halfPowerRatio({ order, stopDb }: Pick<StopBand, 'order' | 'stopDb'>): number {
  return maths.cosh(acosh(Math.sqrt(maths.pow(10, stopDb / 10) - 1)) / order)
}

function asinh(x: number): number {
  return maths.log(x + Math.sqrt(x * x + 1))
}

function acosh(x: number): number {
  return maths.log(x + Math.sqrt(x * x - 1))
}

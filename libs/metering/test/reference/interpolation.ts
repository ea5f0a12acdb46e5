/** An interpolation filter as a curve: `at(i)` is its value i / points samples from the centre, 0 outside. */
export interface Curve {
  /** Offsets of the points that are read between two samples, in samples. */
  fractions: readonly number[]
  half: number
  /** Weight of the sample that lies `distance` samples after the point that is read. */
  weight(distance: number): number
  at(i: number): number
}

/** Sinc under a Kaiser window that is `half` samples long to either side, `points` points a sample, unit gain at 0 Hz. */
export function kaiserSinc({ points = 8, half = 32, beta = 9 } = {}): Curve {
  const raw = (u: number) => {
    if (Math.abs(u) >= half) return 0
    const sinc = u === 0 ? 1 : Math.sin(Math.PI * u) / (Math.PI * u)
    return (sinc * besselI0(beta * Math.sqrt(1 - (u / half) ** 2))) / besselI0(beta)
  }
  const sums = new Map<number, number>()
  const sumAt = (fraction: number) => {
    let sum = sums.get(fraction)
    if (sum === undefined) {
      sum = 0
      for (let k = -half; k <= half; k++) sum += raw(k - fraction)
      sums.set(fraction, sum)
    }
    return sum
  }
  const weight = (distance: number) => raw(distance) / sumAt(Math.ceil(distance) - distance)
  const fractions = Array.from({ length: points }, (_, i) => i / points)
  return { fractions, half, weight, at: (i) => raw(i / points) }
}

const ITU_PHASE_0 = [
  0.001708984375, 0.010986328125, -0.0196533203125, 0.033203125, -0.0594482421875, 0.1373291015625, 0.97216796875,
  -0.102294921875, 0.047607421875, -0.026611328125, 0.014892578125, -0.00830078125,
]
const ITU_PHASE_1 = [
  -0.0291748046875, 0.029296875, -0.0517578125, 0.089111328125, -0.16650390625, 0.465087890625, 0.77978515625,
  -0.2003173828125, 0.1015625, -0.0582275390625, 0.0330810546875, -0.0189208984375,
]

/** The four phases of BS.1770 Annex 2, at nominal offsets 1/8, 3/8, 5/8, 7/8; the newest sample comes first. */
export function ituTaps(): Curve {
  const phases = [ITU_PHASE_0, ITU_PHASE_1, ITU_PHASE_1.toReversed(), ITU_PHASE_0.toReversed()]
  const fractions = [0.125, 0.375, 0.625, 0.875]
  const weight = (distance: number) => {
    const fraction = Math.ceil(distance) - distance
    const phase = phases[fractions.indexOf(fraction)]!
    return phase[6 - Math.ceil(distance)] ?? 0
  }
  return { fractions, half: 6, weight, at: (i) => weight(i) }
}

/** Largest absolute value over every point of the grid, the samples lying between two silences. */
export function everyPointPeak(samples: Float64Array, { fractions, half, weight }: Curve): number {
  const weights = fractions.map((fraction) =>
    Array.from({ length: 2 * half }, (_, i) => weight(i - half + 1 - fraction)),
  )
  let peak = 0
  for (let n = -half; n < samples.length + half; n++) {
    for (const taps of weights) {
      let value = 0
      for (let i = 0; i < taps.length; i++) value += taps[i]! * (samples[n + i - half + 1] ?? 0)
      peak = Math.max(peak, Math.abs(value))
    }
  }
  return peak
}

function besselI0(x: number): number {
  let term = 1
  let sum = 1
  for (let k = 1; k < 60; k++) {
    term *= (x / (2 * k)) ** 2
    sum += term
  }
  return sum
}

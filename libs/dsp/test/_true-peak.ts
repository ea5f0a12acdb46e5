const POINTS = 8
const HALF_TAPS = 32
const KAISER_BETA = 9

/** Highest of the samples and of seven points between each two, 64 taps each, with silence around the signal. */
export function truePeak(signal: Float64Array): number {
  const padded = new Float64Array(signal.length + 2 * HALF_TAPS)
  padded.set(signal, HALF_TAPS)
  return highestPoints(padded).reduce((top, point, n) => Math.max(top, point, Math.abs(padded[n]!)), 0)
}

/** Highest of the seven points between each sample and the next, with silence around the signal. */
export function highestPoints(signal: Float64Array): Float64Array {
  const padded = new Float64Array(signal.length + 2 * HALF_TAPS)
  padded.set(signal, HALF_TAPS - 1)
  const points = new Float64Array(signal.length)
  for (const taps of FILTERS) {
    for (let n = 0; n < points.length; n++) {
      let sum = 0
      for (let k = 0; k < taps.length; k++) sum += taps[k]! * padded[n + k]!
      points[n] = Math.max(points[n]!, Math.abs(sum))
    }
  }
  return points
}

/** Sinc under a Kaiser window for the points at 1/8 … 7/8, each of sum 1. */
const FILTERS = Array.from({ length: POINTS - 1 }, (_, i) => {
  const taps = Float64Array.from({ length: 2 * HALF_TAPS }, (_, k) => {
    const u = k - HALF_TAPS + 1 - (i + 1) / POINTS
    return (Math.sin(Math.PI * u) / (Math.PI * u)) * besselI0(KAISER_BETA * Math.sqrt(1 - (u / HALF_TAPS) ** 2))
  })
  const sum = taps.reduce((total, tap) => total + tap, 0)
  return taps.map((tap) => tap / sum)
})

function besselI0(x: number): number {
  let [term, sum] = [1, 1]
  for (let k = 1; term > sum * 1e-18; k++) {
    term *= (x / (2 * k)) ** 2
    sum += term
  }
  return sum
}

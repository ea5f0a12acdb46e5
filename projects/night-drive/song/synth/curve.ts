/** A line through points of time and value, in order of time; level before the first and after the last. */
export type Curve = readonly (readonly [atS: number, value: number])[]

/** Value of a curve at a moment. s. */
export function curveAt(curve: Curve, seconds: number): number {
  let [fromS, from] = curve[0]!
  for (const [toS, to] of curve) {
    if (seconds < toS) return seconds <= fromS ? from : from + ((to - from) * (seconds - fromS)) / (toS - fromS)
    fromS = toS
    from = to
  }
  return from
}

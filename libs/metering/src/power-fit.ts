import { maths } from '@mixwright/kernels'

/** |p0 + p1 z⁻¹ + p2 z⁻²|² on the unit circle as a polynomial in x = sin²(ω / 2): weights of 1, x and x². */
export type Power = readonly [number, number, number]

/** x = sin²(ω / 2) of a frequency. */
export function sineSquared(freqHz: number, sampleRateHz: number): number {
  const sine = maths.sin((Math.PI * freqHz) / sampleRateHz)
  return sine * sine
}

export function powerOf(p0: number, p1: number, p2: number): Power {
  const sum = p0 + p1 + p2
  return [sum * sum, -4 * (p0 * p1 + 4 * p0 * p2 + p1 * p2), 16 * p0 * p2]
}

export function powerAt([constant, linear, square]: Power, x: number): number {
  return constant + (linear + square * x) * x
}

/** The polynomial p0, p1, p2 with this power and its zeros inside the unit circle. */
export function polynomialOf([constant, linear, square]: Power): [p0: number, p1: number, p2: number] {
  const atDc = Math.sqrt(constant)
  const atNyquist = Math.sqrt(constant + linear + square)
  const outer = (atDc + atNyquist) / 2 // p0 + p2, whose product is square / 16
  const p0 = (outer + Math.sqrt(outer * outer - square / 4)) / 2
  return [p0, (atDc - atNyquist) / 2, outer - p0]
}

const POINTS = 48
const ROUNDS = 20

/**
 * Second-order section whose power response follows `wanted` from 0 Hz, where it is 1, to half the sample rate.
 *
 * Least squares of the relative error: linear in the weights once the denominator of the round before divides it.
 * Source: Sanathanan and Koerner, "Transfer function synthesis as a ratio of two complex polynomials", 1963.
 */
export function fitPower(sampleRateHz: number, wanted: (freqHz: number) => number): { zeros: Power; poles: Power } {
  const points = Array.from({ length: POINTS + 1 }, (_, i) => {
    const freqHz = (maths.sin((Math.PI / 2) * (i / POINTS)) * sampleRateHz) / 2
    return { x: sineSquared(freqHz, sampleRateHz), power: wanted(freqHz) }
  })
  let zeros: Power = [1, 0, 0]
  let poles: Power = [1, 0, 0]
  for (let round = 0; round < ROUNDS; round++) {
    const rows = points.map(({ x, power }) => {
      const weight = 1 / (power * powerAt(poles, x))
      return [x, x * x, -power * x, -power * x * x, power - 1].map((value) => value * weight)
    })
    const [b1, b2, a1, a2] = leastSquares(rows)
    zeros = [1, b1!, b2!]
    poles = [1, a1!, a2!]
  }
  return { zeros, poles }
}

/** The weights that bring the first columns of each row nearest to its last one; normal equations, Gauss-Jordan. */
function leastSquares(rows: readonly number[][]): number[] {
  const unknowns = rows[0]!.length - 1
  const table = Array.from({ length: unknowns }, (_, i) =>
    Array.from({ length: unknowns + 1 }, (_, j) => rows.reduce((sum, row) => sum + row[i]! * row[j]!, 0)),
  )
  for (let column = 0; column < unknowns; column++) {
    const pivotRow = table[column]!
    for (const row of table) {
      if (row === pivotRow) continue
      const share = row[column]! / pivotRow[column]!
      for (let j = column; j <= unknowns; j++) row[j]! -= share * pivotRow[j]!
    }
  }
  return table.map((row, i) => row[unknowns]! / row[i]!)
}

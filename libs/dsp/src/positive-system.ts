/**
 * Solves a symmetric, positive system with its diagonal raised by the factor 1 + `damping`, by Cholesky's method.
 * Unknowns are scaled to a unit diagonal first, so their sizes do not matter.
 */
export function solvePositive(matrix: readonly Float64Array[], right: Float64Array, damping: number): Float64Array {
  const n = right.length
  const scale = matrix.map((row, i) => 1 / Math.sqrt(row[i]!))
  const lower = matrix.map(() => new Float64Array(n))
  for (let i = 0; i < n; i++) {
    for (let j = 0; j <= i; j++) {
      let rest = i === j ? 1 + damping : matrix[i]![j]! * scale[i]! * scale[j]!
      for (let k = 0; k < j; k++) rest -= lower[i]![k]! * lower[j]![k]!
      lower[i]![j] = i === j ? Math.sqrt(rest) : rest / lower[j]![j]!
    }
  }
  const solution = Float64Array.from(right, (value, i) => value * scale[i]!)
  for (let i = 0; i < n; i++) {
    for (let k = 0; k < i; k++) solution[i]! -= lower[i]![k]! * solution[k]!
    solution[i]! /= lower[i]![i]!
  }
  for (let i = n - 1; i >= 0; i--) {
    for (let k = i + 1; k < n; k++) solution[i]! -= lower[k]![i]! * solution[k]!
    solution[i]! /= lower[i]![i]!
  }
  return solution.map((value, i) => value * scale[i]!)
}

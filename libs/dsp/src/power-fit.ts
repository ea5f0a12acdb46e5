import { maths } from '@mixwright/kernels'
import { solvePositive } from './positive-system.ts'
import { isRealizable, type PowerFactor, type PowerSection, powerAt } from './power-section.ts'

/** What |H|² should be at one point of the frequency axis. */
export interface FitPoint {
  /** sin²(ω / 2), 0 … 1. */
  x: number
  power: number
  /** How much an error counts here: 1 where the response is promised. */
  weight: number
}

export interface FitLimits {
  steps: number
  toleranceDb: number
  /** Share of its squared errors by which a step must better the fit for another to follow. Default 0. */
  leastGain?: number
}

export interface Fit {
  sections: readonly PowerSection[]
  /** Largest weighted error of the points, dB. */
  errorDb: number
}

const DB_PER_NEPER_OF_POWER = 10 / maths.log(10)
const FIRST_DAMPING = 1e-3
const LAST_DAMPING = 1e8
const DAMPING_STEP = 6

/**
 * Moves the sections until the response is within `toleranceDb` of every point, or as near as it gets.
 *
 * Levenberg-Marquardt on the logarithm of |H|². The unknowns are the weights of all factors; of each denominator the
 * largest is held, since a common factor of both sides means nothing. Steps that would leave a factor without real
 * coefficients are refused like steps that make the fit worse.
 */
export function fitSections(start: readonly PowerSection[], points: readonly FitPoint[], limits: FitLimits): Fit {
  const tolerance = limits.toleranceDb / DB_PER_NEPER_OF_POWER
  const factors = start.flatMap(({ zeros, poles }) => [movable(zeros, points, 1), movable(poles, points, -1)])
  let here = trial(
    factors,
    factors.map(({ weights }) => weights),
    points,
  )
  let best = here
  let damping = FIRST_DAMPING
  const { leastGain = 0 } = limits
  let hasSettled = false
  for (let step = 0; step < limits.steps && best.largest > tolerance && !hasSettled; step++) {
    const { matrix, right } = normalEquations(factors, here, points)
    for (;;) {
      const weights = movedBy(factors, here.weights, solvePositive(matrix, right, damping))
      const next = areRealizable(factors, weights) ? trial(factors, weights, points) : undefined
      if (next && next.cost < here.cost) {
        hasSettled = here.cost - next.cost < leastGain * here.cost
        here = next
        break
      }
      damping *= DAMPING_STEP
      if (damping > LAST_DAMPING) return fitOf(start, best)
    }
    damping /= DAMPING_STEP
    if (here.largest < best.largest) best = here
  }
  return fitOf(start, best)
}

/** A numerator or denominator with what stays the same while it is fitted. */
interface Movable extends PowerFactor {
  /** 1 for a numerator, -1 for a denominator. */
  side: 1 | -1
  /** Value of each direction at each point. */
  values: readonly Float64Array[]
  /** Indices of the weights that are unknowns. */
  unknowns: readonly number[]
}

interface Trial {
  weights: readonly (readonly number[])[]
  /** Value of each factor at each point. */
  levels: readonly Float64Array[]
  errors: Float64Array
  largest: number
  cost: number
}

function movable({ directions, weights }: PowerFactor, points: readonly FitPoint[], side: 1 | -1): Movable {
  const values = directions.map((direction) => Float64Array.from(points, ({ x }) => powerAt(direction, x)))
  const sizes = weights.map(Math.abs)
  const held = side === -1 ? sizes.indexOf(Math.max(...sizes)) : -1
  const unknowns = [...weights.keys()].filter((i) => i !== held)
  return { directions, weights, side, values, unknowns }
}

/** The errors are weight * ln(wanted / actual), by the first term of its series in (r - 1) / (r + 1). */
function trial(
  factors: readonly Movable[],
  weights: readonly (readonly number[])[],
  points: readonly FitPoint[],
): Trial {
  const ratios = Float64Array.from(points, ({ power }) => power)
  const levels = factors.map(({ values, side }, f) => {
    const level = new Float64Array(points.length)
    values.forEach((value, i) => {
      const weight = weights[f]![i]!
      for (let p = 0; p < level.length; p++) level[p]! += weight * value[p]!
    })
    for (let p = 0; p < level.length; p++) ratios[p] = side === 1 ? ratios[p]! / level[p]! : ratios[p]! * level[p]!
    return level
  })
  let largest = 0
  let cost = 0
  const errors = new Float64Array(points.length)
  for (let p = 0; p < errors.length; p++) {
    const error = (points[p]!.weight * 2 * (ratios[p]! - 1)) / (ratios[p]! + 1)
    errors[p] = error
    largest = Math.max(largest, Math.abs(error))
    cost += error * error
  }
  return { weights, levels, errors, largest, cost }
}

/** JᵀJ (its lower half) and Jᵀe, J the change of ln |H|² with each unknown. */
function normalEquations(
  factors: readonly Movable[],
  { levels, errors }: Trial,
  points: readonly FitPoint[],
): { matrix: Float64Array[]; right: Float64Array } {
  const columns: Float64Array[] = []
  factors.forEach(({ side, values, unknowns }, f) => {
    for (const i of unknowns) {
      const column = new Float64Array(points.length)
      for (let p = 0; p < column.length; p++) column[p] = (side * points[p]!.weight * values[i]![p]!) / levels[f]![p]!
      columns.push(column)
    }
  })
  const matrix = columns.map((a, i) => Float64Array.from(columns, (b, j) => (j <= i ? dot(a, b) : 0)))
  return { matrix, right: Float64Array.from(columns, (column) => dot(column, errors)) }
}

function movedBy(factors: readonly Movable[], weights: readonly (readonly number[])[], step: Float64Array): number[][] {
  let next = 0
  return factors.map(({ unknowns }, f) => {
    const moved = [...weights[f]!]
    for (const i of unknowns) moved[i]! += step[next++]!
    return moved
  })
}

function areRealizable(factors: readonly Movable[], weights: readonly (readonly number[])[]): boolean {
  return factors.every(({ directions }, f) => isRealizable({ directions, weights: weights[f]! }))
}

function fitOf(start: readonly PowerSection[], { weights, largest }: Trial): Fit {
  const sections = start.map(({ zeros, poles }, i) => ({
    zeros: { directions: zeros.directions, weights: weights[2 * i]! },
    poles: { directions: poles.directions, weights: weights[2 * i + 1]! },
  }))
  return { sections, errorDb: largest * DB_PER_NEPER_OF_POWER }
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0
  for (let i = 0; i < a.length; i++) sum += a[i]! * b[i]!
  return sum
}

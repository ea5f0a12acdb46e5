import { maths } from '@mixwright/kernels'

export const TABLE_LENGTH = 4096

/** One cycle of a sine and its first value again. */
export const sineTable = buildTable()

/** Sine of a phase in cycles, any real; linear interpolation, error under 3e-7. */
export function sine(phase: number): number {
  const at = (phase - Math.floor(phase)) * TABLE_LENGTH
  const index = Math.floor(at)
  const from = sineTable[index]!
  return from + (sineTable[index + 1]! - from) * (at - index)
}

function buildTable(): Float64Array {
  const table = new Float64Array(TABLE_LENGTH + 1)
  for (let i = 0; i < TABLE_LENGTH; i++) table[i] = maths.sin((2 * Math.PI * i) / TABLE_LENGTH)
  return table
}

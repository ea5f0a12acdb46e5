import { totalmem } from 'node:os'
import { createMemory } from '@mixwright/kernels'

const MIB = 2 ** 20
/** What addresses of 32 bits reach. */
const MOST_MIB = 4096
/** A mix that needs more than this part of the machine, or of the container, would make it swap, or get it killed. */
const MOST_OF_MACHINE = 0.5

/** What a mix may hold here, where nobody says otherwise. MiB */
export function defaultMemoryMiB(): number {
  // Of a process that may have all of it, some systems tell 0, others more than there is.
  const allowed = process.constrainedMemory?.() || Number.POSITIVE_INFINITY
  return Math.min(MOST_MIB, Math.floor((MOST_OF_MACHINE * Math.min(totalmem(), allowed)) / MIB))
}

/** The memory that the workers of a mix share; it grows as far as it may. */
export function mixMemory(mostMiB: number): WebAssembly.Memory {
  return createMemory(Math.max(1, Math.min(MOST_MIB, mostMiB)) * MIB)
}

/** An error that says that there is no more memory, with what the mix was allowed. */
export function ofBound(error: unknown, mostMiB: number): unknown {
  const isFull = error instanceof RangeError && 'code' in error && error.code === 'ENOMEM'
  if (!isFull) return error
  const message = `the mix needs more than the ${mostMiB} MiB that it may have here (${error.message})`
  return Object.assign(new RangeError(message), { code: 'MIX_MEMORY' })
}

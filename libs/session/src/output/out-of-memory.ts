import type { Diagnostic } from '@mixwright/project'

const CODES = [
  'MIX_MEMORY',
  'ENOMEM',
  'ERR_WORKER_OUT_OF_MEMORY',
  'ERR_MEMORY_ALLOCATION_FAILED',
  'ERR_WORKER_INIT_FAILED',
]
/** Engines say it in words only. */
const WORDS = /out of memory|allocat|array buffer|memory\.grow/i

const WAY_OUT = 'render with fewer threads (--jobs 1), close other programs, or split the mix'
const WAYS_OUT: Record<string, string> = {
  MIX_MEMORY:
    'render where there is more memory, use fewer reverbs and delays, or split the mix: write a part with --stems, and mix that',
  ENOMEM:
    'use fewer inserts that hold much (delays, reverbs, linear-phase EQ), fewer threads (--jobs 1), or close other programs',
}

/** The diagnostic for an error that says that there is no more memory; undefined when it is of another kind. */
export function outOfMemory(error: unknown): Diagnostic | undefined {
  if (!(error instanceof Error)) return undefined
  const code = 'code' in error ? String(error.code) : ''
  if (!CODES.includes(code) && !(error instanceof RangeError && WORDS.test(error.message))) return undefined
  const message = `there is not enough memory: ${error.message}`
  return { code: 'OUT_OF_MEMORY', severity: 'error', message, fix: WAYS_OUT[code] ?? WAY_OUT }
}

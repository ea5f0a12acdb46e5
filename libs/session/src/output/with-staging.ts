import type { Diagnostic } from '@mixwright/project'
import { outOfMemory } from './out-of-memory.ts'
import { Staging } from './staging.ts'
import { writeFailure } from './write-failure.ts'

/**
 * Lets outputs be made in a staging folder of `out`, which is removed afterwards; what was not published is gone. An
 * output folder that cannot be written to, and a lack of memory, is a diagnostic; any other error is thrown on.
 */
export async function withStaging(
  out: string,
  work: (staging: Staging) => Promise<void>,
): Promise<Diagnostic | undefined> {
  try {
    const staging = new Staging(out)
    try {
      await work(staging)
    } finally {
      staging.remove()
    }
  } catch (error) {
    const diagnostic = writeFailure(error, out) ?? outOfMemory(error)
    if (!diagnostic) throw error
    return diagnostic
  }
  return undefined
}

import { statSync } from 'node:fs'
import { join } from 'node:path'
import type { Diagnostic } from '@mixwright/project'
import { shownPath } from '../song/song.ts'

/** An error for each output that would take the place of a file which is read, by whatever path either is called. */
export function overwrittenInputs(inputs: Iterable<string>, out: string, names: readonly string[]): Diagnostic[] {
  const read = new Set([...inputs].map(identity).filter((id) => id !== undefined))
  return names
    .map((name) => join(out, name))
    .filter((path) => read.has(identity(path)!))
    .map((path) => ({
      code: 'OUTPUT_IS_INPUT',
      severity: 'error',
      message: `'${shownPath(path)}' would be overwritten, but it is read`,
      fix: 'write elsewhere with --out',
    }))
}

/** Of what there is at a path; a folder on the way to it may be a file, which whoever writes will find out. */
function identity(path: string): string | undefined {
  try {
    const stat = statSync(path, { bigint: true, throwIfNoEntry: false })
    return stat && `${stat.dev}:${stat.ino}`
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOTDIR') return undefined
    throw error
  }
}

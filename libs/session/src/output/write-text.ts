import { realpathSync, statSync, writeFileSync } from 'node:fs'
import { AsideFile } from '@mixwright/audio-files'
import type { Diagnostic } from '@mixwright/project'
import { writeFailure } from './write-failure.ts'

/** Puts a new text in the place of a file, whole or not at all, with the rights that it had. */
export function writeText(path: string, text: string): Diagnostic | undefined {
  // A link stays one: the file that it leads to is written.
  const target = realpathSync(path)
  const { mode } = statSync(target)
  const aside = new AsideFile(target)
  try {
    writeFileSync(aside.path, text, { mode })
    aside.commit()
    return undefined
  } catch (error) {
    const failure = writeFailure(error, path, 'file')
    if (!failure) throw error
    return failure
  } finally {
    aside.abort()
  }
}

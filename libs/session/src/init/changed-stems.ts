import type { Diagnostic } from '@mixwright/project'
import { changeOf } from '../song/change-of-file.ts'
import { FileStamps } from '../song/file-stamps.ts'
import type { FoundFile } from './find-audio.ts'
import { finding } from './findings.ts'

/** Looks at recordings before they are read; tells later which of them are no longer as they were, an error for each. */
export async function watchStems(files: readonly FoundFile[]): Promise<() => Diagnostic[]> {
  const stamps = new FileStamps()
  for (const { shown, path } of files) stamps.note(shown, path)
  await stamps.settle()
  return () => {
    const changed = new Set(stamps.changed())
    return files
      .filter(({ shown }) => changed.has(shown))
      .map(({ shown, path }) => {
        const { code, message, fix } = changeOf(path)
        return finding(shown, code, 'error', message, fix)
      })
  }
}

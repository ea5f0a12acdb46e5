import { existsSync, statSync } from 'node:fs'
import { dirname, relative } from 'node:path'
import type { Diagnostic } from '@mixwright/project'
import { projectFolder, whyOutside } from '../song/project-folder.ts'
import { shownPath } from '../song/song.ts'

/** Why no mix file can be written there for the recordings of a folder. */
export function refused(
  folder: string,
  out: string,
  { dryRun }: { dryRun?: boolean | undefined },
): Diagnostic | undefined {
  if (!statSync(folder, { throwIfNoEntry: false })?.isDirectory()) {
    const message = `${shownPath(folder)}: ${existsSync(folder) ? 'it is no folder' : 'there is no such folder'}`
    return { code: 'INIT_NO_FOLDER', severity: 'error', message, fix: 'name the folder that holds your stems' }
  }
  if (existsSync(out) && !dryRun) return exists(out)
  const target = dirname(out)
  if (whyOutside(relative(target, folder), target, projectFolder(target))) return leadsOutside(out)
  return undefined
}

function leadsOutside(out: string): Diagnostic {
  const message = `${shownPath(out)}: a mix file there could not read the recordings, which lie outside of its project`
  const fix = 'write it into the folder of the recordings or one above, or keep both in one git repository'
  return { code: 'INIT_OUTSIDE', severity: 'error', message, fix }
}

export function exists(out: string): Diagnostic {
  const message = `${shownPath(out)}: it exists already, and is never overwritten`
  const fix = 'write another with `--out FILE`, or look at one with `--dry-run`'
  return { code: 'INIT_EXISTS', severity: 'error', message, fix }
}

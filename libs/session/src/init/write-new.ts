import { linkSync, rmSync, writeFileSync } from 'node:fs'
import { AsideFile } from '@mixwright/audio-files'

/** Writes a file whole, under a name that nothing bears yet; false where something does. */
export function writeNew(path: string, text: string): boolean {
  const aside = new AsideFile(path)
  try {
    writeFileSync(aside.path, text, { flag: 'wx' })
    return place(aside.path, path, text)
  } finally {
    rmSync(aside.path, { force: true })
  }
}

/** A link fails where the name is taken, in one step; on disks without links so does a file that is made anew. */
function place(aside: string, path: string, text: string): boolean {
  try {
    linkSync(aside, path)
    return true
  } catch (error) {
    if (codeOf(error) === 'EEXIST') return false
  }
  try {
    writeFileSync(path, text, { flag: 'wx' })
    return true
  } catch (error) {
    if (codeOf(error) === 'EEXIST') return false
    throw error
  }
}

function codeOf(error: unknown): string | undefined {
  return (error as NodeJS.ErrnoException).code
}

import { readdirSync, realpathSync, statSync } from 'node:fs'
import { join, sep } from 'node:path'
import { isPrintable } from '@mixwright/project'

/** A file that bears the name of a recording. */
export interface FoundFile {
  path: string
  /** From the folder that was searched, `/` between folders. */
  shown: string
}

export interface FoundAudio {
  files: FoundFile[]
  /** What was passed over though it bears the name of a recording, and why. */
  leftOut: { shown: string; why: string; fix?: string }[]
  /** True when there are more recordings than were looked at. */
  isCutShort: boolean
}

const ENDINGS = new Set(
  'wav wave bwf rf64 w64 aif aiff aifc flac mp3 ogg oga opus m4a mp4 aac alac wv caf au snd mka ape tta dsf'.split(' '),
)
/** Folders of outputs and of programs. */
const PASSED_FOLDERS = new Set(['out', 'node_modules', '__MACOSX'])
const DEEPEST = 8
/** More recordings than any session has: the folder is not that of one song. */
export const MOST_FILES = 400
const MOST_ENTRIES = 200_000

/** Looks for recordings in a folder and those below it, in the order of their names. Hidden ones are passed over. */
export function findAudio(folder: string): FoundAudio {
  const found: FoundAudio = { files: [], leftOut: [], isCutShort: false }
  const root = realpathSync(folder)
  let entries = 0
  const search = (path: string, shown: string, depth: number) => {
    for (const entry of readFolder(path)) {
      if (++entries > MOST_ENTRIES || found.files.length > MOST_FILES) {
        found.isCutShort = true
        return
      }
      const { name } = entry
      if (name.startsWith('.')) continue
      const inside = join(path, name)
      const called = `${shown}${name}`
      if (entry.isDirectory()) {
        if (depth < DEEPEST && !PASSED_FOLDERS.has(name)) search(inside, `${called}/`, depth + 1)
        continue
      }
      if (!ENDINGS.has(name.slice(name.lastIndexOf('.') + 1).toLowerCase())) continue
      const why = unusable(inside, name, root, entry.isSymbolicLink())
      if (why) found.leftOut.push({ shown: called, ...why })
      else found.files.push({ path: inside, shown: called })
    }
  }
  search(folder, '', 0)
  return found
}

function readFolder(path: string) {
  try {
    const entries = readdirSync(path, { withFileTypes: true })
    return entries.sort((a, b) => (a.name < b.name ? -1 : 1))
  } catch {
    return []
  }
}

function unusable(
  path: string,
  name: string,
  root: string,
  isLink: boolean,
): { why: string; fix?: string } | undefined {
  const rename = 'rename it'
  if (name.includes('\\')) return { why: 'a `\\` in a name cannot be written in a mix file', fix: rename }
  if (name.includes('\ufffd')) return { why: 'its name is no valid UTF-8', fix: rename }
  if (!isPrintable(name)) return { why: 'its name holds control characters', fix: rename }
  if (isLink) {
    const target = realpathOf(path)
    if (target === undefined) return { why: 'it is a link that leads nowhere' }
    if (!target.startsWith(root + sep)) return { why: 'it is a link out of the folder', fix: 'copy the file' }
  }
  return statSync(path, { throwIfNoEntry: false })?.isFile() ? undefined : { why: 'it is no file' }
}

function realpathOf(path: string): string | undefined {
  try {
    return realpathSync(path)
  } catch {
    return undefined
  }
}

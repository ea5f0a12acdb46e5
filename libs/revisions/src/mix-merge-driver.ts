import { readFileSync, writeFileSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import { builtInTargets } from '@mixwright/mastering'
import { formatDiagnostic, mergeMix, parseProject, type ReadText } from '@mixwright/project'
import { isLockText, MERGED_LOCK, presetReader, projectFolder } from '@mixwright/session'
import { mergeLines } from './git-merge-lines.ts'

/** What git gives to a merge driver. */
export interface MergeFiles {
  base: string
  /** Holds our text; the result is written there. */
  ours: string
  theirs: string
  /** What is merged, from the folder that git calls the driver in. */
  path: string
  /** Length of conflict marks. */
  markSize: number
}

export interface DriverResult {
  isClean: boolean
  /** What to tell about it, a line each. */
  notes: string[]
}

const LABELS = { base: 'base', ours: 'ours', theirs: 'theirs' }
const MOST_ERRORS = 5

/** Merges a mix file by what it says. Any other YAML, and a text that cannot be read, is merged by lines, as git does. */
export function mergeMixFiles({ base, ours, theirs, path, markSize }: MergeFiles): DriverResult {
  const [was, here, there] = [base, ours, theirs].map((file) => readFileSync(file, 'utf8'))
  const merged = mergeMix(was!, here!, there!, { marks: { ...LABELS, size: markSize } })
  if ('unreadable' in merged) {
    const isClean = mergeLines({ base, ours, theirs }, LABELS, markSize)
    const side = merged.unreadable === 'result' ? 'the result' : merged.unreadable
    const notes = [was, here, there].some(isMix)
      ? [`${path}: ${side} cannot be read as a mix: merged line by line`]
      : []
    return { isClean, notes }
  }
  writeFileSync(ours, merged.text)
  const { conflicts } = merged
  const notes = conflicts.map((conflict) => {
    const [one, other] = [conflict.ours, conflict.theirs].map((value) => value ?? 'removed')
    return `${path}: ${conflict.path}: ours ${one}, theirs ${other}`
  })
  return { isClean: conflicts.length === 0, notes: conflicts.length > 0 ? notes : wrongNow(merged.text, path) }
}

function isMix(text: string | undefined): boolean {
  return /^mixwright\s*:/m.test(text ?? '')
}

/** What is wrong with a mix that was merged without conflicts, such as a send to a return that the other side removed. */
function wrongNow(text: string, path: string): string[] {
  if (!isMix(text)) return []
  const folder = dirname(resolve(path))
  const readPreset = presetReader({ folder, within: projectFolder(folder) })
  const readText: ReadText = (written) => {
    const read = readPreset(written)
    return 'text' in read ? read : { text: '' }
  }
  const { diagnostics } = parseProject(text, path, { targets: builtInTargets(), readText })
  const errors = diagnostics.filter(({ severity }) => severity === 'error')
  return errors.slice(0, MOST_ERRORS).map((error) => formatDiagnostic(error, text))
}

/**
 * Merges two locks: neither says what the merged mix gives, so the result is a lock that nothing matches until the mix
 * is rendered. Locks of other programs are merged by lines, as git does.
 */
export function mergeLockFiles({ base, ours, theirs, path, markSize }: MergeFiles): DriverResult {
  if (![base, ours, theirs].some((file) => isLockText(readFileSync(file, 'utf8'))))
    return { isClean: mergeLines({ base, ours, theirs }, LABELS, markSize), notes: [] }
  writeFileSync(ours, MERGED_LOCK)
  return {
    isClean: true,
    notes: [`${path}: both sides rendered. Run \`mixwright render\` and commit the lock it writes`],
  }
}

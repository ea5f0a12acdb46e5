import { statSync } from 'node:fs'
import { join } from 'node:path'
import { type Diagnostic, formatYaml, yamlProblems } from '@mixwright/project'
import { hasErrors } from '../has-errors.ts'
import { writeText } from '../output/write-text.ts'
import { MIX_FILE, readSmallText, shownPath } from '../song/song.ts'

/** A text in canonical layout, or why it has none. */
export interface Formatted {
  file: string
  /** As it was. */
  text: string
  /** Absent when the text cannot be laid out. */
  formatted?: string
  diagnostics: readonly Diagnostic[]
}

/** Lays out a text of the mix language, an album or a preset. `file` is its name in diagnostics. */
export function formatText(text: string, file: string): Formatted {
  const diagnostics = yamlProblems(text, file)
  if (hasErrors(diagnostics)) return { file, text, diagnostics }
  const formatted = formatYaml(text)
  if (formatted !== undefined) return { file, text, formatted, diagnostics: [] }
  const message = `${file}: the text is written in a way that fmt cannot keep, and was left as it is`
  return { file, text, diagnostics: [{ code: 'LAYOUT_UNKNOWN', severity: 'error', message, file }] }
}

/**
 * Lays out a file in its place, unless it is laid out already.
 *
 * @param path the file, or a folder with a mix.yaml
 * @param isCheck only looks: a file that is not laid out is an error
 */
export function formatFile(path: string, isCheck: boolean): Formatted {
  const found = isFolder(path) ? join(path, MIX_FILE) : path
  const file = shownPath(found)
  const read = readSmallText(found)
  if ('problem' in read) {
    const message = `${file}: it ${read.problem}`
    return { file, text: '', diagnostics: [{ code: 'PROJECT_NOT_FOUND', severity: 'error', message }] }
  }
  const { text } = read
  const result = formatText(text, file)
  const { formatted } = result
  if (formatted === undefined || formatted === text) return result
  if (isCheck) {
    const message = `${file}: not in canonical layout`
    const fix = `run \`mixwright fmt ${file}\``
    return { ...result, diagnostics: [{ code: 'LAYOUT_NOT_CANONICAL', severity: 'error', message, file, fix }] }
  }
  const failure = writeText(found, formatted)
  return failure ? { ...result, diagnostics: [failure] } : result
}

function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false
}

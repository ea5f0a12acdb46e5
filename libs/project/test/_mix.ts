import { readFileSync } from 'node:fs'
import { type Diagnostic, type Project, parseProject } from '@mixwright/project'

export const TARGETS = ['spotify', 'apple', 'youtube', 'tidal', 'soundcloud', 'cd', 'vinyl', 'archive']

/** A mix file with one stem, `kick`, which has these lines beside its file. */
export function stem(...lines: string[]): string {
  return [
    'mixwright: 1',
    'tempo: 120',
    'stems:',
    '  kick:',
    '    file: kick.wav',
    ...lines.map((line) => `    ${line}`),
    '',
  ].join('\n')
}

/** A mix file with one stem and these lines at the end. */
export function mix(...lines: string[]): string {
  return stem() + lines.map((line) => `${line}\n`).join('')
}

/** Inserts of the one stem, each on its line. */
export function inserts(...lines: string[]): string {
  return stem('inserts:', ...lines.map((line) => `  - ${line}`))
}

/** The project of a text that must be right. */
export function parsed(text: string): Project {
  const { project, diagnostics } = parseProject(text, 'mix.yaml', { targets: TARGETS })
  if (!project) throw new Error(`the mix has errors: ${JSON.stringify(diagnostics, null, 1)}`)
  return project
}

export function diagnosticsOf(text: string): Diagnostic[] {
  return parseProject(text, 'mix.yaml', { targets: TARGETS }).diagnostics
}

/** A text in which `«…»` marks a place, without the marks, and the place. */
export function marked(text: string): { text: string; line: number; column: number; endColumn: number } {
  const from = text.indexOf('«')
  const to = text.indexOf('»')
  if (from < 0 || to < from) throw new Error(`no mark in ${text}`)
  const before = text.slice(0, from)
  const line = before.split('\n').length
  const column = from - (before.lastIndexOf('\n') + 1) + 1
  return { text: text.replace('«', '').replace('»', ''), line, column, endColumn: column + to - from - 1 }
}

/** A mix that uses every part of the language. */
export const NIGHT_DRIVE = readFileSync(new URL('./night-drive.yaml', import.meta.url), 'utf8')

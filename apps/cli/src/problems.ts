import { type Diagnostic, formatDiagnostic } from '@mixwright/project'
import type { Output } from './output.ts'

/** Shows problems to a person, each with the line of `texts` (by file) that it means, and how many there are. */
export function showProblems(
  output: Output,
  diagnostics: readonly Diagnostic[],
  texts: ReadonlyMap<string, string> = new Map(),
): void {
  if (output.json) return
  for (const diagnostic of diagnostics) {
    if (output.quiet && diagnostic.severity !== 'error') continue
    const text = diagnostic.file === undefined ? undefined : texts.get(diagnostic.file)
    output.problem(`${coloured(output, diagnostic, formatDiagnostic(diagnostic, text))}\n`)
  }
  const errors = diagnostics.filter(({ severity }) => severity === 'error').length
  const warnings = diagnostics.filter(({ severity }) => severity === 'warning').length
  const counts = [counted(errors, 'error'), counted(warnings, 'warning')].filter((text) => text !== '')
  if (counts.length > 0 && (errors > 0 || !output.quiet)) output.problem(counts.join(', '))
}

function coloured({ colors }: Output, { severity }: Diagnostic, text: string): string {
  const paint = severity === 'error' ? colors.red : severity === 'warning' ? colors.yellow : colors.cyan
  return text.replace(severity, paint(severity))
}

function counted(count: number, noun: string): string {
  return count === 0 ? '' : `${count} ${noun}${count === 1 ? '' : 's'}`
}

import { type Diagnostic, formatDiagnostic } from '@mixwright/project'
import type { Output } from './output.ts'

/** Nobody reads on, and logs have an end. */
const MOST_SHOWN = 1000

/** Shows problems to a person, each with the line of `texts` (by file) that it means, and how many there are. */
export function showProblems(
  output: Output,
  diagnostics: readonly Diagnostic[],
  texts: ReadonlyMap<string, string> = new Map(),
): void {
  if (output.json) return
  const told = diagnostics.filter(({ severity }) => !output.quiet || severity !== 'info')
  for (const diagnostic of told.slice(0, MOST_SHOWN)) {
    const text = diagnostic.file === undefined ? undefined : texts.get(diagnostic.file)
    output.problem(`${coloured(output, diagnostic, formatDiagnostic(diagnostic, text))}\n`)
  }
  if (told.length > MOST_SHOWN) output.problem(`and ${told.length - MOST_SHOWN} more: --json tells all`)
  const errors = diagnostics.filter(({ severity }) => severity === 'error').length
  const warnings = diagnostics.filter(({ severity }) => severity === 'warning').length
  const counts = [counted(errors, 'error'), counted(warnings, 'warning')].filter((text) => text !== '')
  if (counts.length > 0) output.problem(counts.join(', '))
}

function coloured({ colors }: Output, { severity }: Diagnostic, text: string): string {
  const paint = severity === 'error' ? colors.red : severity === 'warning' ? colors.yellow : colors.cyan
  return text.replace(severity, paint(severity))
}

function counted(count: number, noun: string): string {
  return count === 0 ? '' : `${count} ${noun}${count === 1 ? '' : 's'}`
}

import { readFileSync } from 'node:fs'
import { formatFile, formatText, hasErrors } from '@mixwright/session'
import { EXIT, type ExitCode } from '../exit-code.ts'
import { Output, type OutputOptions } from '../output.ts'
import { showProblems } from '../problems.ts'
import { terminalText } from '../terminal-text.ts'

export interface FormatArguments extends OutputOptions {
  check?: boolean
}

/** Lays out files of the mix language in place, or the text on stdin to stdout. */
export function fmt(files: readonly string[], { check = false, ...options }: FormatArguments): ExitCode {
  const output = new Output(options)
  const results = (files.length === 0 ? ['.'] : files).map((path) => {
    if (path !== '-') return formatFile(path, check)
    const result = formatText(readFileSync(0, 'utf8'), '<stdin>')
    if (!check && result.formatted !== undefined && !output.json) print(result.formatted)
    return result
  })
  const diagnostics = results.flatMap((result) => result.diagnostics)
  const changed = results.filter(({ text, formatted = text }) => formatted !== text).map(({ file }) => file)
  output.document({ changed, diagnostics })
  showProblems(output, diagnostics, new Map(results.map(({ file, text }) => [file, text])))
  if (hasErrors(diagnostics)) return EXIT.fault
  if (changed.length === 0) output.note('nothing to change')
  else if (!check) for (const file of changed) output.note(`laid out ${file}`)
  return EXIT.done
}

/** Byte for byte, unless somebody looks at it. */
function print(text: string): void {
  process.stdout.write(process.stdout.isTTY ? terminalText(text) : text)
}

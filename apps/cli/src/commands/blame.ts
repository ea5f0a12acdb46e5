import { existsSync } from 'node:fs'
import { type BlamedValue, blameMix } from '@mixwright/revisions'
import type { Access } from '@mixwright/session'
import { EXIT, type ExitCode } from '../exit-code.ts'
import { Output, type OutputOptions } from '../output.ts'
import { showProblems } from '../problems.ts'

/** Names the commit that set each value of a mix. Of two arguments the one that is there on disk is the folder. */
export function blame(
  first: string | undefined,
  second: string | undefined,
  options: OutputOptions & Access,
): ExitCode {
  const output = new Output(options)
  const isFolder = (argument: string | undefined) =>
    argument !== undefined && (existsSync(argument) || /[\\/]/.test(argument))
  const [dir, filter] = isFolder(second) ? [second!, first] : isFolder(first) ? [first!, second] : ['.', first]
  const result = blameMix(dir, filter, options)
  output.document(result)
  showProblems(output, result.diagnostics)
  if (result.diagnostics.length > 0) return EXIT.fault
  output.result(lines(result.values).join('\n'))
  return EXIT.done
}

function lines(values: readonly BlamedValue[]): string[] {
  const cells = values.map(({ path, value, commit }) => [
    commit?.short ?? '',
    commit?.date.slice(0, 10) ?? 'not committed',
    commit?.author ?? '',
    `${path}: ${value}`.trimEnd(),
    commit?.subject ?? '',
  ])
  const widths = [0, 1, 2, 3].map((column) => Math.max(0, ...cells.map((row) => row[column]!.length)))
  return cells.map((row) =>
    row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd(),
  )
}

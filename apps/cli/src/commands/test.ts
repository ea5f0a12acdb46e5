import { writeFileSync } from 'node:fs'
import {
  type Access,
  hasErrors,
  limitText,
  marginText,
  type TestedExpectation,
  testMix,
  valueText,
} from '@mixwright/session'
import { EXIT, type ExitCode } from '../exit-code.ts'
import { interruptible } from '../interruptible.ts'
import { junitReport } from '../junit.ts'
import { Output, type OutputOptions } from '../output.ts'
import { showProblems } from '../problems.ts'
import { tableLines } from '../table.ts'

export interface TestArguments extends OutputOptions, Access {
  variants: string[] | 'all'
  junit?: string
  jobs?: number
}

/** Holds a mix against what its file expects of it. */
export async function test(dir: string, options: TestArguments): Promise<ExitCode> {
  const output = new Output(options)
  return interruptible(output, async (signal, progress) => {
    const { result, texts } = await testMix(dir, {
      variants: options.variants === 'all' ? undefined : options.variants,
      allowOutside: options.allowOutside,
      jobs: options.jobs,
      signal,
      onProgress: (state) => progress.show(state),
    })
    progress.clear()
    output.document(result)
    const isWritten = options.junit === undefined || writeReport(output, options.junit, junitReport(result))
    showProblems(output, result.diagnostics, texts)
    if (result.expectations.length > 0) {
      output.result(expectationTable(output, result.expectations).join('\n'))
      output.note(`\n${result.passed} passed, ${result.failed} failed`)
    }
    return isWritten && !hasErrors(result.diagnostics) ? EXIT.done : EXIT.fault
  })
}

function writeReport(output: Output, path: string, text: string): boolean {
  try {
    writeFileSync(path, text)
    return true
  } catch (error) {
    output.problem(`error: --junit: '${path}' cannot be written (${(error as NodeJS.ErrnoException).code})`)
    return false
  }
}

/** One line an expectation: what, its limits, its value, and by how much it is kept or missed. */
export function expectationTable(
  { resultColors: colors, columns }: Output,
  expectations: readonly TestedExpectation[],
): string[] {
  const rows = expectations.map((one) => [
    one.variant === null ? one.name : `${one.variant}: ${one.name}`,
    limitText(one),
    valueText(one.value, one.unit),
    one.margin === null ? '–' : marginText(one.margin, one.unit),
    one.ok ? colors.green('pass') : colors.red('FAIL'),
  ])
  return tableLines([['expectation', 'limit', 'is', 'margin', ''], ...rows], 1, columns)
}

import { bisectMix, type TestedCommit } from '@mixwright/revisions'
import type { Access } from '@mixwright/session'
import { EXIT, type ExitCode } from '../exit-code.ts'
import { interruptible } from '../interruptible.ts'
import { Output, type OutputOptions } from '../output.ts'
import { showProblems } from '../problems.ts'

export interface BisectArguments extends OutputOptions, Access {
  good?: string
  bad: string
  until: string
  jobs?: number
}

/** Finds the commit that made a figure what it is. */
export async function bisect(
  dir: string,
  { good, bad, until, jobs, allowOutside, ...options }: BisectArguments,
): Promise<ExitCode> {
  const output = new Output(options)
  return interruptible(output, async (signal) => {
    const onTested = (tested: TestedCommit) => output.note(inWords(tested))
    const result = await bisectMix(dir, { good, bad, until, jobs, allowOutside, signal, onTested })
    output.document(result)
    showProblems(output, result.diagnostics)
    const { first, among } = result
    if (first) {
      output.result(`${first.short} is the first commit with ${until}\n`)
      output.result(`  ${first.subject}\n  ${first.author}, ${first.date.slice(0, 10)}\n  ${figures(first)}`)
      return EXIT.done
    }
    if (among.length > 0) {
      output.result(`it is one of these, which cannot all be rendered:`)
      for (const { short, subject } of among) output.result(`  ${short}  ${subject}`)
    }
    return EXIT.fault
  })
}

function inWords(tested: TestedCommit): string {
  const { short, subject, holds, why } = tested
  return `${short}  ${holds === null ? `cannot be told: ${why}` : `${holds ? 'yes' : 'no '}  ${figures(tested)}`}  ${subject}`
}

function figures({ figures }: TestedCommit): string {
  return Object.entries(figures)
    .map(([name, value]) => `${name} ${Number.isFinite(value) ? Number(value.toFixed(2)) : '-inf'}`)
    .join(', ')
}

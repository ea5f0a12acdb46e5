import { type Access, editMix, hasErrors } from '@mixwright/session'
import { EXIT, type ExitCode } from '../exit-code.ts'
import { Output, type OutputOptions } from '../output.ts'
import { showProblems } from '../problems.ts'

export interface EditArguments extends OutputOptions, Access {
  unset?: boolean
  dryRun?: boolean
}

/** Changes one value of a mix file. With `--unset` the second argument is the folder. */
export function edit(
  path: string,
  value: string | undefined,
  dir: string | undefined,
  options: EditArguments,
): ExitCode {
  const output = new Output(options)
  const { unset = false, dryRun = false, allowOutside } = options
  const isWrong = unset ? dir !== undefined : value === undefined
  if (isWrong) {
    output.problem(
      unset
        ? 'error: --unset takes a path and a folder, no value'
        : "error: missing required argument 'value', or --unset",
    )
    return EXIT.usage
  }
  const edited = editMix((unset ? value : dir) ?? '.', path, { ...(unset ? {} : { value }), dryRun, allowOutside })
  const { file, difference, diagnostics, written, texts } = edited
  output.document({ file, written, difference, diagnostics })
  showProblems(output, diagnostics, texts)
  if (hasErrors(diagnostics)) return EXIT.fault
  if (dryRun && difference.length > 0) output.result([`--- ${file}`, `+++ ${file}`, ...difference].join('\n'))
  else if (difference.length === 0) output.note(`${file}: it says that already`)
  else output.note(difference.filter((line) => /^[-+]/.test(line)).join('\n'))
  return EXIT.done
}

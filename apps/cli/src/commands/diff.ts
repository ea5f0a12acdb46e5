import { asChange, comparedRevisions, diffMarkdown, diffText, openRevision, tellChanges } from '@mixwright/revisions'
import { EXIT, type ExitCode } from '../exit-code.ts'
import { Output, type OutputOptions } from '../output.ts'
import { showProblems } from '../problems.ts'

export interface DiffOptions extends OutputOptions {
  format: 'text' | 'markdown' | 'json'
  exitCode?: boolean
}

/** Says what changed in a mix between two revisions. */
export async function diff(
  from: string,
  to: string | undefined,
  dir: string | undefined,
  { format, exitCode = false, ...options }: DiffOptions,
): Promise<ExitCode> {
  const output = new Output({ ...options, json: options.json || format === 'json' })
  const compared = comparedRevisions(from, to, dir)
  const sides = [compared.from, compared.to].map((spec) => openRevision(spec, compared.dir, { audio: false }))
  const [before, after] = sides.map(({ revision }) => revision)
  if (!before || !after) {
    const failed = sides.filter(({ revision }) => !revision)
    output.document({ diagnostics: failed.flatMap(({ diagnostics }) => diagnostics) })
    for (const side of failed) showProblems(output, side.diagnostics, 'texts' in side ? side.texts : undefined)
    return EXIT.fault
  }
  const told = await tellChanges(before, after)
  output.document({ from: before.name, to: after.name, changes: told.map(asChange) })
  if (format === 'markdown') output.result(diffMarkdown(told, before.name, after.name))
  else {
    output.note(output.colors.dim(`${before.name} → ${after.name}`))
    if (told.length > 0) output.result(diffText(told, output.colors.bold))
    else output.note('nothing changed')
  }
  return exitCode && told.length > 0 ? EXIT.fault : EXIT.done
}

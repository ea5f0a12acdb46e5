import { type Access, type Expansion, expandMix, hasErrors } from '@mixwright/session'
import { EXIT, type ExitCode } from '../exit-code.ts'
import { Output, type OutputOptions } from '../output.ts'
import { showProblems } from '../problems.ts'

/** Prints the explicit inserts that each maximizer of a mix stands for. */
export function expand(dir: string, options: OutputOptions & Access): ExitCode {
  const output = new Output(options)
  const { expansions, diagnostics, texts } = expandMix(dir, options)
  output.document({ expansions, diagnostics })
  showProblems(output, diagnostics, texts)
  if (expansions.length > 0) output.result(expansions.map(written).join('\n\n'))
  else if (!hasErrors(diagnostics)) output.note('no maximizer in this mix')
  return hasErrors(diagnostics) ? EXIT.fault : EXIT.done
}

function written({ path, style, amount, yaml }: Expansion): string {
  const place = path.map((step) => (typeof step === 'number' ? step + 1 : step)).join(' ')
  const shown = typeof amount === 'number' ? `${Math.round(1000 * amount) / 10} %` : 'that moves'
  return `# ${place}: maximizer ${style} ${shown}\n${yaml.trimEnd() || '# nothing'}`
}

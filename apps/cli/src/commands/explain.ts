import { type DiagnosticEntry, diagnosticEntries, nearCodes } from '@mixwright/project'
import { EXIT, type ExitCode } from '../exit-code.ts'
import { Output, type OutputOptions } from '../output.ts'

/** Tells what diagnostics mean, with an example and a way out; all codes where none is asked for. */
export function explain(codes: readonly string[], options: OutputOptions): ExitCode {
  const output = new Output(options)
  const all = diagnosticEntries()
  const find = (written: string) => all.find(({ code }) => code === written.toUpperCase())
  const unknown = codes.filter((code) => !find(code))
  const entries = codes.length === 0 ? all : codes.flatMap((code) => find(code) ?? [])
  output.document({ entries, unknown: unknown.map((code) => ({ code, near: nearCodes(code) })) })
  const text = codes.length === 0 ? listing(all) : entries.map((entry) => written(output, entry)).join('\n\n')
  if (text !== '') output.result(text)
  for (const code of unknown) {
    const near = nearCodes(code)
    const fix = near.length > 0 ? `did you mean ${near.join(', ')}?` : 'run `mixwright explain` for a list'
    if (!output.json) output.problem(`no diagnostic has the code '${code}': ${fix}`)
  }
  return unknown.length > 0 ? EXIT.usage : EXIT.done
}

function listing(entries: readonly DiagnosticEntry[]): string {
  const width = Math.max(...entries.map(({ code }) => code.length))
  return entries.map(({ code, meaning }) => `${code.padEnd(width)}  ${meaning}`).join('\n')
}

function written({ colors }: Output, { code, meaning, example, wayOut }: DiagnosticEntry): string {
  const lines = example.split('\n').map((line) => `    ${line}`)
  return [colors.bold(code), `  ${meaning}`, '  Example:', ...lines, `  Way out: ${wayOut}`].join('\n')
}

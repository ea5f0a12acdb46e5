import { hasErrors, masterFile } from '@mixwright/session'
import { EXIT, type ExitCode } from '../exit-code.ts'
import { interruptible } from '../interruptible.ts'
import { Output, type OutputOptions } from '../output.ts'
import { showProblems } from '../problems.ts'
import { summarise } from '../summary.ts'

export interface MasterArguments extends OutputOptions {
  for: string[]
  out?: string
  jobs?: number
  loudness?: string
  ceiling?: string
  maxLimiting?: string
  format?: string
  sampleRate?: string
  dither?: string
}

/** Masters a finished mix for built-in targets. */
export async function master(file: string, options: MasterArguments): Promise<ExitCode> {
  const output = new Output(options)
  return interruptible(output, async (signal, progress) => {
    const document = await masterFile(file, {
      targets: options.for,
      settings: writtenSettings(options),
      out: options.out,
      jobs: options.jobs,
      signal,
      onProgress: (state) => progress.show(state),
    })
    progress.clear()
    output.document(document)
    showProblems(output, document.diagnostics)
    summarise(output, document)
    return hasErrors(document.diagnostics) ? EXIT.fault : EXIT.done
  })
}

function writtenSettings(options: MasterArguments): Record<string, string> {
  const { loudness, ceiling, maxLimiting, format, sampleRate, dither } = options
  const written = Object.entries({ loudness, ceiling, maxLimiting, format, sampleRate, dither })
  return Object.fromEntries(written.filter((entry): entry is [string, string] => entry[1] !== undefined))
}

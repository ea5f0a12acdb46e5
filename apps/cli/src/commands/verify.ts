import { type Access, verifyMix } from '@mixwright/session'
import { EXIT, type ExitCode } from '../exit-code.ts'
import { interruptible } from '../interruptible.ts'
import { Output, type OutputOptions } from '../output.ts'
import { showProblems } from '../problems.ts'

export interface VerifyArguments extends OutputOptions, Access {
  fast?: boolean
  jobs?: number
}

/** Proves that a mix still comes out as its lock says. */
export async function verify(dir: string, options: VerifyArguments): Promise<ExitCode> {
  const output = new Output(options)
  return interruptible(output, async (signal, progress) => {
    const { result, texts } = await verifyMix(dir, {
      fast: options.fast,
      allowOutside: options.allowOutside,
      ...(options.jobs === undefined ? {} : { jobs: options.jobs }),
      signal,
      onProgress: (state) => progress.show(state),
    })
    progress.clear()
    output.document(result)
    showProblems(output, result.diagnostics, texts)
    if (!result.ok) return EXIT.fault
    const variants = Object.keys(result.variants).map((name) => `variant ${name}`)
    const names = ['the mix', ...Object.keys(result.deliveries), ...variants]
    output.note(`${output.colors.green('✓')} ${names.join(', ')}: the same to the bit as in the lock`)
    return EXIT.done
  })
}

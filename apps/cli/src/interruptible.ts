import { EXIT, type ExitCode } from './exit-code.ts'
import type { Output } from './output.ts'
import { ProgressLine } from './progress-line.ts'

class Interrupted extends Error {}

/** Runs work that shows its progress and that Ctrl-C stops before anything is written. */
export async function interruptible(
  output: Output,
  work: (signal: AbortSignal, progress: ProgressLine) => Promise<ExitCode>,
): Promise<ExitCode> {
  const progress = new ProgressLine(output)
  const abort = new AbortController()
  const interrupt = () => abort.abort(new Interrupted())
  process.once('SIGINT', interrupt)
  try {
    return await work(abort.signal, progress)
  } catch (error) {
    progress.clear()
    if (!(error instanceof Interrupted)) throw error
    output.problem('stopped: nothing was written')
    return EXIT.fault
  } finally {
    process.off('SIGINT', interrupt)
  }
}

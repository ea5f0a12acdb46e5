import { constants } from 'node:os'
import type { ExitCode } from './exit-code.ts'
import { LiveView } from './live-view.ts'
import type { Output } from './output.ts'

/** What stops work: Ctrl-C, an end that another process asks for, a terminal that is closed. */
const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const
/** Work that has not stopped by then is left where it stands; the next run clears up after it. */
const PATIENCE_MS = 900

class Interrupted extends Error {
  readonly exitCode: ExitCode

  constructor(signal: (typeof SIGNALS)[number]) {
    super(`stopped by ${signal}`)
    this.exitCode = 128 + constants.signals[signal]
  }
}

/** Runs work that shows its progress and that a signal stops before anything is written. */
export async function interruptible(
  output: Output,
  work: (signal: AbortSignal, progress: LiveView) => Promise<ExitCode>,
): Promise<ExitCode> {
  const progress = new LiveView(output)
  const abort = new AbortController()
  const interrupt = (signal: (typeof SIGNALS)[number]) => {
    const interrupted = new Interrupted(signal)
    abort.abort(interrupted)
    setTimeout(() => process.exit(interrupted.exitCode), PATIENCE_MS).unref()
  }
  // A second signal is not caught: it ends the process at once.
  for (const signal of SIGNALS) process.once(signal, interrupt)
  try {
    return await work(abort.signal, progress)
  } catch (error) {
    progress.clear()
    if (!(error instanceof Interrupted)) throw error
    output.problem('stopped: nothing was written')
    return error.exitCode
  } finally {
    for (const signal of SIGNALS) process.off(signal, interrupt)
  }
}

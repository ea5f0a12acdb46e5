import { type DeliveryResult, hasErrors, type RenderResult, renderMix } from '@mixwright/session'
import { EXIT, type ExitCode } from '../exit-code.ts'
import { Output, type OutputOptions } from '../output.ts'
import { showProblems } from '../problems.ts'
import { ProgressLine } from '../progress-line.ts'
import { figure, tableLines } from '../table.ts'
import { measurementTable } from './measure.ts'

interface RenderArguments extends OutputOptions {
  deliver?: string[]
  out?: string
  mixOnly?: boolean
  stems?: boolean
  jobs?: number
}

/** Mixes a song and masters its deliveries. */
export async function render(dir: string, options: RenderArguments): Promise<ExitCode> {
  const output = new Output(options)
  const progress = new ProgressLine(output)
  const abort = new AbortController()
  const interrupt = () => abort.abort(new Interrupted())
  process.once('SIGINT', interrupt)
  try {
    const { result, text } = await renderMix(dir, {
      deliver: options.deliver,
      out: options.out,
      mixOnly: options.mixOnly,
      stems: options.stems,
      jobs: options.jobs,
      signal: abort.signal,
      onProgress: (state) => progress.show(state),
    })
    progress.clear()
    output.document(result)
    showProblems(output, result.diagnostics, text)
    summarise(output, result)
    return hasErrors(result.diagnostics) ? EXIT.fault : EXIT.done
  } catch (error) {
    progress.clear()
    if (!(error instanceof Interrupted)) throw error
    output.problem('stopped: nothing was written')
    return EXIT.fault
  } finally {
    process.off('SIGINT', interrupt)
  }
}

class Interrupted extends Error {}

function summarise(output: Output, { mix, deliveries, timings }: RenderResult): void {
  if (!mix) return
  output.result(measurementTable([mix, ...deliveries]).join('\n'))
  const promises = deliveries.flatMap((delivery) => promiseRows(output, delivery))
  if (promises.length > 0) output.result(`\n${tableLines([['promise', 'limit', 'is', ''], ...promises]).join('\n')}`)
  const seconds = Object.values(timings).reduce((sum, one) => sum + one, 0)
  output.note(`\n${seconds.toFixed(1)} s, ${(mix.durationS / seconds).toFixed(0)} × real time`)
}

function promiseRows({ colors }: Output, { name, promises }: DeliveryResult): string[][] {
  return promises.map((promise) => [
    `${name}: ${promise.name}`,
    `${valueText(promise.limit)} ${promise.unit}`.trim(),
    `${valueText(promise.value)} ${promise.unit}`.trim(),
    promise.ok ? colors.green('kept') : colors.red('missed'),
  ])
}

function valueText(value: number | string | null): string {
  return typeof value === 'string' ? value : figure(value, 2)
}

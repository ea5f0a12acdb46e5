import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { type Access, hasErrors, REPORT_PAGE, type RenderOptions, renderMix } from '@mixwright/session'
import { EXIT, type ExitCode } from '../exit-code.ts'
import { interruptible } from '../interruptible.ts'
import { Output, type OutputOptions } from '../output.ts'
import { showProblems } from '../problems.ts'
import { summarise } from '../summary.ts'

export interface RenderArguments extends OutputOptions, Access {
  deliver?: string[]
  variants: string[] | 'all'
  out?: string
  mixOnly?: boolean
  stems?: boolean
  frozen?: boolean
  lock: boolean
  cache: boolean
  report: boolean
  playback?: boolean
  jobs?: number
}

/** Mixes a song and masters its deliveries. */
export async function render(dir: string, options: RenderArguments): Promise<ExitCode> {
  const output = new Output(options)
  // Loaded where something is drawn, beside the work of other threads.
  const drawing = () => import('@mixwright/report')
  const drawReport: RenderOptions['drawReport'] = async (report) => (await drawing()).reportPage(report)
  return interruptible(output, async (signal, progress) => {
    const { result, texts } = await renderMix(dir, {
      deliver: options.deliver,
      variants: options.variants === 'all' ? undefined : options.variants,
      out: options.out,
      mixOnly: options.mixOnly,
      stems: options.stems,
      lock: options.frozen ? 'frozen' : options.lock ? 'update' : 'ignore',
      ...(options.cache ? {} : { cache: false }),
      keepUnchanged: true,
      drawReport: options.report ? drawReport : undefined,
      allowOutside: options.allowOutside,
      jobs: options.jobs,
      signal,
      onProgress: (state) => {
        progress.show(state)
        if (options.report && state.stage === 'mastering') drawing().catch(() => {})
      },
    })
    progress.clear()
    output.document(result)
    showProblems(output, result.diagnostics, texts)
    summarise(output, result, options.playback)
    if (options.report && result.mix) tellReport(output, result.mix.file)
    return hasErrors(result.diagnostics) ? EXIT.fault : EXIT.done
  })
}

function tellReport(output: Output, mixFile: string): void {
  const page = join(dirname(mixFile), REPORT_PAGE)
  if (existsSync(page)) output.note(`report, to look at and to listen on: ${page}`)
}

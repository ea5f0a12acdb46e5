import { type FileMeasurement, hasErrors, measureFiles } from '@mixwright/session'
import { EXIT, type ExitCode } from '../exit-code.ts'
import { Output, type OutputOptions } from '../output.ts'
import { showProblems } from '../problems.ts'
import { ProgressLine } from '../progress-line.ts'
import { clock, figure, tableLines } from '../table.ts'

/** Reads every meter on audio files. */
export async function measure(files: string[], options: OutputOptions & { jobs?: number }): Promise<ExitCode> {
  const output = new Output(options)
  const progress = new ProgressLine(output)
  const begin = performance.now()
  const measured = await measureFiles(files, {
    ...(options.jobs === undefined ? {} : { jobs: options.jobs }),
    onProgress: (done) => progress.show({ stage: 'measuring', done, elapsedS: (performance.now() - begin) / 1000 }),
  })
  progress.clear()
  const failed = hasErrors(measured.diagnostics)
  output.document(failed ? { files: measured.files, diagnostics: measured.diagnostics } : { files: measured.files })
  showProblems(output, measured.diagnostics)
  if (measured.files.length > 0) output.result(measurementTable(measured.files).join('\n'))
  return failed ? EXIT.fault : EXIT.done
}

/** One line a file: what a person looks at first. */
export function measurementTable(files: readonly FileMeasurement[]): string[] {
  const heads = [
    '',
    'length',
    'rate',
    'bits',
    'LUFS',
    'short max',
    'range LU',
    'dBTP',
    'peak dBFS',
    'PLR',
    'correlation',
  ]
  const rows = files.map((file) => [
    file.file,
    clock(file.durationS),
    `${file.sampleRateHz / 1000}k`,
    file.bitDepth === null ? 'lossy' : String(file.bitDepth),
    figure(file.integratedLufs),
    figure(file.shortTermMaxLufs),
    figure(file.loudnessRangeLu),
    figure(file.truePeakDbtp, 2),
    figure(file.samplePeakDbfs, 2),
    figure(file.plrLu),
    figure(file.correlation, 2),
  ])
  return tableLines([heads, ...rows])
}

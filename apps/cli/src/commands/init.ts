import { hasErrors, type InitDocument, type InitStem, initMix, roleTitle } from '@mixwright/session'
import { EXIT, type ExitCode } from '../exit-code.ts'
import { interruptible } from '../interruptible.ts'
import { Output, type OutputOptions } from '../output.ts'
import { showProblems } from '../problems.ts'
import { shellWord } from '../shell-word.ts'
import { clock, figure, tableLines } from '../table.ts'

export interface InitArguments extends OutputOptions {
  out?: string
  dryRun?: boolean
  jobs?: number
}

/** Writes a first mix file for a folder of recordings, and says what was found. */
export async function init(folder: string, options: InitArguments): Promise<ExitCode> {
  const output = new Output(options)
  return interruptible(output, async (signal, progress) => {
    const { out, dryRun, jobs } = options
    const { document, text } = await initMix(folder, {
      out,
      dryRun,
      jobs,
      signal,
      onProgress: (state) => progress.show(state),
    })
    progress.clear()
    output.document(dryRun ? { ...document, text: text ?? null } : document)
    if (document.stems.length > 0) output.note(`${stemTable(document).join('\n')}\n`)
    showProblems(output, document.diagnostics)
    if (dryRun && text !== undefined) output.result(text.trimEnd())
    if (document.file !== null && !hasErrors(document.diagnostics)) tellResult(output, document, folder, options)
    return hasErrors(document.diagnostics) ? EXIT.fault : EXIT.done
  })
}

const IMAGES: Readonly<Record<InitStem['image'], string>> = {
  mono: 'mono',
  stereo: 'stereo',
  same: 'mono as stereo',
  opposite: 'stereo, opposite',
  left: 'left only',
  right: 'right only',
  pair: 'left and right',
}

function stemTable({ stems }: InitDocument): string[] {
  const rows = stems.map((stem) => [
    stem.name,
    stem.files.map(shortened).join(' + '),
    `${roleTitle(stem.role)}${stem.toldBy === 'sound' ? ' (by its sound)' : ''}`,
    IMAGES[stem.image],
    clock(stem.durationS),
    stem.headSilenceS > 1 && stem.headSilenceS < stem.durationS ? clock(stem.headSilenceS) : '–',
    figure(stem.integratedLufs),
    figure(stem.samplePeakDbfs),
  ])
  return tableLines([['stem', 'file', 'is', 'channels', 'length', 'comes in', 'LUFS', 'peak dBFS'], ...rows], 4)
}

/** Letters of a file's name that a table shows. */
const MOST_LETTERS = 36

/** A long name without its middle: numbers and endings tell most. */
function shortened(file: string): string {
  const letters = [...file]
  if (letters.length <= MOST_LETTERS) return file
  return `${letters.slice(0, MOST_LETTERS / 2).join('')}…${letters.slice(1 - MOST_LETTERS / 2).join('')}`
}

function tellResult(
  output: Output,
  { file, written, mix, stems }: InitDocument,
  folder: string,
  { out }: InitArguments,
): void {
  const level = mix ? `: its mix reads ${figure(mix.integratedLufs)} LUFS, peak ${figure(mix.truePeakDbtp)} dBTP` : ''
  const count = `${stems.length} ${stems.length === 1 ? 'stem' : 'stems'}`
  output.note(`${written ? 'wrote' : 'would write'} ${file}, ${count}${level}`)
  if (written) output.note(`next: mixwright render ${shellWord(out ?? folder)}`)
}

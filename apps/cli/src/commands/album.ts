import { type Access, type AlbumDocument, hasErrors, renderAlbum } from '@mixwright/session'
import { EXIT, type ExitCode } from '../exit-code.ts'
import { interruptible } from '../interruptible.ts'
import { Output, type OutputOptions } from '../output.ts'
import { showProblems } from '../problems.ts'
import { clock, figure, tableLines } from '../table.ts'
import { measurementTable } from './measure.ts'

export interface AlbumArguments extends OutputOptions, Access {
  out?: string
  jobs?: number
}

/** Writes an album for the pressing plant. */
export async function album(dir: string, options: AlbumArguments): Promise<ExitCode> {
  const output = new Output(options)
  return interruptible(output, async (signal, progress) => {
    const { document, texts } = await renderAlbum(dir, {
      out: options.out,
      allowOutside: options.allowOutside,
      jobs: options.jobs,
      signal,
      onProgress: (state) => progress.show(state),
    })
    progress.clear()
    output.document(document)
    showProblems(output, document.diagnostics, texts)
    summarise(output, document)
    return hasErrors(document.diagnostics) ? EXIT.fault : EXIT.done
  })
}

/** The tracks as the disc counts them, then the whole disc. */
function summarise(output: Output, { album: disc, tracks, files }: AlbumDocument): void {
  if (!disc) return
  const heads = ['track', 'start', 'gap s', 'length', 'LUFS', 'dBTP', 'ISRC', 'title']
  const rows = tracks.map((track) => [
    String(track.track).padStart(2, '0'),
    track.start,
    figure(track.gapS, 2),
    clock(track.lengthS),
    figure(track.integratedLufs),
    figure(track.truePeakDbtp, 2),
    track.isrc ?? '–',
    track.title ?? '–',
  ])
  output.result(tableLines([heads, ...rows]).join('\n'))
  output.result(`\n${measurementTable([disc]).join('\n')}`)
  output.note(`\n${files.length} files, among them ${files.filter((name) => /cue$|DDPID$/.test(name)).join(' and ')}`)
}

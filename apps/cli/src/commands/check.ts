import { type Access, checkMix, hasErrors } from '@mixwright/session'
import { EXIT, type ExitCode } from '../exit-code.ts'
import { Output, type OutputOptions } from '../output.ts'
import { showProblems } from '../problems.ts'

/** Finds everything that can be wrong with a mix, without rendering it. */
export async function check(dir: string, options: OutputOptions & Access): Promise<ExitCode> {
  const output = new Output(options)
  const { song, infos, diagnostics } = await checkMix(dir, { ...options, samples: true })
  output.document({ diagnostics })
  showProblems(output, diagnostics, song.texts)
  if (hasErrors(diagnostics)) return EXIT.fault
  const { stems, deliver } = song.project!
  const counts = [
    counted(stems.length, 'stem', 'stems'),
    counted(infos.size, 'audio file', 'audio files'),
    counted(deliver.length, 'delivery', 'deliveries'),
  ]
  const verdict = diagnostics.length > 0 ? 'no mistakes' : 'nothing wrong'
  output.note(`${output.colors.green('✓')} ${song.file}: ${counts.join(', ')}, ${verdict}`)
  return EXIT.done
}

function counted(count: number, one: string, several: string): string {
  return `${count} ${count === 1 ? one : several}`
}

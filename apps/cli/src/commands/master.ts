import { hasErrors, masterFile } from '@mixwright/session'
import { EXIT, type ExitCode } from '../exit-code.ts'
import { interruptible } from '../interruptible.ts'
import { Output, type OutputOptions } from '../output.ts'
import { showProblems } from '../problems.ts'
import { summarise } from '../summary.ts'

const SETTINGS = [
  'loudness',
  'ceiling',
  'maxLimiting',
  'format',
  'sampleRate',
  'dither',
  'image',
  'metadata',
  'side',
  'sideLength',
  'sideStart',
  'lowMono',
  'sibilance',
  'rpm',
  'diameter',
] as const

const RELEASE = [
  'title',
  'artist',
  'album',
  'albumArtist',
  'composer',
  'songwriter',
  'isrc',
  'upc',
  'genre',
  'year',
  'date',
  'track',
  'disc',
  'comment',
  'copyright',
  'artwork',
] as const

type Written = { [K in (typeof SETTINGS)[number] | (typeof RELEASE)[number]]?: string }

export interface MasterArguments extends OutputOptions, Written {
  for: string[]
  out?: string
  playback?: boolean
  jobs?: number
}

/** Masters a finished mix for built-in targets. */
export async function master(file: string, options: MasterArguments): Promise<ExitCode> {
  const output = new Output(options)
  return interruptible(output, async (signal, progress) => {
    const document = await masterFile(file, {
      targets: options.for,
      settings: written(options, SETTINGS),
      release: written(options, RELEASE),
      out: options.out,
      jobs: options.jobs,
      signal,
      onProgress: (state) => progress.show(state),
    })
    progress.clear()
    output.document(document)
    showProblems(output, document.diagnostics)
    summarise(output, document, options.playback)
    return hasErrors(document.diagnostics) ? EXIT.fault : EXIT.done
  })
}

/** Those of the keys that were given, with what was written. */
function written(options: Written, keys: readonly (keyof Written)[]): Record<string, string> {
  return Object.fromEntries(keys.flatMap((key) => (options[key] === undefined ? [] : [[key, options[key]]])))
}

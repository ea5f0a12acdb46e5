import { realpathSync } from 'node:fs'
import {
  audioAsText,
  type DriverResult,
  type MergeFiles,
  mergeLockFiles,
  mergeMixFiles,
  mixAsText,
  setUpGit,
} from '@mixwright/revisions'
import { EXIT, type ExitCode } from '../exit-code.ts'
import { Output, type OutputOptions } from '../output.ts'
import { showProblems } from '../problems.ts'
import { terminalText } from '../terminal-text.ts'

export interface SetupArguments extends OutputOptions {
  undo?: boolean
  ignore?: boolean
}

/** Teaches git to compare and merge mixes. */
export function gitSetup(dir: string, options: SetupArguments): ExitCode {
  const output = new Output(options)
  const launcher = { node: process.execPath, script: realpathSync(process.argv[1]!) }
  const result = setUpGit(dir, { launcher, undo: options.undo, ignore: options.ignore })
  output.document(result)
  showProblems(output, result.diagnostics)
  if (result.top === null) return EXIT.fault
  const idle = options.undo ? 'there was nothing to undo' : 'git is set up already'
  for (const line of result.done.length > 0 ? result.done : [idle]) output.note(`${output.colors.green('✓')} ${line}`)
  for (const line of result.notes) output.note(line)
  return EXIT.done
}

/** Called by git to merge a mix file, or a lock; the result is written over `ours`. */
export function gitMerge(kind: 'mix' | 'lock', files: MergeFiles): ExitCode {
  const { isClean, notes }: DriverResult = kind === 'mix' ? mergeMixFiles(files) : mergeLockFiles(files)
  for (const note of notes) process.stderr.write(`${terminalText(note)}\n`)
  return isClean ? EXIT.done : EXIT.fault
}

/** Called by git to compare a file, and for anybody who wants to see it so. */
export async function gitText(kind: 'mix' | 'audio', file: string): Promise<ExitCode> {
  try {
    process.stdout.write(terminalText(kind === 'mix' ? mixAsText(file) : await audioAsText(file)))
    return EXIT.done
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    if (code === undefined) throw error
    const why = code === 'ENOENT' ? 'there is no such file' : `it cannot be read (${code})`
    process.stderr.write(terminalText(`error: ${file}: ${why}\n`))
    return EXIT.fault
  }
}

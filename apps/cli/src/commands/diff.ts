import { statSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import type { Diagnostic } from '@mixwright/project'
import {
  asChange,
  audioTexts,
  type ComparedSound,
  comparedRevisions,
  compareSound,
  diffMarkdown,
  diffText,
  type Listening,
  nullText,
  openRevision,
  type Revision,
  type SoundDocument,
  soundMarkdown,
  soundTables,
  type Told,
  tellChanges,
  writeListening,
} from '@mixwright/revisions'
import { type Access, hasErrors, shownPath } from '@mixwright/session'
import { EXIT, type ExitCode } from '../exit-code.ts'
import { interruptible } from '../interruptible.ts'
import type { LiveView } from '../live-view.ts'
import { Output, type OutputOptions } from '../output.ts'
import { showProblems } from '../problems.ts'
import { tableLines } from '../table.ts'

export interface DiffArguments extends OutputOptions, Access {
  format: 'text' | 'markdown' | 'json'
  exitCode?: boolean
  sound: boolean
  causes?: boolean
  variants?: boolean
  audio?: boolean
  html?: boolean
  out?: string
  jobs?: number
}

/** Says what changed in a mix between two revisions, and what that did to the sound. */
export async function diff(
  from: string,
  to: string | undefined,
  dir: string | undefined,
  { format, ...options }: DiffArguments,
): Promise<ExitCode> {
  const output = new Output({ ...options, json: options.json || format === 'json' })
  const { allowOutside } = options
  const compared = comparedRevisions(from, to, dir)
  const sides = [compared.from, compared.to].map((spec) =>
    openRevision(spec, compared.dir, { audio: options.sound, allowOutside }),
  )
  const [before, after] = sides.map(({ revision }) => revision)
  if (!before || !after) {
    const failed = sides.filter(({ revision }) => !revision)
    output.document({ diagnostics: failed.flatMap(({ diagnostics }) => diagnostics) })
    for (const side of failed) showProblems(output, side.diagnostics, 'texts' in side ? side.texts : undefined)
    return EXIT.fault
  }
  const told = await tellChanges(before, after)
  const words: Words = { before, after, told, isMarkdown: format === 'markdown' }
  const isDone = EXIT[options.exitCode && told.length > 0 ? 'fault' : 'done']
  if (!options.sound) {
    output.document(wordsDocument(words))
    showWords(output, words)
    return isDone
  }
  return interruptible(output, async (signal, progress) => {
    const heard = await hear(words, songFolder(compared.dir), { ...options, signal, progress })
    progress.clear()
    show(output, words, heard)
    return hasErrors(heard.diagnostics) ? EXIT.fault : isDone
  })
}

interface Words {
  before: Revision
  after: Revision
  told: readonly Told[]
  isMarkdown: boolean
}

interface Heard extends ComparedSound {
  listening?: Listening
}

/** Renders and compares both, and writes what was asked for. */
async function hear(
  { before, after, told }: Words,
  folder: string,
  options: Omit<DiffArguments, 'format'> & { signal: AbortSignal; progress: LiveView },
): Promise<Heard> {
  const { causes, variants, jobs, signal, progress, audio, html, allowOutside } = options
  const changes = told.map(asChange)
  const onProgress = (done: Parameters<LiveView['show']>[0]) => progress.show(done)
  const sound = await compareSound(before, after, {
    folder,
    changes,
    causes,
    variants,
    jobs,
    signal,
    onProgress,
    allowOutside,
  })
  const { document, mixes } = sound
  if (!document || !mixes || !(audio || html)) return sound
  const out = resolve(options.out ?? join(folder, 'out', 'diff'))
  const page = html ? { document, changes, from: before.name, to: after.name } : undefined
  const written = await writeListening(mixes, { out, shown: shownPath, page, signal })
  if ('listening' in written) return { ...sound, ...written }
  return { ...sound, diagnostics: [...sound.diagnostics, written.diagnostic] }
}

function wordsDocument({ before, after, told }: Words): object {
  return { from: before.name, to: after.name, changes: told.map(asChange) }
}

function showWords(output: Output, { before, after, told, isMarkdown }: Words): void {
  if (isMarkdown) {
    output.result(diffMarkdown(told, before.name, after.name))
    return
  }
  output.note(output.colors.dim(`${before.name} → ${after.name}`))
  if (told.length > 0) output.result(diffText(told, output.resultColors.bold))
  else output.note('nothing changed')
}

function show(output: Output, words: Words, { document, listening, diagnostics, texts }: Heard): void {
  const problems: { diagnostics?: readonly Diagnostic[] } = diagnostics.length > 0 ? { diagnostics } : {}
  output.document({ ...wordsDocument(words), ...document, ...listening, ...problems })
  showWords(output, words)
  if (document && words.isMarkdown) output.result(`\n${soundMarkdown(document, listening?.audio)}`)
  else if (document) showSound(output, document)
  if (listening && !words.isMarkdown) {
    for (const text of audioTexts(listening.audio)) output.result(text)
    if (listening.page) output.result(listening.page)
  }
  showProblems(output, diagnostics, texts)
}

function showSound(output: Output, document: SoundDocument): void {
  for (const { title, heads, rows } of soundTables(document)) {
    const [, ...figures] = heads
    output.result(`\n${tableLines([[title, ...figures], ...rows]).join('\n')}`)
  }
  output.result(`\n${nullText(document)}`)
  for (const note of document.notes) output.note(note)
}

/** The folder of the song of today, where renders are remembered. */
function songFolder(dir: string): string {
  const path = resolve(dir)
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() ? path : dirname(path)
}

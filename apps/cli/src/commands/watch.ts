import { relative } from 'node:path'
import {
  asChange,
  diffText,
  type Revision,
  renderedSong,
  savedSong,
  type Told,
  tellChanges,
} from '@mixwright/revisions'
import {
  type Access,
  type BegunRound,
  hasErrors,
  type RenderResult,
  toJsonLine,
  type WatchRound,
  watchMix,
} from '@mixwright/session'
import { EXIT, type ExitCode } from '../exit-code.ts'
import { changedFigures, changedTable } from '../figure-changes.ts'
import { LiveView } from '../live-view.ts'
import { Output, type OutputOptions } from '../output.ts'
import { showProblems } from '../problems.ts'

export interface WatchArguments extends OutputOptions, Access {
  deliver?: string[]
  variants: string[] | 'all'
  out?: string
  mixOnly?: boolean
  lock: boolean
  report: boolean
  jobs?: number
}

const ENDS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const

/** Renders a mix again at each save, and tells what changed, until Ctrl-C. */
export async function watch(dir: string, options: WatchArguments): Promise<ExitCode> {
  const output = new Output(options)
  const drawReport = options.report ? (await import('@mixwright/report')).reportPage : undefined
  const progress = new LiveView(output)
  const stop = new AbortController()
  const end = () => stop.abort()
  for (const name of ENDS) process.on(name, end)
  const changes = new Changes()
  let told: Promise<readonly Told[]> = Promise.resolve([])
  const rounds = watchMix(dir, {
    deliver: options.deliver,
    variants: options.variants === 'all' ? undefined : options.variants,
    out: options.out,
    mixOnly: options.mixOnly,
    lock: options.lock ? 'update' : 'ignore',
    drawReport,
    allowOutside: options.allowOutside,
    jobs: options.jobs,
    signal: stop.signal,
    onBegin: (round) => {
      progress.clear()
      if (round.number > 1) output.note(`\n${output.colors.dim(clockTime())} ${savedText(round)}`)
      const words = changes.since(round)
      told = words
      const show = (all: readonly Told[]) => {
        if (words === told) showWords(output, progress, all)
      }
      // What goes wrong here is thrown where the round waits for the words.
      words.then(show, () => {})
    },
    onProgress: (state) => progress.show(state),
  })
  try {
    for await (const round of rounds) {
      const words = await told
      progress.clear()
      show(output, round, words, changes.figures)
      if (!round.song.project && round.number === 1 && isNowhere(round)) return EXIT.fault
      changes.take(round)
      output.note(output.colors.dim(`watching ${round.song.file}, Ctrl-C ends`))
    }
    progress.clear()
    output.note('stopped')
    return EXIT.done
  } finally {
    for (const name of ENDS) process.off(name, end)
  }
}

/** What the last good round was, to compare the next with. */
class Changes {
  #before: Revision | undefined
  #figures: RenderResult | undefined

  get figures(): RenderResult | undefined {
    return this.#figures
  }

  /** What changed since then; nothing where there is nothing to compare, or the mix is wrong. */
  async since({ song, saved }: BegunRound): Promise<readonly Told[]> {
    if (!this.#before || !song.project || hasErrors(song.diagnostics)) return []
    return tellChanges(this.#before, savedSong(song, this.#before, new Set(saved)))
  }

  take({ song, result }: WatchRound): void {
    if (!result.mix) return
    this.#before = renderedSong(song)
    this.#figures = result
  }
}

function showWords({ colors }: Output, progress: LiveView, told: readonly Told[]): void {
  if (told.length === 0) return
  progress.note(diffText(told, colors.bold))
}

function show(output: Output, round: WatchRound, told: readonly Told[], before: RenderResult | undefined): void {
  const { result, texts, number, saved } = round
  const figures = changedFigures(before, result)
  if (output.json) {
    const document = {
      round: number,
      saved: saved.map(fromHere),
      changes: told.map(asChange),
      sound: figures,
      ...result,
    }
    process.stdout.write(toJsonLine(document))
    return
  }
  if (number > 1 && told.length === 0 && result.mix) output.note('nothing changed in the mix')
  showProblems(output, result.diagnostics, texts)
  if (result.mix) output.result(changedTable(output, figures).join('\n'))
}

/** There is no mix to wait for. */
function isNowhere({ result }: WatchRound): boolean {
  return result.diagnostics.some(({ code }) => code === 'PROJECT_NOT_FOUND')
}

function savedText({ saved }: BegunRound): string {
  const [first, second, third, ...others] = saved.map(fromHere)
  const names = [first, second, third].filter((name) => name !== undefined).join(', ')
  return `${names}${others.length > 0 ? ` and ${others.length} more` : ''} saved`
}

function fromHere(path: string): string {
  const short = relative(process.cwd(), path)
  return short.startsWith('..') ? path : short
}

function clockTime(): string {
  return new Date().toTimeString().slice(0, 8)
}

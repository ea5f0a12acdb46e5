import { resolve } from 'node:path'
import { type Rendered, type RenderOptions, renderMix } from '../render.ts'
import { whyOutside } from '../song/project-folder.ts'
import { audioPath, loadSong, type Song } from '../song/song.ts'
import { FileWatch } from './file-watch.ts'

/** How long a render that failed waits for a save that may have been the reason. */
const LATE_SAVE_MS = 500

/** A round of watching as it begins. */
export interface BegunRound {
  /** Counted from 1. A render that a save cut off is no round; the next takes its number. */
  number: number
  /** Files that were saved since the last whole round began; none in the first. Whole paths. */
  saved: string[]
  /** What the mix file says, or what is wrong with it. */
  song: Song
}

/** A round that was rendered to its end, or whose mix file is wrong. */
export type WatchRound = BegunRound & Rendered

export interface WatchOptions extends RenderOptions {
  /** Ends the watching: the rounds are over then. */
  signal?: AbortSignal | undefined
  /** Called when a render begins, also when one begins anew that a save cut off. */
  onBegin?: ((round: BegunRound) => void) | undefined
}

/**
 * Renders a mix, and again after each save of its file, its presets, recordings, impulse responses and pictures. A save
 * during a render stops it and begins anew. A mix that is wrong is a round with its diagnostics, and watching goes on.
 * Ends when `signal` is aborted, or with the loop that takes the rounds.
 *
 * @param path a folder with a `mix.yaml`, or the file itself
 */
export async function* watchMix(path: string, options: WatchOptions = {}): AsyncGenerator<WatchRound, void, undefined> {
  const { signal, onBegin, ...rest } = options
  const saved = new Set<string>()
  let wake: () => void = () => {}
  const watch = new FileWatch((paths) => {
    for (const one of paths) saved.add(one)
    wake()
  })
  const nextSave = (ms?: number) => {
    return new Promise<void>((done) => {
      const late = ms === undefined ? undefined : setTimeout(done, ms)
      wake = () => {
        clearTimeout(late)
        done()
      }
    })
  }
  const end = () => wake()
  signal?.addEventListener('abort', end)
  let files: Iterable<string> = []
  try {
    for (let number = 1, of: string[] = []; !signal?.aborted; ) {
      of = [...new Set([...of, ...saved])]
      saved.clear()
      // Followed before it is read: what is saved while it is read is a save.
      const now = loadSong(path, rest)
      files = filesOf(now, now.project ? [] : files)
      watch.follow(files)
      const begun = { number, saved: of, song: loadSong(path, rest) }
      onBegin?.(begun)
      const stop = new AbortController()
      wake = () => stop.abort(new CutOff())
      const rendered = await renderMix(path, { ...rest, signal: stop.signal }).catch(async (error) => {
        if (stop.signal.aborted) return undefined
        if (watch.isSettled && saved.size === 0) throw error
        await nextSave(LATE_SAVE_MS)
        return undefined
      })
      if (rendered && wasDisturbed(rendered)) {
        while (!watch.isSettled && saved.size === 0 && !signal?.aborted) await nextSave(LATE_SAVE_MS)
      }
      if (signal?.aborted) return
      if (!rendered || saved.size > 0) continue
      wake = () => {}
      yield { ...begun, ...rendered }
      number++
      of = []
      if (saved.size === 0 && !signal?.aborted) await nextSave()
    }
  } finally {
    signal?.removeEventListener('abort', end)
    watch.close()
  }
}

/** Why a render ended before its end. */
class CutOff extends Error {}

/** Whether a file changed while it was read: a save that is still under way is no error of the mix. */
function wasDisturbed({ result }: Rendered): boolean {
  return result.diagnostics.some(({ code }) => code === 'AUDIO_CHANGED')
}

/** Every file that a render of a mix reads, there or not, and those of before where its text cannot tell. */
function filesOf(song: Song, before: Iterable<string>): Set<string> {
  const { project, variants, audioFiles, readFiles, folder, within } = song
  const projects = [...(project ? [project] : []), ...variants.map((one) => one.project)]
  const pictures = projects.flatMap(({ artwork, deliver }) => [
    artwork,
    ...deliver.map(({ metadata }) => (typeof metadata === 'object' ? metadata.artwork : undefined)),
  ])
  const named = [...audioFiles.map((mention) => mention.path), ...pictures.filter((one) => one !== undefined)]
  const inside = named.filter((one) => !whyOutside(one, folder, within))
  return new Set([...before, resolve(song.file), ...readFiles, ...inside.map((one) => audioPath(song, one))])
}

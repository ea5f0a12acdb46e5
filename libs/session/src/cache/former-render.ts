import { createHash } from 'node:crypto'
import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Checked } from '../check.ts'
import { thisEngine } from '../lock/engine.ts'
import { lockPath } from '../lock/lock-file.ts'
import { artworkPaths } from '../master/artwork.ts'
import { clearAbandoned } from '../output/unfinished.ts'
import { BUILD_FOLDER } from '../program-files.ts'
import type { Rendered, RenderOptions, RenderResult } from '../render.ts'
import { fileStamp } from '../song/file-stamp.ts'
import { FileStamps } from '../song/file-stamps.ts'
import { audioPath, MIX_FILE, readWritten, type WrittenFile } from '../song/song.ts'
import { canonicalText, textHash } from './description-hashes.ts'
import type { KeptFiles } from './kept-files.ts'
import { rendersIn } from './render-cache.ts'

/** The longest that a render waits at its end until what it wrote could not change unnoticed. ms */
const MOST_WAIT_MS = 50

/** What a render was made of and what it left behind. */
interface Kept {
  /** Texts and pictures, which are saved again unchanged now and then, by the SHA-256 of their bytes; null of none. */
  contents: [path: string, sha256: string | null][]
  /** Audio and outputs, by what tells without reading that they are the same. */
  stamps: [path: string, stamp: string][]
  /** Codecs that decoded and encoded; null where none were needed. */
  codecs: string | null
  result: RenderResult
  /** By the names that diagnostics call them. */
  shownTexts: [name: string, text: string][]
}

interface Published {
  result: RenderResult
  /** Of all outputs. */
  paths: readonly string[]
}

/**
 * A render that was asked for in the same words before. As long as all that it read and all that it wrote lie there as it
 * left them, there is nothing to do.
 */
export class FormerRender {
  readonly #mix: WrittenFile
  readonly #key: string
  readonly #kept: KeptFiles
  readonly #locks: boolean

  private constructor(mix: WrittenFile, key: string, locks: boolean) {
    this.#mix = mix
    this.#key = key
    this.#kept = rendersIn(join(mix.folder, '.mixwright'))
    this.#locks = locks
  }

  /** The same render as it was made before, if it was; undefined where it is wanted anew. */
  static open(path: string, options: RenderOptions): FormerRender | undefined {
    const { keepUnchanged, cache, lock, jobs, signal, onProgress, drawReport, ...asked } = options
    const program = keepUnchanged && cache !== false && lock !== 'frozen' ? programStamp() : undefined
    if (program === undefined) return undefined
    const { missing, ...mix } = readWritten(path, MIX_FILE, options)
    if (missing) return undefined
    const { file, within } = mix
    const place = { file, within, from: process.cwd() }
    const key = textHash(canonicalText({ program, place, asked, lock, draws: drawReport !== undefined }))
    return new FormerRender(mix, `render-${key}`, lock !== 'ignore')
  }

  /** What it came to, when nothing of it has changed. */
  recall(): Rendered | undefined {
    const kept = this.#kept.recallNote<Kept>(this.#key)
    if (!kept) return undefined
    const { contents, stamps, codecs, result, shownTexts } = kept
    const isSame =
      stamps.every(([path, stamp]) => fileStamp(path) === stamp) &&
      contents.every(([path, sha256]) => contentHash(path) === sha256) &&
      (codecs === null || codecs === thisEngine(true).codecs)
    if (!isSame) return undefined
    clearAbandoned(this.#mix.folder)
    return { result, texts: new Map(shownTexts) }
  }

  /** Keeps what a render came to that has published all that it was asked for. */
  async keep({ song, infos, stamps, versions }: Checked, { result, paths }: Published): Promise<void> {
    const written = new FileStamps()
    const outputs = this.#locks ? [...paths, lockPath(song)] : paths
    for (const path of outputs) written.note(path, path)
    const contents = contentsOf(song, versions)
    if (!contents) return
    if (!(await written.settle(MOST_WAIT_MS)) || written.changed().length > 0 || stamps.changed().length > 0) return
    this.#kept.keepNote(this.#key, {
      contents,
      stamps: [
        ...[...infos].map(([name, { path }]): [string, string] => [path, stamps.of(name)!]),
        ...outputs.map((path): [string, string] => [path, written.of(path)!]),
      ],
      codecs: usesCodecs(infos, versions) ? thisEngine(true).codecs : null,
      result,
      shownTexts: [...song.texts],
    } satisfies Kept)
  }
}

function usesCodecs(infos: Checked['infos'], versions: Checked['versions']): boolean {
  const isCoded = [...infos.values()].some(({ pcm }) => pcm === null)
  return isCoded || versions.some(({ deliveries }) => deliveries.some(({ plan }) => plan.format.codec !== 'wav'))
}

/** Hashes of what was read of texts and pictures; undefined where nobody knows any more what was read. */
function contentsOf(song: Checked['song'], versions: Checked['versions']): Kept['contents'] | undefined {
  const presets = new Map(song.presets.map(({ path, text }) => [audioPath(song, path), text]))
  const texts = [
    [resolve(song.file), song.texts.get(song.file)] as const,
    ...song.readFiles.map((path) => [path, presets.get(path)] as const),
  ]
  const tagged = versions.flatMap(({ deliveries }) => deliveries.map(({ tagging }) => tagging.tags.artwork?.bytes))
  const used = new Set(tagged.map((bytes) => bytes && bytesHash(bytes)))
  const named = new Set(versions.flatMap(({ project }) => artworkPaths(project)).map((path) => audioPath(song, path)))
  const pictures = [...named].map((path): [string, string | null] => [path, contentHash(path)])
  // One that no delivery carries, or that is another by now.
  if (pictures.some(([, sha256]) => sha256 === null || !used.has(sha256))) return undefined
  return [
    ...texts.map(([path, text]): [string, string | null] => [path, text === undefined ? null : textHash(text)]),
    ...pictures,
  ]
}

/** SHA-256 of a regular file; null where there is none that can be read. */
function contentHash(path: string): string | null {
  try {
    return statSync(path).isFile() ? bytesHash(readFileSync(path)) : null
  } catch {
    return null
  }
}

function bytesHash(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex')
}

/** What tells that the program is the one that it was: its files. Undefined where it has none, as in a page. */
function programStamp(): string | undefined {
  try {
    const folder = fileURLToPath(BUILD_FOLDER)
    return readdirSync(folder)
      .sort()
      .map((name) => `${name} ${fileStamp(join(folder, name))}`)
      .join('\n')
  } catch {
    return undefined
  }
}

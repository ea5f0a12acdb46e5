import { createHash } from 'node:crypto'
import { createReadStream, statSync } from 'node:fs'
import { pipeline } from 'node:stream/promises'
import { hashFile } from '@mixwright/audio-files'
import { measureFiles } from '@mixwright/session'
import type { AudioContent } from './audio-at-revision.ts'
import type { Revision } from './revision.ts'

/** What a listener would know a recording by. */
export interface AudioFigures {
  durationS: number
  /** null for silence. */
  integratedLufs: number | null
}

/** Compares the recordings of two revisions by their bytes, reading as few of them as can be. */
export class AudioComparison {
  readonly #from: Revision
  readonly #to: Revision
  readonly #known = new Map<string, boolean | undefined>()

  constructor(from: Revision, to: Revision) {
    this.#from = from
    this.#to = to
  }

  /** Whether two files, by the paths in the former and the latter mix, are one; undefined when nobody knows. */
  async isSame(fromPath: string, toPath: string): Promise<boolean | undefined> {
    const pair = JSON.stringify([fromPath, toPath])
    if (!this.#known.has(pair)) this.#known.set(pair, await this.#compare(fromPath, toPath))
    return this.#known.get(pair)
  }

  /** Length and loudness before and after, where they can be found out. */
  async figures(fromPath: string, toPath: string): Promise<readonly (AudioFigures | undefined)[]> {
    return [await figuresOf(this.#from, fromPath), await figuresOf(this.#to, toPath)]
  }

  async #compare(fromPath: string, toPath: string): Promise<boolean | undefined> {
    const [a, b] = [this.#from.audio.get(fromPath), this.#to.audio.get(toPath)]
    if (!a || !b) return undefined
    if (a.content.kind === 'blob' && b.content.kind === 'blob') return a.content.id === b.content.id
    if (a.content.kind === 'blob' && b.content.kind === 'file') return isBlob(b.path, a.content)
    if (a.content.kind === 'file' && b.content.kind === 'blob') return isBlob(a.path, b.content)
    if (a.content.kind === 'file' && b.content.kind === 'file' && a.path === b.path) return true
    const [before, after] = [sha256Of(this.#from, fromPath), sha256Of(this.#to, toPath)]
    return before === undefined || after === undefined ? undefined : before === after
  }
}

/** True when a file on disk has the bytes that git knows by a name, which is the hash of them after their length. */
async function isBlob(
  path: string,
  { id, bytes }: Extract<AudioContent, { kind: 'blob' }>,
): Promise<boolean | undefined> {
  const stats = statSync(path, { throwIfNoEntry: false })
  if (!stats?.isFile()) return undefined
  if (stats.size !== bytes) return false
  const hash = createHash(id.length === 40 ? 'sha1' : 'sha256')
  hash.update(`blob ${bytes}\0`)
  await pipeline(createReadStream(path), hash)
  return hash.digest('hex') === id
}

function sha256Of({ audio, lock }: Revision, path: string): string | undefined {
  const { content, path: at, take } = audio.get(path)!
  if (content.kind === 'lfs') return content.sha256
  if (content.kind === 'untracked') return lock?.inputs[path]?.sha256
  if (take() || !statSync(at, { throwIfNoEntry: false })?.isFile()) return undefined
  return hashFile(at)
}

async function figuresOf({ audio, lock }: Revision, path: string): Promise<AudioFigures | undefined> {
  const one = audio.get(path)
  if (!one) return undefined
  const { content } = one
  const locked = lock?.inputs[path]
  if (content.kind === 'untracked') return locked
  if (one.take()) return content.kind === 'lfs' && locked?.sha256 === content.sha256 ? locked : undefined
  const { files } = await measureFiles([one.path], { jobs: 1 })
  const [measured] = files
  if (!measured) return undefined
  const { durationS, integratedLufs } = measured
  return { durationS, integratedLufs: Number.isFinite(integratedLufs) ? integratedLufs : null }
}

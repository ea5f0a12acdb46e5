import { existsSync, readdirSync, readFileSync, renameSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { AsideFile, type AudioInfo, hashFile, type PcmFile, type Probed, probeWav } from '@mixwright/audio-files'
import { freeBytes } from '../cache/disk-room.ts'
import { unfinishedFolder } from '../output/unfinished.ts'
import { changeOf } from './change-of-file.ts'
import { FileStamps } from './file-stamps.ts'
import { orProblem } from './or-problem.ts'

/** What lies in the cache after `tidy`: two hours of 8 stems in 24 bits. */
const MOST_BYTES = 2 ** 34
/** Of what the disk has free, the most that one file may fill. */
const MOST_OF_DISK = 0.5

/** What is known of a decoded file: which bytes it has, and what was wrong with its source. */
interface Entry {
  sha256: string
  repairs: string[]
}

/** Decodes a file to `path`, stopping where that would take more than `mostBytes`. */
export type Decode = (info: AudioInfo, path: string, mostBytes: number) => Promise<Probed<PcmFile>>

/**
 * What compressed files decode to, by the hash of their bytes. Nothing in the folder is taken on trust: what has not the
 * bytes that were written is decoded again. All of it may be deleted at any time.
 */
export class DecodedFiles {
  readonly #folder: string
  readonly #mostBytes: number
  readonly #used = new Set<string>()

  /** @param cache the folder `.mixwright` of a song */
  constructor(cache: string, mostBytes = MOST_BYTES) {
    this.#folder = join(cache, 'decoded')
    this.#mostBytes = mostBytes
  }

  /** The decoded copy of a file, made where there is none; `repairs` tell what was wrong with the file each time. */
  async get(info: AudioInfo, decode: Decode): Promise<Probed<PcmFile>> {
    const stamps = new FileStamps()
    stamps.note('file', info.path)
    const hashed = orProblem(() => ({ key: hashFile(info.path) }))
    if ('problem' in hashed) return hashed
    const { key } = hashed
    const path = join(this.#folder, `${key}.wav`)
    const entryPath = join(this.#folder, `${key}.json`)
    this.#used.add(key)
    const kept = this.#recall(path, entryPath)
    if (kept) return { info: kept }
    // In a folder of its own, which goes with all that a thread that is stopped leaves in it.
    const scratch = unfinishedFolder(this.#folder, 'decoding')
    try {
      rmSync(entryPath, { force: true })
      const made = await decode(info, join(scratch, 'audio.wav'), this.#room())
      if ('problem' in made) return made
      // Else what another file decodes to would bear the name of this one for good.
      if (stamps.changed().length > 0) return { problem: changeOf(info.path) }
      const entry: Entry = { sha256: hashFile(made.info.path), repairs: made.info.repairs }
      renameSync(made.info.path, path)
      writeAside(entryPath, JSON.stringify(entry))
      return { info: { ...made.info, path } }
    } finally {
      rmSync(scratch, { recursive: true, force: true })
    }
  }

  /** Removes what was not used for longest, and not by this one, until the rest fits. */
  tidy(): void {
    try {
      const files = readdirSync(this.#folder).map((name) => {
        const { size, mtimeMs } = statSync(join(this.#folder, name))
        return { name, key: name.replace(/\..*$/, ''), size, mtimeMs }
      })
      const lastUsed = new Map(files.filter(({ name }) => name.endsWith('.json')).map((one) => [one.key, one.mtimeMs]))
      const keys = [...new Set(files.map(({ key }) => key))].filter((key) => !this.#used.has(key))
      let bytes = files.reduce((sum, { size }) => sum + size, 0)
      for (const key of keys.sort((a, b) => (lastUsed.get(a) ?? 0) - (lastUsed.get(b) ?? 0))) {
        if (bytes <= this.#mostBytes) return
        for (const { name, size } of files.filter((file) => file.key === key)) {
          rmSync(join(this.#folder, name), { force: true })
          bytes -= size
        }
      }
    } catch {}
  }

  #recall(path: string, entryPath: string): PcmFile | undefined {
    try {
      if (!existsSync(path)) return undefined
      const { sha256, repairs }: Entry = JSON.parse(readFileSync(entryPath, 'utf8'))
      if (!Array.isArray(repairs) || hashFile(path) !== sha256) return undefined
      const cached = probeWav(path)
      if ('problem' in cached) return undefined
      const now = new Date()
      utimesSync(entryPath, now, now)
      return { ...cached.info, repairs: repairs.map(String) }
    } catch {
      return undefined
    }
  }

  /** No file may fill the disk, however far it expands. */
  #room(): number {
    return Math.min(this.#mostBytes, MOST_OF_DISK * freeBytes(this.#folder))
  }
}

function writeAside(path: string, text: string): void {
  const aside = new AsideFile(path)
  try {
    writeFileSync(aside.path, text)
    aside.commit()
  } finally {
    aside.abort()
  }
}

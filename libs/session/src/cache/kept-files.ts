import {
  closeSync,
  copyFileSync,
  linkSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  readSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import { dirname, join } from 'node:path'
import { crc32 } from 'node:zlib'
import { AsideFile } from '@mixwright/audio-files'
import { removeAbandoned } from '../output/unfinished.ts'
import { hasRoomToKeep } from './disk-room.ts'

const MOST_BYTES = 2 ** 31
const PIECE_BYTES = 1 << 20

/** What an entry says of its file, and the figures that belong to it as a text. */
interface Entry {
  bytes: number
  crc32: number
  figures: string
  figuresCrc32: number
}

/**
 * Files with their figures, by the hash of all that they were made from. Nothing in the folder is taken on trust: what
 * has lost a byte, or is not what its checksums say, is as good as absent. All of it may be deleted at any time.
 *
 * A file is a second name of the output that it is, where the disk can do that, so keeping it costs no room.
 */
export class KeptFiles {
  readonly #folder: string
  readonly #mostBytes: number
  readonly #used = new Set<string>()

  /** @param mostBytes what may lie in the folder after `tidy`; what was used since this was built stays */
  constructor(folder: string, mostBytes = MOST_BYTES) {
    this.#folder = folder
    this.#mostBytes = mostBytes
  }

  /** Puts the file of a key at `path`, where there is none, and gives its figures; undefined when it is not kept. */
  recall<Figures>(key: string, path: string): Figures | undefined {
    return this.#recall(key, path, (figures) => JSON.parse(figures, revive))
  }

  /** The same for whoever has the figures from `list`: false when the entry is not whole. */
  recallFile(key: string, path: string): boolean {
    return this.#recall(key, path, () => true) ?? false
  }

  #recall<T>(key: string, path: string, read: (figures: string) => T): T | undefined {
    try {
      const entry: Entry = JSON.parse(readFileSync(this.#path(key, '.json'), 'utf8'))
      const audio = this.#path(key, '.audio')
      if (crc32(entry.figures) !== entry.figuresCrc32 || !isIntact(audio, entry)) throw new Error('damaged')
      const value = read(entry.figures)
      share(audio, path)
      this.#use(key)
      return value
    } catch {
      this.#remove(key)
      return undefined
    }
  }

  /** Figures that are kept without a file; undefined when they are not. */
  recallNote<Figures>(key: string): Figures | undefined {
    const figures = this.figures<Figures>(key)
    if (figures !== undefined) this.#use(key)
    return figures
  }

  /** Figures of everything kept whose key begins with `prefix`; the files have yet to be recalled. */
  list<Figures>(prefix: string): { key: string; figures: Figures }[] {
    try {
      const names = readdirSync(this.#folder).filter((name) => name.startsWith(prefix) && name.endsWith('.json'))
      return names.sort().flatMap((name) => {
        const key = name.slice(0, -'.json'.length)
        const figures = this.figures<Figures>(key)
        return figures === undefined ? [] : [{ key, figures }]
      })
    } catch {
      return []
    }
  }

  /** Figures of a key alone; undefined when it is not kept. Whether its file is whole is not looked at. */
  figures<Figures>(key: string): Figures | undefined {
    try {
      const entry: Entry = JSON.parse(readFileSync(this.#path(key, '.json'), 'utf8'))
      return crc32(entry.figures) === entry.figuresCrc32 ? JSON.parse(entry.figures, revive) : undefined
    } catch {
      return undefined
    }
  }

  /** Keeps the finished file at `path` and its figures. Where that cannot be done, nothing is kept. */
  keep(key: string, path: string, figures: unknown): void {
    try {
      mkdirSync(this.#folder, { recursive: true })
      const checksum = checksumOf(path)
      if (checksum.bytes > this.#mostBytes) return
      this.#remove(key)
      this.#put(key, '.audio', (part) => keepShared(path, part, checksum.bytes))
      this.#putEntry(key, checksum, JSON.stringify(figures, replace))
      this.#used.add(key)
    } catch {
      this.#remove(key)
    }
  }

  /** Keeps figures without a file. Where that cannot be done, nothing is kept. */
  keepNote(key: string, figures: unknown): void {
    try {
      mkdirSync(this.#folder, { recursive: true })
      this.#putEntry(key, { bytes: 0, crc32: 0 }, JSON.stringify(figures, replace))
      this.#used.add(key)
    } catch {
      this.#remove(key)
    }
  }

  /** Removes what was not used for longest until the rest fits. */
  tidy(): void {
    try {
      removeAbandoned(this.#folder)
      const files = readdirSync(this.#folder).flatMap((name) => {
        const stat = statSync(join(this.#folder, name), { throwIfNoEntry: false })
        return stat ? [{ name, key: name.replace(/\..*$/, ''), size: stat.size, mtimeMs: stat.mtimeMs }] : []
      })
      let bytes = files.reduce((sum, { size }) => sum + size, 0)
      const lastUsed = new Map(files.filter(({ name }) => name.endsWith('.json')).map((one) => [one.key, one.mtimeMs]))
      const age = (key: string) => lastUsed.get(key) ?? 0
      const oldestFirst = files
        .filter(({ key }) => key !== '' && !this.#used.has(key))
        .sort((a, b) => age(a.key) - age(b.key))
      for (const { name, size } of oldestFirst) {
        if (bytes <= this.#mostBytes) return
        rmSync(join(this.#folder, name), { force: true })
        bytes -= size
      }
    } catch {}
  }

  #use(key: string): void {
    this.#used.add(key)
    const now = new Date()
    // Not the audio: it may be an output as well, whose time is none of this one's business.
    utimesSync(this.#path(key, '.json'), now, now)
  }

  #putEntry(key: string, checksum: Pick<Entry, 'bytes' | 'crc32'>, figures: string): void {
    const entry: Entry = { ...checksum, figures, figuresCrc32: crc32(figures) }
    this.#put(key, '.json', (part) => writeFileSync(part, JSON.stringify(entry)))
  }

  #put(key: string, suffix: string, write: (part: string) => void): void {
    const aside = new AsideFile(this.#path(key, suffix))
    try {
      write(aside.path)
      // What a lost power supply damages is noticed, as any other damage is.
      aside.commit({ isSynced: false })
    } finally {
      aside.abort()
    }
  }

  #remove(key: string): void {
    try {
      for (const suffix of ['.json', '.audio']) rmSync(this.#path(key, suffix), { force: true })
    } catch {}
  }

  #path(key: string, suffix: string): string {
    return join(this.#folder, `${key}${suffix}`)
  }
}

/** A second name for a file; where the disk has none, a copy. */
function share(from: string, to: string): void {
  mkdirSync(dirname(to), { recursive: true })
  if (!isLinked(from, to)) copyFileSync(from, to)
}

/** The same for what is only kept: no copy where it would leave little room for outputs. */
function keepShared(from: string, to: string, bytes: number): void {
  if (isLinked(from, to)) return
  if (!hasRoomToKeep(dirname(to), bytes)) throw new Error('no room to keep a copy')
  copyFileSync(from, to)
}

function isLinked(from: string, to: string): boolean {
  try {
    linkSync(from, to)
    return true
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') throw error
    return false
  }
}

function isIntact(path: string, { bytes, crc32: expected }: Pick<Entry, 'bytes' | 'crc32'>): boolean {
  if (statSync(path).size !== bytes) return false
  return checksumOf(path).crc32 === expected
}

function checksumOf(path: string): Pick<Entry, 'bytes' | 'crc32'> {
  const fd = openSync(path, 'r')
  try {
    const piece = Buffer.allocUnsafe(PIECE_BYTES)
    let bytes = 0
    let sum = 0
    for (;;) {
      const got = readSync(fd, piece, 0, PIECE_BYTES, bytes)
      if (got === 0) return { bytes, crc32: sum }
      sum = crc32(piece.subarray(0, got), sum)
      bytes += got
    }
  } finally {
    closeSync(fd)
  }
}

/** JSON has no infinities, and long lists of doubles are read and written many times faster as their bytes, in base 64. */
const SPECIAL = '$number'
const DOUBLES = '$doubles'

function replace(_key: string, item: unknown): unknown {
  if (typeof item === 'number' && !Number.isFinite(item)) return { [SPECIAL]: String(item) }
  return item instanceof Float64Array
    ? { [DOUBLES]: Buffer.from(new Float64Array(item).buffer).toString('base64') }
    : item
}

function revive(_key: string, item: unknown): unknown {
  if (typeof item !== 'object' || item === null) return item
  if (SPECIAL in item) return Number(item[SPECIAL])
  return DOUBLES in item ? new Float64Array(Uint8Array.from(Buffer.from(String(item[DOUBLES]), 'base64')).buffer) : item
}

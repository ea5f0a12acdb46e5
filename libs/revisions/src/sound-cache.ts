import { createHash } from 'node:crypto'
import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { AsideFile, hashFile } from '@mixwright/audio-files'

const MOST_BYTES = 2 ** 31
/** What figures are kept, and how: raised when that changes, so that those of an older Mixwright are made again. */
const FORM = 2

/** An entry as it lies on disk. */
interface Entry {
  form: number
  /** Of the text of `value`. */
  valueSha256: string
  /** Of the WAV file that belongs to it; null when there is none. */
  wavSha256: string | null
  value: string
}

/**
 * What renders came to, by the hash of all that they were made from: figures, and the mix itself where it is needed
 * again. What does not have its hash any more is as good as absent. What was not used for longest goes first.
 */
export class SoundCache {
  readonly #folder: string
  readonly #mostBytes: number

  /** @param mostBytes what it may hold when `tidy` is done; what this command has used stays */
  constructor(folder: string, mostBytes = MOST_BYTES) {
    this.#folder = folder
    this.#mostBytes = mostBytes
    mkdirSync(folder, { recursive: true })
  }

  readonly #used = new Set<string>()

  /** Where the WAV file of a key lies. */
  wavPath(key: string): string {
    return join(this.#folder, `${key}.wav`)
  }

  /** What was kept; undefined when it was not, or is damaged. */
  recall<Value>(key: string): Value | undefined {
    const path = this.#entryPath(key)
    try {
      const { form, valueSha256, wavSha256, value }: Entry = JSON.parse(readFileSync(path, 'utf8'))
      if (form !== FORM || sha256(value) !== valueSha256) return undefined
      if (wavSha256 !== null && hashFile(this.wavPath(key)) !== wavSha256) return undefined
      this.#use(key)
      return JSON.parse(value, revive)
    } catch {
      return undefined
    }
  }

  /** Keeps figures, with the WAV file that belongs to them, which moves from `made` to `wavPath(key)`. */
  keep(key: string, figures: unknown, made?: string): void {
    const value = JSON.stringify(figures, replace)
    if (made !== undefined) renameSync(made, this.wavPath(key))
    const wavSha256 = made === undefined ? null : hashFile(this.wavPath(key))
    const entry: Entry = { form: FORM, valueSha256: sha256(value), wavSha256, value }
    const aside = new AsideFile(this.#entryPath(key))
    writeFileSync(aside.path, JSON.stringify(entry))
    aside.commit()
    this.#used.add(key)
  }

  /** Removes what was not used for longest until the rest fits; what was recalled or kept here stays. */
  tidy(): void {
    const files = readdirSync(this.#folder).map((name) => {
      const { size, mtimeMs } = statSync(join(this.#folder, name))
      return { name, key: name.replace(/\..*$/, ''), size, mtimeMs }
    })
    let bytes = files.reduce((sum, { size }) => sum + size, 0)
    const lastUsed = new Map(files.filter(({ name }) => name.endsWith('.json')).map((one) => [one.key, one.mtimeMs]))
    const age = (key: string) => lastUsed.get(key) ?? 0
    const oldestFirst = files.filter(({ key }) => !this.#used.has(key)).sort((a, b) => age(a.key) - age(b.key))
    for (const { name, size } of oldestFirst) {
      if (bytes <= this.#mostBytes) return
      rmSync(join(this.#folder, name), { force: true })
      bytes -= size
    }
  }

  #use(key: string): void {
    this.#used.add(key)
    const now = new Date()
    // Not the audio: it may be an output of a render as well, whose time is none of this one's business.
    utimesSync(this.#entryPath(key), now, now)
  }

  #entryPath(key: string): string {
    return join(this.#folder, `${key}.json`)
  }
}

const SILENCE = '-Infinity'

function replace(_key: string, item: unknown): unknown {
  return item === Number.NEGATIVE_INFINITY ? SILENCE : item
}

function revive(_key: string, item: unknown): unknown {
  return item === SILENCE ? Number.NEGATIVE_INFINITY : item
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex')
}

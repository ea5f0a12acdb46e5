import type { Diagnostic, Place, Severity } from './diagnostic.ts'
import type { DiagnosticCode } from './diagnostic-codes.ts'
import { printable, quoted, sentence } from './printable.ts'
import type { Reference } from './routes.ts'
import type { Range, SourceText } from './source-text.ts'
import type { Timeline } from './timeline.ts'
import { isNothing, type Node } from './tree.ts'

/** What values depend on beside their own text. */
export interface Song {
  readonly timeline: Timeline
  readonly sampleRateHz: number
  /** Names of the built-in targets; absent when the caller does not know them. */
  readonly targets?: readonly string[]
  /** Names of the mix's deliveries, whether their settings are right or wrong. */
  readonly deliveries?: readonly string[]
}

export interface Remedy {
  readonly fix?: string | undefined
  readonly severity?: Severity
}

/** What can be pointed at: nodes, and parts of their text. */
interface Pointable {
  readonly source: SourceText
  readonly head: Range
}

/** An audio file, or for 'song' a mix, that a file names. */
export interface AudioMention {
  /** From the folder of the mix file, also when a preset names it. */
  readonly path: string
  readonly use: 'stem' | 'impulse' | 'track' | 'song'
  readonly place: Place
  /** What it is for: `stem 'kick' file`. */
  readonly subject: string
}

/** What reading collects. */
export interface Found {
  readonly diagnostics: Diagnostic[]
  readonly audioFiles: AudioMention[]
  readonly references: Reference[]
}

/** Carries through the tree what is known of the song, in words where we are, and collects what is found. */
export class Reader {
  readonly song: Song
  /** Name of the stem, bus or return being read, `mix` in the mix bus; undefined elsewhere. */
  readonly strip: string | undefined
  readonly #found: Found
  readonly #words: readonly string[]
  readonly #subject: string | undefined

  constructor(song: Song, found: Found, words: readonly string[] = [], subject?: string, strip?: string) {
    this.song = song
    this.strip = strip
    this.#found = found
    this.#words = words
    this.#subject = subject
  }

  /** One level down: `compressor` → `compressor threshold`. */
  into(word: string): Reader {
    return new Reader(this.song, this.#found, [...this.#words, word], this.#subject, this.strip)
  }

  /** Beside: the last word gives way to a better one, `sends` → `send 'room'`. */
  instead(word: string): Reader {
    return new Reader(this.song, this.#found, [...this.#words.slice(0, -1), word], this.#subject, this.strip)
  }

  /** Into a thing that diagnostics are about, and, for strips, that signals come from. */
  about(subject: string, strip?: string): Reader {
    return new Reader(this.song, this.#found, [subject], subject, strip)
  }

  /** Reports a problem at `node`, `message` being said of the place in words. */
  report(code: DiagnosticCode, node: Pointable, message: string, { fix, severity = 'error' }: Remedy = {}): undefined {
    const where = this.#words.length === 0 ? 'mix file' : this.#words.join(' ')
    this.#found.diagnostics.push({
      code,
      severity,
      message: sentence(`${where}: ${message}`),
      ...node.source.place(node.head),
      ...(fix === undefined ? {} : { fix: sentence(fix) }),
      ...(this.#subject === undefined ? {} : { subject: printable(this.#subject) }),
    })
    return undefined
  }

  /** Reports `got <what was written>, allowed <what may be>`. */
  refuse(code: DiagnosticCode, node: Node, allowed: string, fix?: string): undefined {
    if (this.refuseMovement(node, 'it is set once for the whole song')) return undefined
    if (isNothing(node)) {
      const message = `got nothing, allowed ${allowed}`
      return this.report('PROJECT_MISSING_VALUE', node, message, {
        fix: 'write a value after the colon, or remove the key',
      })
    }
    const got = node.type === 'scalar' ? quoted(node.text) : `a ${node.type}`
    return this.report(node.type === 'scalar' ? code : 'PROJECT_WRONG_TYPE', node, `got ${got}, allowed ${allowed}`, {
      fix,
    })
  }

  /** True after reporting a map of times to values where a value stands still, and why it does. */
  refuseMovement(node: Node, why: string): boolean {
    if (!this.isMovement(node)) return false
    this.report('PROJECT_CANNOT_MOVE', node, `cannot move over time: ${why}`, { fix: 'write one value' })
    return true
  }

  /** True for a map of times to values. */
  isMovement(node: Node): boolean {
    if (node.type !== 'map' || node.entries.length === 0) return false
    return !node.entries.some(({ key }) => 'code' in this.song.timeline.moment(key.text))
  }

  /** Notes an audio file that the mix will read. */
  hear(path: string, use: AudioMention['use'], { source, head }: Pointable): void {
    const subject = printable(this.#words.join(' '))
    this.#found.audioFiles.push({ path, use, place: source.place(head), subject })
  }

  /** Notes that the strip being read leads to or listens to another, to be checked when all names are known. */
  refer(kind: Reference['kind'], node: Pointable & { readonly text: string }): void {
    this.#found.references.push({ kind, name: node.text, node, reader: this })
  }
}

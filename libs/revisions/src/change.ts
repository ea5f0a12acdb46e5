/** One difference between two revisions of a mix. */
export interface Change {
  /**
   * Where: `stems.vocal.gain`, `stems.vocal.inserts.0.compressor.ratio`, with the names and places of the later
   * revision, or of the former for what is gone. Names that hold dots stand in quotes.
   */
  path: string
  /** The former value, in the unit of its key; null for what was not there. */
  from: unknown
  /** The present value; null for what is gone. */
  to: unknown
  /** In words, with units: `vocal: fader -4 dB → -2.5 dB`. */
  text: string
}

/** A change before it is written down. */
export interface Told {
  /** Keys and indices from the top of the mix file. */
  path: readonly (string | number)[]
  from: unknown
  to: unknown
  /** Which strip, delivery … it is about; empty for the song. */
  subject: string
  said: string
}

/** Collects what is told about one place after another. */
export class Telling {
  readonly told: Told[]
  readonly path: readonly (string | number)[]
  readonly #subject: string
  readonly #words: readonly string[]

  constructor(told: Told[], subject = '', path: readonly (string | number)[] = [], words: readonly string[] = []) {
    this.told = told
    this.path = path
    this.#subject = subject
    this.#words = words
  }

  /** About a strip, delivery … at a path from the top. */
  about(subject: string, ...path: (string | number)[]): Telling {
    return new Telling(this.told, subject, path)
  }

  /** Further in. */
  into(key: string | number): Telling {
    return new Telling(this.told, this.#subject, [...this.path, key], this.#words)
  }

  /** With words before all that is said there. */
  saying(...words: string[]): Telling {
    return new Telling(this.told, this.#subject, this.path, [...this.#words, ...words])
  }

  tell(said: string, from: unknown, to: unknown): undefined {
    const whole = [...this.#words, said.trim()].join(' ')
    this.told.push({ path: this.path, from: from ?? null, to: to ?? null, subject: this.#subject, said: whole })
  }
}

export function asChange({ path, from, to, subject, said }: Told): Change {
  const text = subject === '' ? said : `${subject}: ${said}`
  return { path: path.map(pathStep).join('.'), from: plain(from), to: plain(to), text }
}

function pathStep(step: string | number): string {
  return String(step).includes('.') ? JSON.stringify(step) : String(step)
}

/** The same with infinities as the mix file writes them; JSON has none. */
function plain(value: unknown): unknown {
  if (typeof value === 'number') return Number.isFinite(value) ? value : value < 0 ? '-inf' : 'inf'
  if (Array.isArray(value)) return value.map(plain)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, plain(item)]))
}

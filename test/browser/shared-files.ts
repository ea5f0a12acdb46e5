const LOCK = 0
const LAST_PAGE = 1
const LAST_FILE = 2
const NAMES_BYTES = 3
const HEADER_WORDS = 4

const PAGE_BYTES = 1 << 16
const PAGES = 4096
const NAMES_AT = HEADER_WORDS * 4
const MAX_NAMES_BYTES = 1 << 18
const MAX_FILES = 512
/** Of a file: its size, then the places of its pages, counted from 1. */
const FILE_WORDS = 1024
const FILES_AT = NAMES_AT + MAX_NAMES_BYTES
const PAGES_AT = FILES_AT + MAX_FILES * FILE_WORDS * 4

/** By path: null for a folder, the number of its record for a file. */
export type Names = Record<string, number | null>

/**
 * Files in a memory that all threads of a page share, with synchronous access, as Node's engine knows it. Places of
 * removed files are not used again.
 */
export class SharedFiles {
  readonly memory: SharedArrayBuffer
  readonly #header: Int32Array
  readonly #names: Uint8Array
  readonly #files: Int32Array
  readonly #bytes: Uint8Array

  constructor(memory = new SharedArrayBuffer(PAGES_AT + (PAGES + 1) * PAGE_BYTES)) {
    this.memory = memory
    this.#header = new Int32Array(memory, 0, HEADER_WORDS)
    this.#names = new Uint8Array(memory, NAMES_AT, MAX_NAMES_BYTES)
    this.#files = new Int32Array(memory, FILES_AT, MAX_FILES * FILE_WORDS)
    this.#bytes = new Uint8Array(memory)
  }

  /** Everything that has a name. */
  names(): Names {
    return this.#locked(() => this.#readNames())
  }

  /** Changes what has names. Nobody else does so meanwhile. */
  change<T>(edit: (names: Names) => T): T {
    return this.#locked(() => {
      const names = this.#readNames()
      const result = edit(names)
      const text = new TextEncoder().encode(JSON.stringify(names))
      if (text.length > MAX_NAMES_BYTES) throw noSpace()
      this.#names.set(text)
      this.#header[NAMES_BYTES] = text.length
      return result
    })
  }

  /** The number of an empty record. */
  newFile(): number {
    const file = Atomics.add(this.#header, LAST_FILE, 1)
    if (file >= MAX_FILES) throw noSpace()
    return file
  }

  /** Adds a file, and the folders that it is in. */
  add(path: string, content: Uint8Array): void {
    const file = this.newFile()
    this.change((names) => {
      for (let end = path.indexOf('/', 1); end !== -1; end = path.indexOf('/', end + 1))
        names[path.slice(0, end)] = null
      names[path] = file
    })
    this.write(file, content, 0)
  }

  size(file: number): number {
    return Atomics.load(this.#files, file * FILE_WORDS)
  }

  resize(file: number, bytes: number): void {
    this.#locked(() => {
      const before = this.size(file)
      this.#files[file * FILE_WORDS] = bytes
      for (let page = Math.ceil(before / PAGE_BYTES); page < Math.ceil(bytes / PAGE_BYTES); page++) {
        if (this.#place(file, page) !== 0) continue
        const place = ++this.#header[LAST_PAGE]!
        if (place > PAGES || page + 1 >= FILE_WORDS) throw noSpace()
        this.#files[file * FILE_WORDS + 1 + page] = place
      }
      // What is cut off and comes back is zero, as on a disk.
      for (const [piece] of this.#pieces(file, bytes, Math.max(bytes, before))) piece.fill(0)
    })
  }

  /** Reads into `bytes`; the number read is smaller at the end of the file. */
  read(file: number, bytes: Uint8Array, at: number): number {
    const end = Math.min(this.size(file), at + bytes.length)
    for (const [piece, done] of this.#pieces(file, at, end)) bytes.set(piece, done)
    return Math.max(0, end - at)
  }

  write(file: number, bytes: Uint8Array, at: number): void {
    const end = at + bytes.length
    if (end > this.size(file)) this.resize(file, end)
    for (const [piece, done] of this.#pieces(file, at, end)) piece.set(bytes.subarray(done, done + piece.length))
  }

  *#pieces(file: number, from: number, to: number): Generator<[piece: Uint8Array, done: number]> {
    for (let at = from; at < to; ) {
      const inPage = at % PAGE_BYTES
      const bytes = Math.min(PAGE_BYTES - inPage, to - at)
      const start = PAGES_AT + this.#place(file, (at - inPage) / PAGE_BYTES) * PAGE_BYTES + inPage
      yield [this.#bytes.subarray(start, start + bytes), at - from]
      at += bytes
    }
  }

  #place(file: number, page: number): number {
    return this.#files[file * FILE_WORDS + 1 + page]!
  }

  #readNames(): Names {
    const text = this.#names.slice(0, this.#header[NAMES_BYTES])
    return text.length === 0 ? { '/': null } : JSON.parse(new TextDecoder().decode(text))
  }

  #locked<T>(work: () => T): T {
    while (Atomics.compareExchange(this.#header, LOCK, 0, 1) !== 0) Atomics.wait(this.#header, LOCK, 1)
    try {
      return work()
    } finally {
      Atomics.store(this.#header, LOCK, 0)
      Atomics.notify(this.#header, LOCK, 1)
    }
  }
}

function noSpace(): Error {
  return Object.assign(new Error('no space is left'), { code: 'ENOSPC' })
}

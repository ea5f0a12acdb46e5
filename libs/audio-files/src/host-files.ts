import { closeSync, fstatSync, ftruncateSync, openSync, readSync, statSync, truncateSync, writeSync } from 'node:fs'

/** A file of this machine that one run of ffmpeg may touch, under the name `/host/<name>`. */
export interface HostFile {
  name: string
  path: string
  access: 'read' | 'write'
  /** Writing beyond fails as on a full disk. Default: no bound. */
  mostBytes?: number
}

interface FsNode {
  id: number
  name: string
  mode: number
  mount: unknown
  node_ops: object
  stream_ops: object
}

interface FsStream {
  fd: number
  flags: number
  position: number
  node: FsNode
}

/** The part of Emscripten's file system that a mount deals with. */
export interface EmscriptenFs {
  ErrnoError: new (errno: number) => Error
  streams: (FsStream | null | undefined)[]
  createNode(parent: FsNode | null, name: string, mode: number, device: number): FsNode
  closeStream(fd: number): void
  mkdir(path: string): void
  mount(type: { mount(mount: object): FsNode }, options: object, at: string): FsNode
  unmount(at: string): void
  readFile(path: string): Uint8Array
  unlink(path: string): void
}

const FOLDER_MODE = 0o40777
const FILE_MODE = 0o100777
const ACCESS_MODE = 3
const READ_ONLY = 0
/** Emscripten's numbers, which are WASI's. */
const ERRNO: Record<string, number> = { ENOENT: 44, EACCES: 2, EPERM: 63, ENOSPC: 51, EFBIG: 22, EROFS: 69 }
const EINVAL = 28
const EIO = 29
/** Emscripten wants times of files; there are none to be had. */
const NO_TIME = { getTime: () => 0 }

/**
 * A folder of Emscripten's file system that holds the given files of this machine and nothing else. Reads and writes go
 * straight through, so memory does not grow with a file. Clocks, owners and real names stay outside.
 */
export class HostFiles {
  /** The first thing that went wrong on this machine (a full disk, say); ffmpeg's own words for it are vague. */
  failure: NodeJS.ErrnoException | undefined
  /** Whether something was to be written beyond what a file may hold. */
  isTooLarge = false
  readonly #fs: EmscriptenFs
  readonly #files: ReadonlyMap<string, HostFile>
  readonly #handles = new Map<FsStream, number>()

  constructor(fs: EmscriptenFs, files: readonly HostFile[]) {
    this.#fs = fs
    this.#files = new Map(files.map((file) => [file.name, file]))
  }

  /** To be handed to `FS.mount`. */
  mount(): FsNode {
    const folder = this.#fs.createNode(null, '/', FOLDER_MODE, 0)
    folder.node_ops = {
      getattr: (node: FsNode) => attributes(node, 0),
      lookup: (parent: FsNode, name: string) => this.#node(parent, this.#allowed(name), true),
      mknod: (parent: FsNode, name: string) => this.#node(parent, this.#allowed(name), false),
    }
    return folder
  }

  /** Closes whatever a run that broke off left open. */
  close(): void {
    for (const [stream, handle] of this.#handles) {
      closeSync(handle)
      this.#fs.closeStream(stream.fd)
    }
    this.#handles.clear()
  }

  #allowed(name: string): HostFile {
    const file = this.#files.get(name)
    if (file === undefined) throw new this.#fs.ErrnoError(ERRNO.ENOENT!)
    return file
  }

  #node(parent: FsNode, file: HostFile, mustExist: boolean): FsNode {
    if (mustExist) this.#host(() => statSync(file.path), false)
    else if (file.access === 'read') throw new this.#fs.ErrnoError(ERRNO.EACCES!)
    else this.#host(() => makeEmpty(file.path))
    const node = this.#fs.createNode(parent, file.name, FILE_MODE, 0)
    node.node_ops = {
      getattr: () =>
        attributes(
          node,
          this.#host(() => statSync(file.path).size),
        ),
      setattr: (_: FsNode, change: { size?: number }) => this.#resize(file, change.size),
    }
    node.stream_ops = this.#streamOps(file)
    return node
  }

  #resize(file: HostFile, bytes: number | undefined): void {
    if (bytes === undefined) return
    if (file.access === 'read') throw new this.#fs.ErrnoError(ERRNO.EACCES!)
    this.#bounded(file, bytes, () => (bytes === 0 ? makeEmpty(file.path) : truncateSync(file.path, bytes)))
  }

  #streamOps(file: HostFile): object {
    const handleOf = (stream: FsStream) => this.#handles.get(stream)!
    return {
      open: (stream: FsStream) => {
        const readsOnly = (stream.flags & ACCESS_MODE) === READ_ONLY
        if (!readsOnly && file.access === 'read') throw new this.#fs.ErrnoError(ERRNO.EACCES!)
        this.#handles.set(
          stream,
          this.#host(() => openSync(file.path, readsOnly ? 'r' : 'r+')),
        )
      },
      close: (stream: FsStream) => {
        const handle = handleOf(stream)
        this.#handles.delete(stream)
        this.#host(() => closeSync(handle))
      },
      read: (stream: FsStream, heap: Int8Array, offset: number, length: number, position: number) =>
        this.#host(() => readSync(handleOf(stream), heap, offset, length, position)),
      write: (stream: FsStream, heap: Int8Array, offset: number, length: number, position: number) =>
        this.#bounded(file, position + length, () => writeSync(handleOf(stream), heap, offset, length, position)),
      llseek: (stream: FsStream, offset: number, whence: number) => {
        const from = whence === 1 ? stream.position : whence === 2 ? fstatSync(handleOf(stream)).size : 0
        if (from + offset < 0) throw new this.#fs.ErrnoError(EINVAL)
        return from + offset
      },
      allocate: (stream: FsStream, offset: number, length: number) =>
        this.#bounded(file, offset + length, () => ftruncateSync(handleOf(stream), offset + length)),
    }
  }

  #bounded<T>(file: HostFile, bytes: number, work: () => T): T {
    if (file.mostBytes === undefined || bytes <= file.mostBytes) return this.#host(work)
    this.isTooLarge = true
    throw new this.#fs.ErrnoError(ERRNO.ENOSPC!)
  }

  /** Does something on this machine; what fails there becomes an error of Emscripten's, and is remembered. */
  #host<T>(work: () => T, remembers = true): T {
    try {
      return work()
    } catch (error) {
      const failure = error as NodeJS.ErrnoException
      if (remembers) this.failure ??= failure
      throw new this.#fs.ErrnoError(ERRNO[failure.code ?? ''] ?? EIO)
    }
  }
}

function makeEmpty(path: string): void {
  closeSync(openSync(path, 'w'))
}

function attributes(node: FsNode, bytes: number): object {
  return {
    dev: 1,
    ino: node.id,
    mode: node.mode,
    nlink: 1,
    uid: 0,
    gid: 0,
    rdev: 0,
    size: bytes,
    atime: NO_TIME,
    mtime: NO_TIME,
    ctime: NO_TIME,
    blksize: 65536,
    blocks: Math.ceil(bytes / 512),
  }
}

import { resolve } from 'node:path'
import { type Names, SharedFiles } from '../shared-files.ts'
import { start } from '../thread.ts'

// The part of node:fs that the engine touches, on files in shared memory.

const files = new SharedFiles(start.memory)

interface Opened {
  file: number
  /** Where a read or write without a position goes on. */
  at: number
}

const opened = new Map<number, Opened>()
let lastHandle = 2

type Path = string | URL
type Flags = 'r' | 'r+' | 'w' | 'w+' | 'wx' | number

export const constants = { O_RDONLY: 0, O_NONBLOCK: 0 }

export function openSync(path: Path, flags: Flags): number {
  const name = nameOf(path)
  const isRead = flags === 'r' || flags === 'r+' || flags === 0
  const file = isRead ? existing(files.names(), name) : files.change((names) => made(names, name, flags === 'wx'))
  if (!isRead) files.resize(file, 0)
  opened.set(++lastHandle, { file, at: 0 })
  return lastHandle
}

export function closeSync(handle: number): void {
  opened.delete(handle)
}

export function readSync(
  handle: number,
  into: ArrayBufferView,
  offset = 0,
  length?: number,
  at?: number | null,
): number {
  return moved(handle, at, (file, from) => {
    return files.read(file, bytesOf(into, offset, length), from)
  })
}

export function writeSync(
  handle: number,
  from: ArrayBufferView,
  offset = 0,
  length?: number,
  at?: number | null,
): number {
  return moved(handle, at, (file, to) => {
    const bytes = bytesOf(from, offset, length)
    files.write(file, bytes, to)
    return bytes.length
  })
}

export function fsyncSync(): void {}

export function fsync(_handle: number, done: () => void): void {
  done()
}

export function close(handle: number): void {
  closeSync(handle)
}

export function fstatSync(handle: number) {
  return statOf(fileOf(handle), false)
}

export function ftruncateSync(handle: number, bytes: number): void {
  files.resize(fileOf(handle), bytes)
}

export function truncateSync(path: Path, bytes: number): void {
  files.resize(existing(files.names(), nameOf(path)), bytes)
}

export function statSync(path: Path, { bigint = false, throwIfNoEntry = true } = {}) {
  const found = files.names()[nameOf(path)]
  if (found !== undefined) return statOf(found, bigint)
  if (throwIfNoEntry) throw failure('ENOENT', nameOf(path))
  return undefined
}

/** There are no links. */
export function lstatSync(path: Path, options: { throwIfNoEntry?: boolean } = {}) {
  return statSync(path, options)
}

export function realpathSync(path: Path): string {
  statSync(path)
  return nameOf(path)
}

export function existsSync(path: Path): boolean {
  return nameOf(path) in files.names()
}

export function readFileSync(path: Path): Uint8Array
export function readFileSync(path: Path, encoding: 'utf8'): string
export function readFileSync(path: Path, encoding?: 'utf8'): Uint8Array | string {
  const file = existing(files.names(), nameOf(path))
  const bytes = Buffer.alloc(files.size(file))
  files.read(file, bytes, 0)
  return encoding === undefined ? bytes : bytes.toString(encoding)
}

export function writeFileSync(path: Path, content: string | Uint8Array): void {
  const handle = openSync(path, 'w')
  writeSync(handle, typeof content === 'string' ? Buffer.from(content, 'utf8') : content)
  closeSync(handle)
}

export function copyFileSync(from: Path, to: Path): void {
  writeFileSync(to, readFileSync(from))
}

export function mkdirSync(path: Path): void {
  files.change((names) => {
    const parts = nameOf(path).split('/').slice(1)
    for (let depth = 1; depth <= parts.length; depth++) names[`/${parts.slice(0, depth).join('/')}`] ??= null
  })
}

export function mkdtempSync(prefix: string): string {
  const path = `${prefix}${crypto.randomUUID().slice(0, 6)}`
  mkdirSync(path)
  return path
}

export function readdirSync(path: Path): string[] {
  const inside = `${nameOf(path)}/`
  return Object.keys(files.names())
    .filter((name) => name.startsWith(inside))
    .map((name) => name.slice(inside.length))
    .filter((name) => !name.includes('/'))
    .sort()
}

export function renameSync(from: Path, to: Path): void {
  files.change((names) => {
    const name = nameOf(from)
    names[nameOf(to)] = existing(names, name)
    delete names[name]
  })
}

export function rmSync(path: Path): void {
  const removed = nameOf(path)
  files.change((names) => {
    for (const name of Object.keys(names)) if (name === removed || name.startsWith(`${removed}/`)) delete names[name]
  })
}

function nameOf(path: Path): string {
  return resolve(typeof path === 'string' ? path : path.pathname)
}

function existing(names: Names, name: string): number {
  const found = names[name]
  if (found === undefined) throw failure('ENOENT', name)
  if (found === null) throw failure('EISDIR', name)
  return found
}

function made(names: Names, name: string, mustBeNew: boolean): number {
  if (names[name] === null) throw failure('EISDIR', name)
  if (names[name] !== undefined && mustBeNew) throw failure('EEXIST', name)
  names[name] ??= files.newFile()
  return names[name]
}

function fileOf(handle: number): number {
  return opened.get(handle)!.file
}

function moved(handle: number, at: number | null | undefined, work: (file: number, at: number) => number): number {
  const open = opened.get(handle)!
  const done = work(open.file, at ?? open.at)
  if (at === undefined || at === null) open.at += done
  return done
}

function bytesOf(view: ArrayBufferView, offset: number, length = view.byteLength - offset): Uint8Array {
  return new Uint8Array(view.buffer, view.byteOffset + offset, length)
}

function statOf(file: number | null, bigint: boolean) {
  const size = file === null ? 0 : files.size(file)
  const [ino, bytes, zero] = bigint ? [BigInt(file ?? -1), BigInt(size), 0n] : [file, size, 0]
  const isFile = () => file !== null
  const isDirectory = () => file === null
  return { dev: zero, ino, size: bytes, mtimeNs: zero, ctimeNs: zero, isFile, isDirectory, isFIFO: () => false }
}

function failure(code: string, name: string): Error {
  return Object.assign(new Error(`${code}: ${name}`), { code })
}

/** There is always room. */
export function statfsSync(): { bavail: number; bsize: number } {
  return { bavail: 2 ** 40, bsize: 1 }
}

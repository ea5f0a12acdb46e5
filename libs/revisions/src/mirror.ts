import { copyFileSync, existsSync, lstatSync, mkdirSync, readlinkSync, rmSync, statSync, symlinkSync } from 'node:fs'
import { dirname, join, relative, resolve, sep } from 'node:path'
import { AsideFile, hashFile } from '@mixwright/audio-files'
import type { Git, GitEntry } from './git.ts'
import { type LfsPointer, MOST_POINTER_BYTES, readLfsPointer } from './lfs-pointer.ts'

const SYMBOLIC_LINK = '120000'
const SUBMODULE = '160000'

/**
 * Files of a commit in a folder of their own. Below it folders are as on this machine, from the root on, so that paths
 * with `..` lead where they lead in the working tree. Each file appears whole or not at all; what is there already is
 * used again. What git does not hold is linked from the working tree.
 */
export class Mirror {
  readonly #git: Git
  readonly #tree: ReadonlyMap<string, GitEntry>
  readonly #root: string

  constructor(git: Git, commit: string, root: string) {
    this.#git = git
    this.#tree = git.tree(commit)
    this.#root = root
  }

  /** Where a file of the working tree lies here. */
  at(path: string): string {
    return join(this.#root, path.replace(/^([A-Za-z]):/, '$1'))
  }

  /** What the commit has in the place of a file of the working tree; undefined for none, and for links. */
  blob(path: string): GitEntry | undefined {
    const entry = this.#entry(path)
    return entry && entry.mode !== SYMBOLIC_LINK && entry.mode !== SUBMODULE ? entry : undefined
  }

  /** The pointer of Git LFS that the commit has in the place of a file. */
  pointer(path: string): LfsPointer | undefined {
    const blob = this.blob(path)
    if (!blob || blob.bytes > MOST_POINTER_BYTES) return undefined
    return readLfsPointer(this.#git.read(blob).toString('latin1'))
  }

  /**
   * Puts a file in its place: as the commit has it, else as a link to the one in the working tree. False when there is
   * none.
   *
   * @param path of the file in the working tree
   * @param otherwise another place in the working tree to look for what git does not hold
   */
  take(path: string, otherwise = path): boolean {
    const blob = this.blob(path)
    if (blob) return this.#extract(blob, this.at(path))
    const entry = this.#entry(path)
    if (entry?.mode === SYMBOLIC_LINK) {
      return this.#link(resolve(dirname(path), this.#git.read(entry).toString('utf8')), this.at(path))
    }
    return this.#link(existsSync(path) ? path : otherwise, this.at(path))
  }

  /** The same for a file that Git LFS keeps: from its store, or the working tree where that has the same bytes. */
  takeLarge(path: string, { sha256, bytes }: LfsPointer): boolean {
    const stored = join(this.#git.lfsFolder, sha256.slice(0, 2), sha256.slice(2, 4), sha256)
    if (existsSync(stored)) return this.#link(stored, this.at(path))
    const isSame = sizeOf(path) === bytes && hashFile(path) === sha256
    if (isSame) return this.#link(path, this.at(path))
    rmSync(this.at(path), { force: true })
    return false
  }

  #entry(path: string): GitEntry | undefined {
    return this.#tree.get(relative(this.#git.top, path).split(sep).join('/'))
  }

  #extract(blob: GitEntry, at: string): boolean {
    if (isFile(at)) return true
    mkdirSync(dirname(at), { recursive: true })
    rmSync(at, { force: true })
    const aside = new AsideFile(at)
    try {
      this.#git.extract(blob, aside.path)
      aside.commit()
    } finally {
      aside.abort()
    }
    return true
  }

  #link(target: string, at: string): boolean {
    if (targetOf(at) !== target) {
      rmSync(at, { force: true })
      if (!existsSync(target)) return false
      mkdirSync(dirname(at), { recursive: true })
      try {
        symlinkSync(target, at)
      } catch (error) {
        // Windows lets only some users make links.
        if ((error as NodeJS.ErrnoException).code !== 'EPERM') throw error
        copyFileSync(target, at)
      }
    }
    return existsSync(at)
  }
}

function isFile(path: string): boolean {
  return lstatSync(path, { throwIfNoEntry: false })?.isFile() ?? false
}

function targetOf(link: string): string | undefined {
  return lstatSync(link, { throwIfNoEntry: false })?.isSymbolicLink() ? readlinkSync(link) : undefined
}

function sizeOf(path: string): number | undefined {
  return statSync(path, { throwIfNoEntry: false })?.size
}

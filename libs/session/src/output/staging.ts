import { lstatSync, mkdirSync, renameSync, rmdirSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { beginSync, syncFile, syncFolder } from '@mixwright/audio-files'
import { FormerFiles } from './former-files.ts'
import { unfinishedFolder } from './unfinished.ts'

const FOLDER = '.mixwright-part'

/**
 * A folder beside the outputs where files are written before they are moved into place together, so that a render
 * that fails leaves former outputs untouched and no unfinished ones. Folders that killed renders left are removed.
 */
export class Staging {
  readonly #out: string
  readonly #folder: string

  constructor(out: string) {
    this.#out = out
    this.#folder = unfinishedFolder(out, FOLDER)
  }

  /** Where to write the output that is to be called `name`. */
  path(name: string): string {
    const path = join(this.#folder, name)
    mkdirSync(dirname(path), { recursive: true })
    return path
  }

  /** A file that is thrown away with the staging folder. */
  scratch(name: string): string {
    return join(this.#folder, `${name}.scratch`)
  }

  /** Writes a text output whole. */
  write(name: string, text: string): void {
    writeFileSync(this.path(name), text)
  }

  /** Begins to bring a finished output safely to disk, so that `publish` has little to wait for. */
  settle(name: string): void {
    beginSync(this.path(name))
  }

  /**
   * Moves finished outputs into place, over former ones of the same name, once all of them are safe on disk. When one
   * cannot be moved, those before it are put back as they were.
   */
  publish(names: readonly string[]): void {
    const targets = names.map((name) => join(this.#out, name))
    for (const name of names) syncFile(this.path(name))
    for (const target of targets) {
      mkdirSync(dirname(target), { recursive: true })
      if (lstatSync(target, { throwIfNoEntry: false })?.isDirectory()) throw standsInPlace(target)
    }
    const former = new FormerFiles(this.path('former'))
    try {
      for (const target of targets) former.hold(target)
      for (const [index, name] of names.entries()) renameSync(this.path(name), targets[index]!)
      for (const folder of new Set(targets.map((target) => dirname(target)))) syncFolder(folder)
    } catch (error) {
      former.putBack()
      throw error
    }
  }

  /** Removes the folder and all that was not published; an output folder left empty goes too. */
  remove(): void {
    try {
      rmSync(this.#folder, { recursive: true, force: true })
      // Fails where there is something in it.
      rmdirSync(this.#out)
    } catch {}
  }
}

function standsInPlace(target: string): Error {
  return Object.assign(new Error(`EISDIR: '${target}' is a folder`), { code: 'EISDIR' })
}

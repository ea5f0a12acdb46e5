import { mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'

const PREFIX = '.mixwright-part-'

/**
 * A folder beside the outputs where files are written before they are moved into place together, so that a render
 * that fails leaves former outputs untouched and no unfinished ones.
 */
export class Staging {
  readonly #out: string
  readonly #folder: string

  constructor(out: string) {
    mkdirSync(out, { recursive: true })
    this.#out = out
    this.#folder = mkdtempSync(join(out, PREFIX))
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

  /** Moves finished outputs into place, over former ones of the same name. */
  publish(names: readonly string[]): void {
    for (const name of names) {
      const target = join(this.#out, name)
      mkdirSync(dirname(target), { recursive: true })
      renameSync(this.path(name), target)
    }
  }

  /** Removes the folder and all that was not published; an output folder left empty goes too. */
  remove(): void {
    rmSync(this.#folder, { recursive: true, force: true })
    if (readdirSync(this.#out).length === 0) rmSync(this.#out, { recursive: true, force: true })
  }
}

import { relative } from 'node:path'
import type { Song } from '@mixwright/session'

/** Files of a commit as git names them, `3f9c2ab:songs/mix.yaml`, in place of where they were put to be read. */
export class RevisionNames {
  readonly #top: string
  readonly #commit: string

  /**
   * @param top where the top of the repository was put
   * @param commit as much of the hash as is told
   */
  constructor(top: string, commit: string) {
    this.#top = top
    this.#commit = commit
  }

  of({ diagnostics, texts }: Pick<Song, 'diagnostics' | 'texts'>): Pick<Song, 'diagnostics' | 'texts'> {
    return {
      diagnostics: diagnostics.map((one) => ({
        ...one,
        message: this.#named(one.message),
        ...(one.file === undefined ? {} : { file: this.#named(one.file) }),
      })),
      texts: new Map([...texts].map(([file, text]) => [this.#named(file), text])),
    }
  }

  #named(text: string): string {
    const name = `${this.#commit}:`
    const fromHere = relative(process.cwd(), this.#top)
    return text.replaceAll(`${this.#top}/`, name).replaceAll(`${fromHere}/`, name)
  }
}

import type { Section } from '@mixwright/project'
import { showProperty } from '@mixwright/project'

/** Names times of a song: by the section that begins then, else by the clock. */
export class Moments {
  readonly #sections: readonly Section[]

  constructor(sections: readonly Section[]) {
    this.#sections = sections
  }

  /** For paths: `chorus`, `1:02.5`. */
  key(atS: number): string {
    return this.#section(atS) ?? showProperty('atS', atS)
  }

  /** For sentences: `the chorus`, `verse 2`, `1:02.5`. */
  words(atS: number): string {
    const section = this.#section(atS)
    if (section === undefined) return showProperty('atS', atS)
    return /\d$/.test(section) ? section : `the ${section}`
  }

  #section(atS: number): string | undefined {
    return this.#sections.find((section) => section.atS === atS)?.name
  }
}

const LONGEST = 40
const RESERVED = new Set(['mix', 'master', 'prototype'])

/** Names of strips, each only once, whatever its case. */
export class StripNames {
  readonly #taken = new Set<string>()

  /** A good name out of words: theirs where it is free, else one of the `others`, else with a number. */
  take(words: readonly string[], ...others: readonly string[]): string {
    const wanted = stripName(words)
    const free = [wanted, ...others].find((name) => this.#isFree(name))
    const name = free ?? this.#numbered(wanted)
    this.#taken.add(name)
    return name
  }

  #isFree(name: string): boolean {
    return !this.#taken.has(name) && !RESERVED.has(name) && !(name in Object.prototype)
  }

  #numbered(name: string): string {
    for (let number = 2; ; number++) {
      const numbered = `${name}-${number}`
      if (this.#isFree(numbered)) return numbered
    }
  }
}

function stripName(words: readonly string[]): string {
  const joined = words
    .join('-')
    .replace(/[^\p{L}\p{M}\p{N}_-]+/gu, '-')
    .replace(/^[^\p{L}\p{N}_]+/u, '')
  const cut = [...joined].slice(0, LONGEST).join('').replace(/[-]+$/, '')
  return cut === '' ? 'stem' : cut
}

import type { VowelName } from './vowel.ts'

/** How a word is sung: the noise before it, and its vowels with the share of the note at which each is reached. */
export interface Word {
  consonant?: 's' | 'f'
  vowels: Partial<Record<VowelName, number>>
}

/** Every word of the song. */
export const lexicon: Readonly<Record<string, Word>> = {
  I: { vowels: { ah: 0, eh: 0.6, ee: 0.72 } },
  see: { consonant: 's', vowels: { ee: 0 } },
  you: { vowels: { ee: 0, oo: 0.14 } },
  so: { consonant: 's', vowels: { oh: 0, oo: 0.7 } },
  far: { consonant: 'f', vowels: { ah: 0, er: 0.82 } },
  a: { vowels: { uh: 0 } },
  way: { vowels: { oo: 0, eh: 0.1, ee: 0.78 } },
  oh: { vowels: { oh: 0, oo: 0.8 } },
  oo: { vowels: { oo: 0 } },
  ah: { vowels: { ah: 0 } },
}

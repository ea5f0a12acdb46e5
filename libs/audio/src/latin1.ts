/** What ISO-8859-1 holds, without control characters. */
const LATIN1 = /^[\x20-\x7e\xa0-\xff]*$/

/** Typographic characters, and letters that do not come apart into a Latin letter and an accent. */
const NEAREST: Readonly<Record<string, string>> = {
  '‘': "'",
  '’': "'",
  '‚': "'",
  '“': '"',
  '”': '"',
  '„': '"',
  '–': '-',
  '—': '-',
  '‐': '-',
  '−': '-',
  '…': '...',
  '•': '·',
  '™': '(TM)',
  '€': 'EUR',
  '\u2009': ' ',
  '\u202f': ' ',
  Œ: 'OE',
  œ: 'oe',
  Ł: 'L',
  ł: 'l',
  Đ: 'D',
  đ: 'd',
  Ħ: 'H',
  ħ: 'h',
  ı: 'i',
  Ŋ: 'N',
  ŋ: 'n',
  ẞ: 'SS',
}

/** True when ISO-8859-1, the alphabet of discs, can hold the text. */
export function isLatin1(text: string): boolean {
  return LATIN1.test(text)
}

/** The text in ISO-8859-1 with the fewest changes; undefined for scripts that it has no letters for. */
export function nearestLatin1(text: string): string | undefined {
  const near = [...text.normalize('NFC')].map((character) => {
    if (LATIN1.test(character)) return character
    const bare = character.normalize('NFD').replace(/\p{M}/gu, '')
    return NEAREST[bare] ?? bare
  })
  const written = near.join('')
  return isLatin1(written) ? written : undefined
}

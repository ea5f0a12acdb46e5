const LONGEST_SHOWN = 60
const LONGEST_SENTENCE = 600

/**
 * Control characters (terminal escapes among them), line and direction overrides, lone surrogates: whatever could make
 * a terminal act, or a line read as another than it is.
 */
const UNPRINTABLE = /[\p{Cc}\p{Cs}\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff]/gu

/** `text` with every character that a terminal would act on replaced by `�`. */
export function printable(text: string): string {
  return text.replace(UNPRINTABLE, '\ufffd')
}

/** True when `text` holds nothing that `printable` would replace. */
export function isPrintable(text: string): boolean {
  return text.search(UNPRINTABLE) < 0
}

/** What the user wrote, for use in a message: printable, on one line, cut to a readable length, in quotes. */
export function quoted(text: string): string {
  const shown = text.length > LONGEST_SHOWN ? `${text.slice(0, LONGEST_SHOWN)}…` : text
  return `'${printable(shown.replace(/\s+/g, ' '))}'`
}

/** A message, or advice: printable, and of bounded length however long the names in it. */
export function sentence(text: string): string {
  return printable(text.length > LONGEST_SENTENCE ? `${text.slice(0, LONGEST_SENTENCE)}…` : text)
}

/** `a, b or c`. */
export function alternatives(words: readonly string[]): string {
  if (words.length < 2) return words.join('')
  return `${words.slice(0, -1).join(', ')} or ${words[words.length - 1]}`
}

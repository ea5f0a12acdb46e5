import { isLatin1, nearestLatin1 } from '@mixwright/audio'
import type { Form } from './form.ts'
import { quoted } from './printable.ts'
import { textField } from './text.ts'

/** A line of a cue sheet takes 254 characters, some of which are not the text's. */
const LONGEST_TEXT = 160

const line = textField('', {}).form

/** Text that a disc can carry: ISO-8859-1, on one line. */
export const discText: Form<string> = {
  ...line,
  allowed: `text in ISO-8859-1, up to ${LONGEST_TEXT} characters`,
  read(node, reader) {
    const text = line.read(node, reader)?.normalize('NFC')
    if (text === undefined) return undefined
    if (text.length > LONGEST_TEXT) {
      const message = `got ${text.length} characters, a disc holds up to ${LONGEST_TEXT}`
      return reader.report('DISC_TEXT_LONG', node, message)
    }
    if (isLatin1(text)) return text
    return reader.report('DISC_TEXT', node, foreignTo(text), { fix: latinFix(text) })
  },
}

/** What keeps a text from a disc. */
export function foreignTo(text: string): string {
  const foreign = [...new Set(text.normalize('NFC'))].filter((character) => !isLatin1(character)).join('')
  return `got ${quoted(foreign)} in ${quoted(text)}, a disc holds the letters of ISO-8859-1`
}

/** What to write instead. */
export function latinFix(text: string): string {
  const near = nearestLatin1(text)
  return near === undefined ? 'write it in Latin letters' : `did you mean ${quoted(near)}?`
}

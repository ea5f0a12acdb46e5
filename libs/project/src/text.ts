import { pathFrom } from './file-path.ts'
import { type Field, type Form, field, type IsGiven, type Presence } from './form.ts'
import { alternatives, isPrintable, quoted } from './printable.ts'
import type { AudioMention } from './reader.ts'
import { didYouMean } from './suggestion.ts'
import { isNothing } from './tree.ts'

const LONGEST_TEXT = 1000

/** A key whose value is text on one line. */
export function textField<const O extends Presence<string>>(doc: string, options: O): Field<string, '', IsGiven<O>> {
  return field<string, O>(doc, text, options)
}

const text: Form<string> = {
  allowed: 'text on one line',
  read(node, reader) {
    if (node.type !== 'scalar' || isNothing(node) || node.text === '') {
      return reader.refuse('PROJECT_BAD_VALUE', node, text.allowed)
    }
    if (node.text.length > LONGEST_TEXT) {
      return reader.report(
        'PROJECT_OUT_OF_RANGE',
        node,
        `got ${node.text.length} characters, allowed up to ${LONGEST_TEXT}`,
      )
    }
    if (isPrintable(node.text)) return node.text
    return reader.refuse('PROJECT_BAD_VALUE', node, 'text on one line, without control characters')
  },
  schema: () => ({ type: ['string', 'number'] }),
}

/** A key whose value is the path of a file, from the folder of the file that names it. */
export function pathField<const O extends Presence<string>>(doc: string, options: O): Field<string, '', IsGiven<O>> {
  return field<string, O>(doc, path, options)
}

/**
 * A key whose value is the path of an audio file. Reading notes it, so that a mix's audio can be looked at even while
 * something else in the file is wrong.
 */
export function audioFileField<const O extends Presence<string>>(
  doc: string,
  use: AudioMention['use'],
  options: O,
): Field<string, '', IsGiven<O>> {
  const form: Form<string> = {
    ...path,
    read(node, reader) {
      const written = path.read(node, reader)
      if (written !== undefined) reader.hear(written, use, node)
      return written
    },
  }
  return field<string, O>(doc, form, options)
}

/** A path; the value starts at the folder of the mix file, also where a preset names the file. */
export const path: Form<string> = {
  allowed: 'the path of a file, from the folder of the file that names it',
  read(node, reader) {
    const written = text.read(node, reader)
    if (written === undefined) return undefined
    if (!written.includes('\\')) return node.source.folder === '' ? written : pathFrom(node.source.folder, written)
    const fix = `did you mean ${quoted(written.replaceAll('\\', '/'))}?`
    return reader.refuse('PROJECT_BAD_VALUE', node, 'a path with `/` between folders', fix)
  },
  schema: () => ({ type: 'string' }),
}

/** A key whose value is one of a few words. */
export function choiceField<const W extends string, const O extends Presence<W>>(
  doc: string,
  words: readonly W[],
  options: O,
): Field<W, '', IsGiven<O>> {
  return field<W, O>(doc, choice(words), options)
}

/** One of a few words, which `allowed` may sum up. */
export function choice<const W extends string>(words: readonly W[], allowed = alternatives(words)): Form<W> {
  return {
    allowed,
    read(node, reader) {
      const word = node.type === 'scalar' ? words.find((one) => one === node.text) : undefined
      if (word !== undefined) return word
      const fix = node.type === 'scalar' ? didYouMean(node.text, words) : undefined
      return reader.refuse('PROJECT_BAD_VALUE', node, allowed, fix)
    },
    schema: () => ({ enum: words }),
    show: (word) => word,
  }
}

/** A key that is `true` or `false`. */
export function toggleField<const O extends Presence<boolean>>(
  doc: string,
  options: O,
): Field<boolean, '', IsGiven<O>> {
  return field<boolean, O>(doc, toggle, options)
}

const YES_AND_NO = new Map([
  ['yes', true],
  ['on', true],
  ['no', false],
  ['off', false],
])

/** `true` or `false`. */
export const toggle: Form<boolean> = {
  allowed: 'true or false',
  read(node, reader) {
    if (node.type === 'scalar' && node.text === 'true') return true
    if (node.type === 'scalar' && node.text === 'false') return false
    const written = node.type === 'scalar' ? node.text : ''
    const meant = YES_AND_NO.get(written.toLowerCase())
    const fix = meant === undefined ? didYouMean(written, ['true', 'false']) : `write ${meant}`
    return reader.refuse('PROJECT_BAD_VALUE', node, toggle.allowed, fix)
  },
  schema: () => ({ type: 'boolean' }),
  show: String,
}

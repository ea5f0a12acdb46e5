import { printable } from './printable.ts'

/** A value of a mix file that is to be written: the text of a scalar or flow collection, or what stands in a block. */
export type MixTextValue = string | readonly MixTextEntry[] | { readonly items: readonly MixTextEntry[] }

/** A key and its value, or an item of a list where there is no key. */
export interface MixTextEntry {
  readonly key?: string
  readonly value: MixTextValue
  /** Behind the value, or behind the key of a block. */
  readonly comment?: string
  /** Lines of comment above. */
  readonly above?: readonly string[]
  /** An empty line comes first. */
  readonly isApart?: boolean
}

/** Longest line of a comment above an entry, in characters. */
const LINE = 110

/** The text of a mix file, two spaces a level, in the order and with the comments of the entries. */
export function mixText(entries: readonly MixTextEntry[]): string {
  return `${linesOf(entries, '').join('\n')}\n`
}

function linesOf(entries: readonly MixTextEntry[], indent: string): string[] {
  return entries.flatMap((entry) => {
    const above = (entry.above ?? []).flatMap((text) => wrapped(commentText(text), LINE - indent.length))
    return [
      ...(entry.isApart ? [''] : []),
      ...above.map((line) => `${indent}# ${line}`.trimEnd()),
      ...body(entry, indent),
    ]
  })
}

function body({ key, value, comment }: MixTextEntry, indent: string): string[] {
  const behind = comment === undefined ? '' : ` # ${commentText(comment)}`
  const head = key === undefined ? `${indent}- ` : `${indent}${scalarText(key)}: `
  if (typeof value === 'string') return [`${head}${value}${behind}`.trimEnd()]
  if ('items' in value) {
    const lines = linesOf(value.items, `${indent}  `)
    return [`${head.trimEnd()}${behind}`, ...lines]
  }
  if (key !== undefined) return [`${head.trimEnd()}${behind}`, ...linesOf(value, `${indent}  `)]
  // A map in a list begins on the line of its dash, comments above it before that.
  const lines = linesOf(value, `${indent}  `)
  return [`${head}${lines[0]!.trimStart()}`, ...lines.slice(1)]
}

/** Words of YAML that are no text without quotes. */
const NOT_TEXT = /^(?:true|false|yes|no|on|off|null|y|n|~)$/i
/** Text that needs no quotes in any place of a mix file. */
const PLAIN = /^[\p{L}_./][\p{L}\p{M}\p{N}_./()-]*(?: [\p{L}\p{M}\p{N}_./()-]+)*$/u

/** A text as a scalar of YAML: without quotes where it reads the same without them, else in double quotes. */
export function scalarText(text: string): string {
  return PLAIN.test(text) && !NOT_TEXT.test(text) ? text : JSON.stringify(text)
}

/** What a comment may hold: text that the language reads, on one line. */
function commentText(text: string): string {
  return printable(text).replaceAll('\ufffd', '?')
}

function wrapped(text: string, width: number): string[] {
  const lines: string[] = []
  for (const word of text.split(' ')) {
    const last = lines.length - 1
    if (last >= 0 && lines[last]!.length + 1 + word.length <= width) lines[last] += ` ${word}`
    else lines.push(word)
  }
  return lines
}

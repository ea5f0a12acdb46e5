import { type Document, visit, type YAMLError } from 'yaml'
import type { DiagnosticCode } from './diagnostic-codes.ts'
import { printable } from './printable.ts'
import type { Range } from './source-text.ts'

/** The place of an error; of a quote that is never closed, where it opens. */
export function placeOf({ message, pos }: YAMLError, document: Document.Parsed): Range {
  let [from, to] = pos
  if (message.startsWith('Missing closing')) {
    visit(document, {
      Scalar: (_, { range }) => {
        if (range && range[0] < from && range[1] >= from) [from, to] = [range[0], range[0] + 1]
      },
    })
  }
  return { from, to }
}

/** What the parser met, in the words of a user. */
export interface Explanation {
  readonly code: DiagnosticCode
  readonly message: string
  readonly fix?: string
}

/** By the parser's code or, where that says too little, by how its message starts. */
const EXPLANATIONS: readonly (Explanation & { readonly about: RegExp })[] = [
  { about: /^TAB_AS_INDENT/, code: 'YAML_TAB', message: 'a tab is used to indent', fix: 'use spaces' },
  {
    about: /^(BAD_INDENT|MISSING_CHAR) Flow (map|sequence) in/,
    code: 'YAML_SYNTAX',
    message: 'a `{` or `[` is not closed before here',
    fix: 'add the missing `}` or `]`, and indent lines between them',
  },
  {
    about: /^BAD_INDENT/,
    code: 'YAML_SYNTAX',
    message: 'the line is indented differently from its neighbours',
    fix: 'begin it in the same column as the lines beside it',
  },
  {
    about: /^BLOCK_AS_IMPLICIT_KEY/,
    code: 'YAML_SYNTAX',
    message: 'a value runs into a key',
    fix: 'indent the line as its neighbours, or put text with `: ` in quotes',
  },
  {
    about: /^MISSING_CHAR Missing closing/,
    code: 'YAML_SYNTAX',
    message: 'the quote that opens here is not closed',
    fix: 'close it on the same line',
  },
  {
    about: /^BLOCK_IN_FLOW/,
    code: 'YAML_SYNTAX',
    message: 'a comma is missing between two entries',
    fix: 'write `{ a: 1, b: 2 }`',
  },
  {
    about: /^UNEXPECTED_TOKEN Unexpected (?:flow-(?:map|seq)-start|scalar|\S*-quoted-scalar) at node end/,
    code: 'YAML_SYNTAX',
    message: 'a comma is missing before this',
    fix: 'write `{ a: 1, b: 2 }` and `[a, b]`; put a text that goes on after its closing quote in quotes as a whole',
  },
  {
    about: /^MULTILINE_IMPLICIT_KEY|^MISSING_CHAR Implicit map keys/,
    code: 'YAML_SYNTAX',
    message: 'a `:` is missing after a key',
    fix: 'write `key: value`',
  },
  {
    about: /block-seq-ind on same line/,
    code: 'YAML_SYNTAX',
    message: 'a list cannot start on the line of its key',
    fix: 'write a negative number without a space (`-3 dB`), or the list on lines of its own',
  },
]

/** One slip often trips the parser many times. */
const UNKNOWN_FIX = 'mend what is said above this first: it may follow from that'

/** Says what is wrong; in the parser's own words where we have none. */
export function explain(error: YAMLError, text: string): Explanation {
  const isTab = error.code === 'BAD_INDENT' && /^[ \t]*\t/.test(lineUpTo(text, error.pos[0] + 1))
  const about = isTab ? 'TAB_AS_INDENT' : `${error.code} ${error.message}`
  const words = printable(error.message.replace(/\s+/g, ' ').slice(0, 200))
  return (
    EXPLANATIONS.find((one) => one.about.test(about)) ?? {
      code: 'YAML_SYNTAX',
      message: `not YAML: ${words}`,
      fix: UNKNOWN_FIX,
    }
  )
}

function lineUpTo(text: string, end: number): string {
  return text.slice(text.lastIndexOf('\n', end - 1) + 1, end)
}

import { type CST, type Document, Parser } from 'yaml'
import { compose } from '../yaml-text.ts'

/** The document of a text without errors; undefined for other texts, and for none or several documents. */
export function soundDocument(text: string): Document.Parsed | undefined {
  if (/[\0\ufffd]/.test(text)) return undefined
  const documents = compose(text, () => {})
  const document = documents?.[0]
  return documents?.length === 1 && document!.errors.length === 0 ? document : undefined
}

/** All that a text with one sound document is made of, in its order. */
export function tokensOf(text: string): CST.Token[] | undefined {
  return soundDocument(text) ? [...new Parser().parse(text)] : undefined
}

/** Every comment of a text, without the blanks at its end, in order. */
export function commentsOf(text: string): string[] {
  const comments: string[] = []
  const visit = (value: unknown): void => {
    if (Array.isArray(value)) for (const item of value) visit(item)
    else if (typeof value === 'object' && value !== null) {
      const { type, source } = value as CST.SourceToken
      if (type === 'comment') comments.push(source.trimEnd())
      else for (const part of Object.values(value)) visit(part)
    }
  }
  visit([...new Parser().parse(text)])
  return comments
}

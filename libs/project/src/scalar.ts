import type { Form } from './form.ts'
import type { JsonSchema } from './schema.ts'

/** A form whose values are written as one piece of text, so that other forms can put a word before it. */
export interface ScalarForm<T> extends Form<T> {
  /** A regular expression for the text, without anchors. */
  readonly pattern: string
  /** What JSON Schema says of a bare number, where one is allowed. */
  readonly bare?: JsonSchema
  show(value: T): string
}

/** Text that matches the form's pattern, after an optional prefix, or a bare number in its range. */
export function scalarSchema(
  { pattern, bare }: Pick<ScalarForm<unknown>, 'pattern' | 'bare'>,
  prefix = '',
): JsonSchema {
  const text = { type: 'string', pattern: `^${prefix}(?:${pattern})$` }
  return bare ? { anyOf: [bare, text] } : text
}

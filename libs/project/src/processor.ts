import { automatedToggle } from './automation.ts'
import type { Description, Fields, Form } from './form.ts'
import { type Rule, record } from './record.ts'
import { textField } from './text.ts'

/** What an insert can be: what it does in a sentence, and its settings. */
export interface Processor<T> {
  readonly doc: string
  /** The keys of its settings, where they are written as a map. */
  readonly fields: Fields
  readonly form: Form<T>
}

export const bypassField = {
  bypass: automatedToggle('Lets the signal through as it is.'),
} satisfies Fields

/** What stands beside the key of a processor. */
export const insertFields = {
  ...bypassField,
  name: textField('What the insert is called, so that a song that uses it from a preset can change it.', {}),
} satisfies Fields

type WithBypass<F extends Fields> = F & typeof bypassField

/** A processor whose settings are a map with the keys of a table, and `bypass`. */
export function processor<F extends Fields>(
  name: string,
  doc: string,
  fields: F,
  rule?: Rule<Description<WithBypass<F>>>,
): Processor<Description<WithBypass<F>>> {
  return { doc, fields, form: record<WithBypass<F>>(name, { ...fields, ...bypassField }, rule) }
}

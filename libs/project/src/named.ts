import type { DiagnosticCode } from './diagnostic-codes.ts'
import type { Form } from './form.ts'
import { whole } from './list.ts'
import { checkName, checkStripName, NAME_SCHEMA } from './name.ts'
import { quoted } from './printable.ts'
import { entriesOf } from './record.ts'

/** Something with the name that is its key in the mix file. */
export type Named<T> = { readonly name: string } & T

/** A map from names to things, `cd: { … }`, as a list of things with a name, in the order of the file. */
export function named<T extends object>(noun: string, item: Form<T>): Form<readonly Named<T>[]> {
  return namedForm(noun, item, {})
}

interface StripOptions {
  /** Reported when there are none. */
  readonly none?: DiagnosticCode
}

/** The same for stems, buses and returns, whose names signals are routed by. */
export function strips<T extends object>(noun: string, item: Form<T>, options: StripOptions = {}) {
  return namedForm(noun, item, { ...options, isStrip: true })
}

function namedForm<T extends object>(
  noun: string,
  item: Form<T>,
  { none, isStrip = false }: StripOptions & { readonly isStrip?: boolean },
): Form<readonly Named<T>[]> {
  const check = isStrip ? checkStripName : checkName
  return {
    allowed: `a map of names to ${noun} settings`,
    read(node, reader) {
      const entries = entriesOf(node, reader)
      if (none && entries?.length === 0) {
        const fix = `write \`name: { … }\` below, one for each ${noun}`
        return reader.report(none, node, `got none, allowed one ${noun} or more`, { fix })
      }
      const things = entries?.map(({ key, value }): Named<T> | undefined => {
        const inside = reader.about(`${noun} ${quoted(key.text)}`, isStrip ? key.text : undefined)
        const isNamed = check(key, inside)
        const thing = item.read(value, inside)
        return isNamed && thing ? { name: key.text, ...thing } : undefined
      })
      return things && whole(things)
    },
    schema: (definitions) => ({
      ...(none ? { type: 'object', minProperties: 1 } : { type: ['object', 'null'] }),
      propertyNames: NAME_SCHEMA,
      additionalProperties: item.schema(definitions),
    }),
  }
}

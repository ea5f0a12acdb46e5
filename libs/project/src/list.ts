import type { Form } from './form.ts'
import { isNothing } from './tree.ts'

/** A list of values of one form; an empty value is an empty list. `noun` names an item in messages: `band 2`. */
export function list<T>(noun: string, item: Form<T>, { most }: { readonly most?: number } = {}): Form<readonly T[]> {
  const allowed = most === undefined ? 'a list' : `a list of up to ${most}`
  return {
    allowed,
    read(node, reader) {
      if (isNothing(node)) return []
      if (node.type !== 'list') return reader.refuse('PROJECT_WRONG_TYPE', node, allowed, 'begin each entry with `- `')
      if (most !== undefined && node.items.length > most) {
        return reader.report('PROJECT_OUT_OF_RANGE', node, `got ${node.items.length} entries, allowed ${allowed}`)
      }
      return whole(node.items.map((at, index) => item.read(at, reader.instead(`${noun} ${index + 1}`))))
    },
    schema: (definitions) => ({
      type: ['array', 'null'],
      items: item.schema(definitions),
      ...(most === undefined ? {} : { maxItems: most }),
    }),
  }
}

/** The items when none is missing: a list with a wrong item is wrong. */
export function whole<T>(items: readonly (T | undefined)[]): readonly T[] | undefined {
  return items.every((item) => item !== undefined) ? items : undefined
}

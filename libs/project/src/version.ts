import type { Form } from './form.ts'

/** The version of each language that this program knows. */
const VERSION = 1

/** The version of a file's language, which stands at `key`. */
export function version(key: string): Form<1> {
  const allowed = String(VERSION)
  return {
    allowed,
    read(node, reader) {
      if (node.type === 'scalar' && node.text === allowed) return VERSION
      return reader.refuse('PROJECT_VERSION', node, allowed, `write \`${key}: ${VERSION}\``)
    },
    schema: () => ({ const: VERSION }),
  }
}

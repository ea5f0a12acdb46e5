import type { Form } from './form.ts'
import { NAME_SCHEMA } from './name.ts'
import type { ReferenceKind } from './routes.ts'

const ALLOWED: Readonly<Record<ReferenceKind, string>> = {
  bus: "the name of a bus, or 'mix'",
  send: 'the name of a return',
  sidechain: 'the name of a stem, bus or return',
  member: 'the name of a stem, bus or return',
  level: 'the name of a stem, bus or return',
}

/** The name of another strip. Whether there is one, and whether signals run in a loop, is checked at the end. */
export function reference(kind: ReferenceKind): Form<string> {
  return {
    allowed: ALLOWED[kind],
    read(node, reader) {
      if (node.type !== 'scalar' || node.text === '') {
        return reader.refuse('PROJECT_WRONG_TYPE', node, ALLOWED[kind])
      }
      reader.refer(kind, node)
      return node.text
    },
    schema: () => NAME_SCHEMA,
    show: (name) => name,
  }
}

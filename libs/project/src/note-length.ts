import { milliseconds } from './dimension.ts'
import type { Form } from './form.ts'
import { quoted } from './printable.ts'
import { type Limits, quantity } from './quantity.ts'

const EXAMPLES = ['1/4', '1/8', '1/8 dotted', '1/8 triplet', '1/16']

/** A length in ms, written as a time or, with a tempo, as a note. */
export function noteOrSpan(limits: Pick<Limits, 'min' | 'max'>): Form<number> {
  const span = quantity<number>(milliseconds, limits)
  const allowed = `${span.allowed}, or a note such as 1/4, 1/8 dotted, 1/8 triplet`
  return {
    allowed,
    read(node, reader) {
      const note = node.type === 'scalar' ? reader.song.timeline.noteMs(node.text) : undefined
      if (note === undefined) return span.read(node, reader)
      if ('code' in note) return reader.report(note.code, node, note.message, { fix: note.fix })
      if (note.ms >= limits.min && note.ms <= limits.max) return note.ms
      const got = `${quoted(node.type === 'scalar' ? node.text : '')}, which is ${Number(note.ms.toFixed(3))} ms at this tempo`
      return reader.report('PROJECT_OUT_OF_RANGE', node, `got ${got}, allowed ${span.allowed}`)
    },
    schema: (definitions) => ({
      anyOf: [{ enum: EXAMPLES }, { type: 'string', pattern: '^\\d+/\\d+' }, span.schema(definitions)],
    }),
    show: (ms) => span.show(ms),
  }
}

import { type Movement, readMovement } from './automation.ts'
import { SHAPE_PATTERN, SHAPES_DOC } from './curve-shape.ts'
import { milliseconds } from './dimension.ts'
import type { Form } from './form.ts'
import { quoted } from './printable.ts'
import { type Limits, quantity } from './quantity.ts'
import type { Reader } from './reader.ts'
import { scalarSchema } from './scalar.ts'
import type { Node } from './tree.ts'

const EXAMPLES = ['1/4', '1/8', '1/8 dotted', '1/8 triplet', '1/16']
const NOTE_PATTERN = '\\d{1,2}/\\d{1,3}\\s*(?:\\.|dotted|triplet)?'

/**
 * A length in ms, written as a time or, with a tempo, as a note, which follows a tempo that moves; or a map of times to
 * such lengths, of which notes are taken at the tempo of their time.
 */
export function noteOrSpan(limits: Pick<Limits, 'min' | 'max'>): Form<number | Movement> {
  const span = quantity<number>(milliseconds, limits)
  const allowed = `${span.allowed}, or a note such as 1/4, 1/8 dotted, 1/8 triplet`

  const isInside = (values: readonly number[], node: Node, reader: Reader): boolean => {
    const beyond = values.find((ms) => !(ms >= limits.min && ms <= limits.max))
    if (beyond === undefined) return true
    const got = `${quoted(node.type === 'scalar' ? node.text : '')}, which is ${Number(beyond.toFixed(3))} ms at this tempo`
    reader.report('PROJECT_OUT_OF_RANGE', node, `got ${got}, allowed ${span.allowed}`)
    return false
  }
  const readAt = (node: Node, reader: Reader, atS: number): number | undefined => {
    const note = node.type === 'scalar' ? reader.song.timeline.noteMs(node.text, atS) : undefined
    if (note === undefined) return span.read(node, reader)
    if ('code' in note) return reader.report(note.code, node, note.message, { fix: note.fix })
    return isInside([note.ms], node, reader) ? note.ms : undefined
  }

  return {
    allowed,
    read(node, reader) {
      if (node.type === 'map') return readMovement(node, reader, { read: readAt })
      const curve = node.type === 'scalar' ? reader.song.timeline.noteCurve(node.text) : undefined
      if (!curve) return readAt(node, reader, 0)
      const lengths = curve.points.map(({ value }) => value)
      return isInside(lengths, node, reader) ? curve : undefined
    },
    schema: (definitions) => ({
      anyOf: [
        { enum: EXAMPLES },
        { type: 'string', pattern: '^\\d+/\\d+' },
        span.schema(definitions),
        {
          description: SHAPES_DOC,
          type: 'object',
          minProperties: 1,
          additionalProperties: scalarSchema({ ...span, pattern: `${NOTE_PATTERN}|${span.pattern}` }, SHAPE_PATTERN),
        },
      ],
    }),
    show: (shown) => (typeof shown === 'object' ? '' : span.show(shown)),
  }
}

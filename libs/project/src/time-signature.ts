import type { Form } from './form.ts'
import { isNoteUnit, type TimeSignature } from './timeline.ts'

const SIGNATURE = /^(\d{1,2})\/(\d{1,2})$/
const MOST_BEATS = 32

/** A time signature, `3/4`. */
export const timeSignature: Form<TimeSignature> = {
  allowed: 'a time signature such as 3/4 or 6/8',
  read(node, reader) {
    const match = node.type === 'scalar' ? SIGNATURE.exec(node.text) : null
    const [beatsPerBar, beatUnit] = [Number(match?.[1]), Number(match?.[2])]
    if (beatsPerBar >= 1 && beatsPerBar <= MOST_BEATS && isNoteUnit(beatUnit)) return { beatsPerBar, beatUnit }
    return reader.refuse('PROJECT_BAD_VALUE', node, timeSignature.allowed)
  },
  schema: () => ({ type: 'string', pattern: '^\\d{1,2}/(?:1|2|4|8|16|32|64)$' }),
  show: ({ beatsPerBar, beatUnit }) => `${beatsPerBar}/${beatUnit}`,
}

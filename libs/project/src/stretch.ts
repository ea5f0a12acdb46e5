import type { Form } from './form.ts'
import { MOMENT_SCHEMA, readMoment } from './moment.ts'
import { quoted } from './printable.ts'
import { showMoment } from './show-moment.ts'

/** A part of the song. */
export interface Stretch {
  /** As a person would call it: the name of a section, or its times. */
  readonly name: string
  readonly fromS: number
  /** Absent where it lasts to the end. */
  readonly toS?: number
}

const ALLOWED = 'the name of a section, or two times such as [bar 9, bar 17]'

/** A section, which lasts until the next one, or the two times between which a stretch lies. */
export const stretchForm: Form<Stretch> = {
  allowed: ALLOWED,
  read(node, reader) {
    if (node.type === 'map' || (node.type === 'list' && node.items.length !== 2)) {
      const got = node.type === 'map' ? 'a map' : `${node.items.length} times`
      return reader.report('PROJECT_WRONG_TYPE', node, `got ${got}, allowed ${ALLOWED}`)
    }
    if (node.type === 'scalar') {
      const fromS = readMoment(node, reader)
      if (fromS === undefined) return undefined
      const section = reader.song.timeline.section(node.text)
      if (section) return { name: node.text, ...section }
      return reader.report('PROJECT_BAD_VALUE', node, `got ${quoted(node.text)}, one moment; allowed ${ALLOWED}`)
    }
    const [fromS, toS] = node.items.map((item) => readMoment(item, reader))
    if (fromS === undefined || toS === undefined) return undefined
    if (toS > fromS) return { name: `${showMoment(fromS)} to ${showMoment(toS)}`, fromS, toS }
    return reader.report('PROJECT_OUT_OF_RANGE', node.items[1]!, 'got an end that is not after the beginning')
  },
  schema: () => ({ anyOf: [MOMENT_SCHEMA, { type: 'array', items: MOMENT_SCHEMA, minItems: 2, maxItems: 2 }] }),
}

import type { Form } from './form.ts'
import { whole } from './list.ts'
import { MOMENT_SCHEMA, readMoment } from './moment.ts'
import { checkName, NAME_SCHEMA } from './name.ts'
import { quoted } from './printable.ts'
import type { Reader } from './reader.ts'
import { entriesOf } from './record.ts'
import type { Section } from './timeline.ts'
import type { Entry } from './tree.ts'

/** Names of parts of the song to the times at which they begin; as a list in the order of time. */
export const sections: Form<readonly Section[]> = {
  allowed: 'a map of names to times',
  read(node, reader) {
    const entries = entriesOf(node, reader)
    const read = entries && whole(entries.map((entry) => readSection(entry, reader)))
    if (!read) return undefined
    const sorted = [...read].sort((a, b) => a.atS - b.atS)
    for (let i = 1; i < sorted.length; i++) {
      const [before, section] = [sorted[i - 1]!, sorted[i]!]
      if (before.atS < section.atS) continue
      const message = `it begins at the same time as section ${quoted(before.name)}`
      reader.instead(`section ${quoted(section.name)}`).report('PROJECT_DUPLICATE_NAME', section.entry.key, message)
    }
    return sorted.map(({ name, atS }) => ({ name, atS }))
  },
  schema: () => ({ type: ['object', 'null'], propertyNames: NAME_SCHEMA, additionalProperties: MOMENT_SCHEMA }),
}

function readSection(entry: Entry, reader: Reader): (Section & { readonly entry: Entry }) | undefined {
  const name = entry.key.text
  const inside = reader.instead(`section ${quoted(name)}`)
  const isNamed = checkName(entry.key, inside)
  const isTime = isNamed && !('code' in reader.song.timeline.moment(name))
  if (isTime) {
    const message = 'the name reads as a time'
    inside.report('PROJECT_BAD_NAME', entry.key, message, { fix: 'choose another name, such as `verse`' })
  }
  const atS = readMoment(entry.value, inside)
  return isNamed && !isTime && atS !== undefined ? { name, atS, entry } : undefined
}

import { type Automation, automated } from './automation.ts'
import { type Description, type Field, type Fields, type Form, field, renamed } from './form.ts'
import { whole } from './list.ts'
import { NAME_SCHEMA } from './name.ts'
import { quoted } from './printable.ts'
import { levelField } from './quantity.ts'
import type { Reader } from './reader.ts'
import { entriesOf, record } from './record.ts'
import { choiceField } from './text.ts'
import type { Entry, Node } from './tree.ts'

const level = automated(levelField('Level of what is sent.', { min: -120, max: 24, infinite: '-inf', required: true }))

const settingsFields = {
  level: renamed('sendDb', level),
  tap: choiceField('Whether the fader changes what is sent.', ['preFader', 'postFader'], { default: 'postFader' }),
} satisfies Fields

const settings = record('send', settingsFields)

/** A copy of a strip that goes to a return. */
export interface Send extends Description<typeof settingsFields> {
  /** The name of the return. */
  readonly to: string
}

/** The key `sends`: `{ room: -14 dB, echo: { level: -20 dB, tap: preFader } }`. */
export const sendsField: Field<readonly Send[], '', true> = field(
  'Copies that go to returns: names and levels.',
  sends(),
  {
    default: [],
  },
)

function sends(): Form<readonly Send[]> {
  return {
    allowed: 'a map of returns to levels',
    read(node, reader) {
      const entries = entriesOf(node, reader)
      return entries && whole(entries.map((entry) => readSend(entry, reader)))
    },
    schema: (definitions) => ({
      type: ['object', 'null'],
      propertyNames: NAME_SCHEMA,
      additionalProperties: { anyOf: [level.form.schema(definitions), settings.schema(definitions)] },
    }),
  }
}

function readSend({ key, value }: Entry, reader: Reader): Send | undefined {
  const inside = reader.instead(`send ${quoted(key.text)}`)
  inside.refer('send', key)
  const to = key.text
  if (isSettings(value, reader)) {
    const read = settings.read(value, inside)
    return read && { to, ...read }
  }
  const sendDb: Automation | undefined = level.form.read(value, inside)
  return sendDb === undefined ? undefined : { to, sendDb, tap: 'postFader' }
}

/** Tells `{ level: …, tap: … }` from the points of an automation: no key of the first reads as a time. */
function isSettings(node: Node, reader: Reader): boolean {
  if (node.type !== 'map') return false
  const { timeline } = reader.song
  return node.entries.every(({ key }) => Object.hasOwn(settingsFields, key.text) || 'code' in timeline.moment(key.text))
}

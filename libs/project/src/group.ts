import { automated, automatedToggle } from './automation.ts'
import { type Description, type Fields, type Form, field, renamed } from './form.ts'
import { list } from './list.ts'
import type { Named } from './named.ts'
import { quoted } from './printable.ts'
import { levelField } from './quantity.ts'
import { record } from './record.ts'
import { reference } from './reference.ts'
import { toggleField } from './text.ts'

const names = list('strip', reference('member'))

/** The strips of a group: one or more, none of them twice. */
const members: Form<readonly string[]> = {
  ...names,
  allowed: 'a list of stems, buses and returns',
  read(node, reader) {
    const read = names.read(node, reader)
    if (!read) return undefined
    if (read.length === 0) {
      return reader.report('ROUTE_EMPTY_GROUP', node, 'got none, allowed one stem, bus or return or more')
    }
    const twice = read.findIndex((name, index) => read.indexOf(name) < index)
    if (twice < 0 || node.type !== 'list') return read
    const message = `${quoted(read[twice]!)} stands here twice`
    return reader.report('PROJECT_DUPLICATE_NAME', node.items[twice]!, message, { fix: 'keep one of them' })
  },
}

export const groupFields = {
  strips: field('The stems, buses and returns whose faders move together.', members, { required: true }),
  gain: renamed(
    'gainDb',
    automated(
      levelField(
        'Added in dB to the fader of every strip of the group, and so to its sends after the fader. A strip in several groups gets the sum.',
        { min: -120, max: 24, infinite: '-inf', default: 0 },
      ),
    ),
  ),
  mute: automatedToggle('Silences every strip of the group, and what they send.'),
  solo: toggleField('Solos every strip of the group.', { default: false }),
} satisfies Fields

export const groupForm = record('group', groupFields)

/** Strips whose faders, mutes and solos move together; no signal flows through a group. */
export type Group = Named<Description<typeof groupFields>>

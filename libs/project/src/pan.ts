import { type Automation, automated } from './automation.ts'
import { type Description, type Field, type Fields, type Form, field } from './form.ts'
import { panField } from './quantity.ts'
import { record } from './record.ts'
import type { Node } from './tree.ts'

const PLACES = { min: -1, max: 1 } as const

const place = automated(
  panField(
    'Place between left and right. A mono signal goes to each side at the pan law’s level. A stereo signal stays as it is at the centre; elsewhere the far side is turned down by the pan law, taken relative to its centre (a balance).',
    { ...PLACES, default: 0 },
  ),
)

const pairFields = {
  left: automated(panField('Place of the left channel.', { ...PLACES, default: -1 })),
  right: automated(panField('Place of the right channel.', { ...PLACES, default: 1 })),
} satisfies Fields

const pair = record('pan-pair', pairFields)

/** Places of the two channels of a stereo signal, each panned by the pan law like a mono signal. */
export type PanPair = Description<typeof pairFields>

/** One place (mono: pan, stereo: balance), or one for each channel of a stereo signal. */
export type Pan = Automation | PanPair

/** The key `pan`: `10R`, `{ 0:00: 20L, chorus: C }` or `{ left: 80L, right: 20R }`. */
export const panPlaceField: Field<Pan, '', true> = field(
  `${place.doc} \`{ left: 80L, right: 20R }\` pans the channels of a stereo signal one by one, after its width: with law l(p) to the left and r(p) to the right at place p, out left = l(left)·L + l(right)·R, out right = r(left)·L + r(right)·R; 100L and 100R change nothing, and at -3 dB each channel keeps its power wherever it goes.`,
  panForm(),
  { default: 0 },
)

function panForm(): Form<Pan> {
  return {
    allowed: `${place.form.allowed}, or \`{ left: …, right: … }\``,
    read: (node, reader) => (isPair(node) ? pair.read(node, reader) : place.form.read(node, reader)),
    schema: (definitions) => ({ anyOf: [place.form.schema(definitions), pair.schema(definitions)] }),
    show: (shown) => (typeof shown === 'number' ? (place.form.show?.(shown) ?? '') : ''),
  }
}

/** Tells `{ left: …, right: … }` from the points of an automation. */
function isPair(node: Node): boolean {
  return node.type === 'map' && node.entries.some(({ key }) => Object.hasOwn(pairFields, key.text))
}

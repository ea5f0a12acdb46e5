import { automated } from './automation.ts'
import { type Description, type Field, type Fields, type Form, field } from './form.ts'
import { NAME_SCHEMA } from './name.ts'
import { frequencyField } from './quantity.ts'
import { record } from './record.ts'
import { reference } from './reference.ts'
import { toggleField } from './text.ts'

const source = reference('sidechain')

const settingsFields = {
  from: field('Strip whose signal, after its fader, is heard; without it the processor hears its own input.', source),
  highPass: automated(
    frequencyField('Corner of a high-pass, 12 dB/oct, on what is heard.', {
      min: 10,
      max: 20_000,
      belowNyquist: true,
    }),
  ),
  lowPass: automated(
    frequencyField('Corner of a low-pass, 12 dB/oct, on what is heard.', {
      min: 20,
      max: 20_000,
      belowNyquist: true,
    }),
  ),
  listen: toggleField('Puts out what is heard instead of the result, to set the filters by ear.', { default: false }),
} satisfies Fields

/** What a dynamics processor is steered by. */
export type Sidechain = Description<typeof settingsFields>

const settings = record<typeof settingsFields>('sidechain', settingsFields, ({ listen }, node, reader) => {
  if (!listen) return
  reader.report('PROJECT_LISTENING', node, 'is listened to instead of the sound', {
    fix: 'remove `listen` when it is set',
    severity: 'warning',
  })
})

const sidechain: Form<Sidechain> = {
  allowed: `${source.allowed}, or a map such as \`{ from: kick, highPass: 100 Hz }\``,
  read(node, reader) {
    if (reader.refuseMovement(node, 'it is how the strips are wired')) return undefined
    if (node.type === 'map') return settings.read(node, reader)
    if (node.type === 'list') return reader.refuse('PROJECT_WRONG_TYPE', node, sidechain.allowed)
    const from = source.read(node, reader)
    return from === undefined ? undefined : { from, listen: false }
  },
  schema: (definitions) => ({ anyOf: [NAME_SCHEMA, settings.schema(definitions)] }),
}

/** The key `sidechain`: `kick`, or `{ from: kick, highPass: 100 Hz, lowPass: 8 kHz }`. */
export const sidechainField: Field<Sidechain, '', false> = field(
  'What steers the processor instead of its own input: the name of a strip, or a map of `from`, the strip, or without it the own input; `highPass` and `lowPass`, corners of filters of 12 dB/oct on what is heard; and `listen: true`, which puts that out to set them by ear.',
  sidechain,
)

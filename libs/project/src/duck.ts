import { automated } from './automation.ts'
import { type Description, type Field, type Fields, type Form, field } from './form.ts'
import { levelField, spanField } from './quantity.ts'
import { defaultsOf, record } from './record.ts'

const amount = automated(
  levelField('Most that is taken away.', {
    min: 0,
    max: 60,
    required: true,
  }),
)

const timesFields = {
  threshold: automated(
    levelField('Level of the dry signal’s peaks from which on as much is taken away as it is above.', {
      min: -80,
      max: 0,
      default: -40,
    }),
  ),
  attack: automated(
    spanField('Time in which 63 % is taken away.', {
      min: 0.01,
      max: 1000,
      default: 10,
    }),
  ),
  release: automated(
    spanField('Time in which 63 % comes back.', {
      min: 1,
      max: 5000,
      default: 250,
    }),
  ),
} satisfies Fields

const settingsFields = { amount, ...timesFields } satisfies Fields

type Duck = Description<typeof settingsFields>

const settings = record('duck', settingsFields)

const duck: Form<Duck> = {
  allowed: `${amount.form.allowed}, or a map such as \`{ amount: 9 dB, threshold: -30 dB }\``,
  read(node, reader) {
    if (node.type === 'map' && !reader.isMovement(node)) return settings.read(node, reader)
    if (node.type === 'list') return reader.refuse('PROJECT_WRONG_TYPE', node, duck.allowed)
    const amountDb = amount.form.read(node, reader)
    return amountDb === undefined ? undefined : { amountDb, ...defaultsOf(timesFields) }
  },
  schema: (definitions) => ({ anyOf: [amount.form.schema(definitions), settings.schema(definitions)] }),
}

/** The key `duck`: `9 dB`, or `{ amount: 9 dB, threshold: -30 dB, attack: 10 ms, release: 250 ms }`. */
export const duckField: Field<Duck, '', false> = field(
  'Holds the echoes down while the dry signal sounds: the most that is taken away, such as `9 dB`, which may move, or a map of `amount`, `threshold` (-40 dB), `attack` (10 ms) and `release` (250 ms).',
  duck,
)

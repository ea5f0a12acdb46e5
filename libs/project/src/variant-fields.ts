import { type Field, type Fields, type Form, field } from './form.ts'
import { groupFields } from './group.ts'
import { NAME_SCHEMA } from './name.ts'
import { projectFields } from './project-fields.ts'
import { recordSchema } from './record.ts'
import type { Definitions, JsonSchema } from './schema.ts'
import { stemFields } from './stem.ts'

/** A form that only describes itself: what it stands for is read once it lies in the mix file. */
function described(schema: (definitions: Definitions) => JsonSchema): Form<never> {
  return { allowed: 'what the mix file allows there', read: () => undefined, schema }
}

/** The same key where it need not be written. */
function optional(doc: string, form: Form<unknown>): Field {
  return field(doc, form)
}

const NAMES = described(() => ({ anyOf: [{ type: 'array', items: NAME_SCHEMA }, NAME_SCHEMA, { type: 'null' }] }))

/** Settings of things by name, none of which has to be written. */
function changesOf(name: string, fields: Fields): Form<never> {
  return described((definitions) => ({
    type: ['object', 'null'],
    propertyNames: NAME_SCHEMA,
    additionalProperties: definitions.refer(name, () => {
      const { required, ...schema } = recordSchema(fields, definitions)
      return { ...schema, type: ['object', 'null'] }
    }),
  }))
}

const { mixwright, stems, groups, deliver, ...others } = projectFields

const switches = {
  mute: field('Stems, buses, returns and groups that are silent in this variant.', NAMES),
  solo: field('Stems, buses, returns and groups that are soloed in this variant.', NAMES),
} satisfies Fields

const changes: Fields = {
  ...Object.fromEntries(Object.entries(others).map(([key, { doc, form }]) => [key, optional(doc, form)])),
  stems: optional('What is different in stems, by name.', changesOf('stemChanges', stemFields)),
  groups: optional('What is different in groups, by name.', changesOf('groupChanges', groupFields)),
  deliver: optional(
    'A list of names picks some of the deliveries; a map changes them by name, and adds others.',
    described((definitions) => ({
      anyOf: [{ type: 'array', items: NAME_SCHEMA }, deliver.form.schema(definitions)],
    })),
  ),
}

const variantFields: Fields = { ...switches, ...changes }

/** Every key that a variant may have. */
export const VARIANT_KEYS = Object.keys(variantFields)

/** The key `variants`, for the schema. */
const variantsField = field(
  'Other versions of the mix, by name: what each says in place of the rest of the file. Each is rendered into a folder of its name.',
  described((definitions) => ({
    type: ['object', 'null'],
    propertyNames: NAME_SCHEMA,
    additionalProperties: definitions.refer('variant', () => recordSchema(variantFields, definitions)),
  })),
)

/** Every key of the mix language. */
export const languageFields = { ...projectFields, variants: variantsField } satisfies Fields

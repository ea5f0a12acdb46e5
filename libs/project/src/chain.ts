import { type Field, field } from './form.ts'
import { type Insert, insert, insertsField, processors } from './insert.ts'
import { PRESET } from './preset-inserts.ts'
import type { JsonSchema } from './schema.ts'
import { pathField } from './text.ts'

/** The key `use`. By the time it is read the preset has been laid under the strip. */
export const useField = pathField(
  'A preset: a YAML file with keys like those beside this one, from the folder of the file that names it. Keys beside it win; sends are joined by name.',
  {},
)

const CHANGES: JsonSchema = {
  type: ['object', 'null'],
  description:
    'Settings to change in inserts of the preset, by the name of the insert or by its processor (`compressor`, or `compressor 2` where there are several).',
  properties: Object.fromEntries(
    Object.entries(processors).map(([kind, { doc }]) => [kind, { type: ['object', 'array'], description: doc }]),
  ),
  additionalProperties: { type: ['object', 'array'] },
}

/** The key `inserts` where a preset can be used. */
export const chainField: Field<readonly Insert[], '', true> = field(
  'Processors in series, in this order. Where a preset is used, its inserts come only where `preset` stands: `[ preset, { limiter: { ceiling: -6 dB } } ]`, or with changes `[ { preset: { compressor: { threshold: -24 dB } } } ]`.',
  {
    ...insertsField.form,
    schema: (definitions) => ({
      type: ['array', 'null'],
      items: {
        anyOf: [
          { const: PRESET },
          { type: 'object', properties: { [PRESET]: CHANGES }, required: [PRESET], additionalProperties: false },
          insert.schema(definitions),
        ],
      },
    }),
  },
  { default: [] },
)

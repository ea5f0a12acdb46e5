import { mixFields } from './project-fields.ts'
import { recordSchema } from './record.ts'
import { Definitions, type JsonSchema } from './schema.ts'
import { stemFields } from './stem.ts'

/**
 * A preset as a JSON Schema, draft 7, for editors: the keys of stems, other strips and the mix bus. None is required; what a
 * preset leaves out the strip says. The same text every time.
 */
export function presetSchema(): JsonSchema {
  const definitions = new Definitions()
  const { required, ...root } = recordSchema({ ...mixFields, ...stemFields }, definitions)
  return {
    $schema: 'http://json-schema.org/draft-07/schema#',
    title: 'Mixwright preset, version 1',
    ...root,
    type: ['object', 'null'],
    definitions: definitions.toJson(),
  }
}

import { recordSchema } from './record.ts'
import { Definitions, type JsonSchema } from './schema.ts'
import { languageFields } from './variant-fields.ts'

/** The whole language as a JSON Schema, draft 7, for editors. The same text every time. */
export function mixSchema(): JsonSchema {
  const definitions = new Definitions()
  const root = recordSchema(languageFields, definitions)
  return {
    $schema: 'http://json-schema.org/draft-07/schema#',
    title: 'Mixwright mix file, version 1',
    ...root,
    definitions: definitions.toJson(),
  }
}

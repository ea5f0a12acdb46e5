import type { JsonSchema } from '@mixwright/project'

type Json = unknown

/** Whether a value fits a schema: as much of JSON Schema, draft 7, as the schema of the mix language uses. */
export function fits(value: Json, schema: JsonSchema, root: JsonSchema = schema): boolean {
  const known = Object.entries(schema).every(([keyword, rule]) => {
    const check = keywords[keyword]
    if (!check) throw new Error(`the test knows no keyword ${keyword}`)
    return check(value, rule as never, root, schema)
  })
  return known
}

type Check = (value: Json, rule: never, root: JsonSchema, schema: JsonSchema) => boolean

const annotation: Check = () => true

const keywords: Readonly<Record<string, Check>> = {
  $schema: annotation,
  title: annotation,
  description: annotation,
  default: annotation,
  examples: annotation,
  definitions: annotation,
  $ref: (value, ref: string, root) => fits(value, definition(ref, root), root),
  anyOf: (value, schemas: JsonSchema[], root) => schemas.some((schema) => fits(value, schema, root)),
  type: (value, types: string | string[]) => [types].flat().some((type) => isOfType(value, type)),
  enum: (value, values: Json[]) => values.includes(value),
  const: (value, only: Json) => value === only,
  minimum: (value, least: number) => typeof value !== 'number' || value >= least,
  maximum: (value, most: number) => typeof value !== 'number' || value <= most,
  pattern: (value, pattern: string) => typeof value !== 'string' || new RegExp(pattern, 'u').test(value),
  maxLength: (value, most: number) => typeof value !== 'string' || value.length <= most,
  minItems: (value, least: number) => !Array.isArray(value) || value.length >= least,
  maxItems: (value, most: number) => !Array.isArray(value) || value.length <= most,
  items: (value, schema: JsonSchema, root) => !Array.isArray(value) || value.every((item) => fits(item, schema, root)),
  minProperties: (value, least: number) => !isObject(value) || Object.keys(value).length >= least,
  required: (value, names: string[]) => !isObject(value) || names.every((name) => name in value),
  propertyNames: (value, schema: JsonSchema, root) =>
    !isObject(value) || Object.keys(value).every((name) => fits(name, schema, root)),
  properties: (value, properties: Record<string, JsonSchema>, root) =>
    !isObject(value) ||
    Object.entries(properties).every(([name, schema]) => !(name in value) || fits(value[name], schema, root)),
  additionalProperties: (value, rule: JsonSchema | false, root, { properties = {} }) => {
    if (!isObject(value)) return true
    const others = Object.keys(value).filter((name) => !Object.hasOwn(properties as object, name))
    return rule === false ? others.length === 0 : others.every((name) => fits(value[name], rule, root))
  },
}

export function definition(ref: string, root: JsonSchema): JsonSchema {
  const name = ref.replace('#/definitions/', '')
  const found = (root.definitions as Record<string, JsonSchema>)[name]
  if (!found) throw new Error(`no definition ${ref}`)
  return found
}

function isOfType(value: Json, type: string): boolean {
  if (type === 'object') return isObject(value)
  if (type === 'array') return Array.isArray(value)
  if (type === 'null') return value === null
  if (type === 'integer') return Number.isInteger(value)
  return typeof value === type
}

function isObject(value: Json): value is Record<string, Json> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

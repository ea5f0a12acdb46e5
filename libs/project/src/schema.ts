/** A JSON Schema, draft 7: the version that YAML language servers know best. */
export type JsonSchema = { readonly [keyword: string]: unknown }

/** Schemas that are used at several places, by name. */
export class Definitions {
  readonly #schemas = new Map<string, JsonSchema>()

  /** A reference to the schema `name`, which is made by `build` the first time. */
  refer(name: string, build: () => JsonSchema): JsonSchema {
    if (!this.#schemas.has(name)) {
      this.#schemas.set(name, {})
      this.#schemas.set(name, build())
    }
    return { $ref: `#/definitions/${name}` }
  }

  toJson(): JsonSchema {
    return Object.fromEntries(this.#schemas)
  }
}

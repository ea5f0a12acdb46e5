import { albumSchema, mixSchema, presetSchema } from '@mixwright/project'
import { EXIT, type ExitCode } from '../exit-code.ts'

const SCHEMAS = { mix: mixSchema, album: albumSchema, preset: presetSchema }

/** Prints the JSON Schema of one of the languages. */
export function schema(language: keyof typeof SCHEMAS): ExitCode {
  process.stdout.write(`${JSON.stringify(SCHEMAS[language](), null, 2)}\n`)
  return EXIT.done
}

import { albumSchema, mixSchema } from '@mixwright/project'
import { EXIT, type ExitCode } from '../exit-code.ts'

/** Prints the JSON Schema of one of the languages. */
export function schema(language: 'mix' | 'album'): ExitCode {
  const printed = language === 'mix' ? mixSchema() : albumSchema()
  process.stdout.write(`${JSON.stringify(printed, null, 2)}\n`)
  return EXIT.done
}

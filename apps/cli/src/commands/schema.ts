import { mixSchema } from '@mixwright/project'
import { EXIT, type ExitCode } from '../exit-code.ts'
import { toJson } from '../output.ts'

/** Prints the JSON Schema of the mix file. */
export function schema(): ExitCode {
  process.stdout.write(`${toJson(mixSchema())}\n`)
  return EXIT.done
}

import { mixSchema } from '@mixwright/project'
import { EXIT, type ExitCode } from '../exit-code.ts'

/** Prints the JSON Schema of the mix file. */
export function schema(): ExitCode {
  process.stdout.write(`${JSON.stringify(mixSchema(), null, 2)}\n`)
  return EXIT.done
}

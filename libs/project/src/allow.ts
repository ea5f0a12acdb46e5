import { type DiagnosticCode, diagnosticCodes } from './diagnostic-codes.ts'
import { type Form, field } from './form.ts'
import { list } from './list.ts'
import { choice } from './text.ts'

const codes = Object.keys(diagnosticCodes) as DiagnosticCode[]

const code: Form<DiagnosticCode> = choice(codes, 'the code of a diagnostic, such as ADVICE_SOLO')

/** The key `allow`: what a mix means as it is. It has no default, so that a mix without it says nothing about it. */
export const allowField = field(
  'Codes of advice and warnings that are not to be told again, because the mix means what they are about: `[ADVICE_SOLO]`. Errors cannot be allowed.',
  list('code', code),
)

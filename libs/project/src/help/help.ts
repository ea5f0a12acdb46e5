import { type DiagnosticCode, diagnosticCodes } from '../diagnostic-codes.ts'
import { nearWords } from '../suggestion.ts'
import { adviceHelp } from './advice-help.ts'
import { deliveryHelp } from './delivery-help.ts'
import { fileHelp } from './file-help.ts'
import { initHelp } from './init-help.ts'
import { mixHelp } from './mix-help.ts'
import { textHelp } from './text-help.ts'

/** What brings a diagnostic about, and what to do then. */
export type Help = readonly [example: string, wayOut: string]

const help: Record<DiagnosticCode, Help> = {
  ...textHelp,
  ...mixHelp,
  ...deliveryHelp,
  ...fileHelp,
  ...adviceHelp,
  ...initHelp,
}

/** All that there is to know of a code. */
export interface DiagnosticEntry {
  readonly code: DiagnosticCode
  /** One sentence. */
  readonly meaning: string
  /** Text of a mix file, a command, or a situation that leads to it. */
  readonly example: string
  readonly wayOut: string
}

/** Every code with its meaning, an example and a way out, in the order of the manual. */
export function diagnosticEntries(): DiagnosticEntry[] {
  return Object.entries(diagnosticCodes).map(([code, meaning]) => {
    const [example, wayOut] = help[code as DiagnosticCode]
    return { code: code as DiagnosticCode, meaning, example, wayOut }
  })
}

/** What to do about a code, as the end of a sentence. */
export function wayOut(code: DiagnosticCode): string {
  const text = help[code][1].replace(/\.$/, '')
  return /^[A-Z][a-z]/.test(text) ? text[0]!.toLowerCase() + text.slice(1) : text
}

/** The codes that come near to a word that is none: by typing errors, or by a part that they share. */
export function nearCodes(written: string): string[] {
  const wanted = written.toUpperCase().replace(/[\s-]+/g, '_')
  const codes = Object.keys(diagnosticCodes)
  const parts = wanted.split('_').filter((part) => part.length > 2)
  const sharing = codes.filter((code) => parts.some((part) => code.split('_').includes(part)))
  return [...new Set([...nearWords(wanted, codes), ...sharing])].slice(0, 6)
}

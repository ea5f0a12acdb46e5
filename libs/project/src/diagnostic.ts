import type { DiagnosticCode } from './diagnostic-codes.ts'

export type Severity = 'error' | 'warning' | 'info'

/** Where something stands in a text file. */
export interface Place {
  readonly file: string
  /** Counted from 1. */
  readonly line: number
  /** Counted from 1, in UTF-16 units, as editors do. */
  readonly column: number
  /** The column after the last one meant, on the same line. */
  readonly endColumn: number
}

/** One problem of a user's file or audio, or of a result that misses its promise. */
export interface Diagnostic extends Partial<Place> {
  readonly code: DiagnosticCode
  readonly severity: Severity
  /** `<what>: got <x>, allowed <y>`, units written, no full stop. Holds no control characters. */
  readonly message: string
  /** A way out: `did you mean 'vocals'?` */
  readonly fix?: string
  /** What it is about: `stem 'vocals'`. */
  readonly subject?: string
}

/** Orders by file, line and column; diagnostics without a place come first. */
export function compareByPlace(a: Diagnostic, b: Diagnostic): number {
  return compareText(a.file ?? '', b.file ?? '') || (a.line ?? 0) - (b.line ?? 0) || (a.column ?? 0) - (b.column ?? 0)
}

function compareText(a: string, b: string): number {
  return a === b ? 0 : a < b ? -1 : 1
}

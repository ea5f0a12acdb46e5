import type { Diagnostic, DiagnosticCode, Project, Severity } from '@mixwright/project'

interface Said {
  readonly code: DiagnosticCode
  /** `stem 'kick'` */
  readonly subject: string
  /** What is said of it. */
  readonly message: string
  readonly fix: string
  /** Where it is written, keys and indices. */
  readonly at: readonly (string | number)[]
  /** Default: a warning. */
  readonly severity?: Severity
}

/** Something that is no mistake, but seldom meant. */
export function advice(project: Project, { code, subject, message, fix, at, severity = 'warning' }: Said): Diagnostic {
  return { code, severity, message: `${subject} ${message}`, fix, subject, ...project.place(at) }
}

/** Diagnostics without the advice and warnings that a mix allows. Errors stay. */
export function withoutAllowed(diagnostics: readonly Diagnostic[], project: Project | undefined): Diagnostic[] {
  const allowed = new Set<DiagnosticCode>(project?.allow)
  return diagnostics.filter(({ code, severity }) => severity === 'error' || !allowed.has(code))
}

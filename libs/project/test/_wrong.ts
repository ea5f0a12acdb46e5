import { type DiagnosticCode, parseProject } from '@mixwright/project'
import { describe, expect, test } from 'vitest'
import { marked, TARGETS } from './_mix.ts'

/** What is wrong, a mix file with the place marked by `«…»`, the code, and how the advice begins. */
export type Wrong = readonly [claim: string, text: string, code: DiagnosticCode, fix?: string]

/** Tests that each file gets its one diagnostic, at its place. */
export function describeWrong(noun: string, cases: readonly Wrong[]): void {
  describe(`wrong ${noun}`, () => {
    for (const [claim, source, code, fix] of cases) {
      test(`${claim} gives ${code} at its place`, () => {
        const { text, ...place } = marked(source)
        const { project, diagnostics } = parseProject(text, 'mix.yaml', { targets: TARGETS })
        expect(project).toBeUndefined()
        expect(diagnostics).toEqual([expect.objectContaining({ code, severity: 'error', file: 'mix.yaml', ...place })])
        if (fix !== undefined) expect(diagnostics[0]?.fix?.slice(0, fix.length)).toBe(fix)
      })
    }
  })
}

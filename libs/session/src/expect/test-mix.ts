import type { Diagnostic } from '@mixwright/project'
import { hasErrors } from '../has-errors.ts'
import type { Rendered, RenderOptions } from '../render.ts'
import { renderAside } from '../render-aside.ts'
import { loadSong } from '../song/song.ts'
import type { ExpectationResult } from './expectation-result.ts'

export type TestOptions = Pick<RenderOptions, 'jobs' | 'signal' | 'onProgress' | 'variants' | 'allowOutside'>

/** An expectation of the mix (`variant` null) or of a variant. */
export type TestedExpectation = ExpectationResult & { variant: string | null }

/** The `test` document. */
export interface TestResult {
  dir: string
  /** True when there are expectations and all of them are met. */
  ok: boolean
  passed: number
  failed: number
  expectations: TestedExpectation[]
  diagnostics: Diagnostic[]
}

/**
 * Renders what a song expects something of, beside its outputs and without touching them or the lock, and measures it.
 * Deliveries are made only where they are asked about.
 */
export async function testMix(
  path: string,
  options: TestOptions = {},
): Promise<{ result: TestResult; texts: Rendered['texts'] }> {
  const song = loadSong(path, options)
  const result: TestResult = { dir: song.folder, ok: false, passed: 0, failed: 0, expectations: [], diagnostics: [] }
  const projects = [song, ...song.variants].flatMap(({ project }) => project ?? [])
  if (song.project && projects.every((project) => project.expect.length === 0)) {
    const fix = 'add `expect: [ { truePeak: mix, atMost: -1 dBTP } ]` to the mix file'
    result.diagnostics.push({
      code: 'EXPECT_NONE',
      severity: 'error',
      message: `${song.file}: it expects nothing`,
      fix,
    })
    return { result, texts: song.texts }
  }
  const { result: rendered, texts } = await renderAside(path, song.folder, {
    ...options,
    lock: 'ignore',
    expectedOnly: true,
  })
  const versions = [{ name: null, expectations: rendered.expectations }, ...rendered.variants]
  result.expectations = versions.flatMap(({ name, expectations }) => {
    return expectations.map((expectation) => ({ variant: name, ...expectation }))
  })
  result.passed = result.expectations.filter(({ ok }) => ok).length
  result.failed = result.expectations.length - result.passed
  result.diagnostics = rendered.diagnostics
  result.ok = !hasErrors(rendered.diagnostics)
  return { result, texts }
}

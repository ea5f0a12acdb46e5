import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { mixwright, ROOT } from '../_tools.ts'

/** With UPDATE_DOCS set the page is written anew. */
test('docs/targets.md is the page that `mixwright targets --markdown` prints', () => {
  const path = join(ROOT, 'docs', 'targets.md')
  const { stdout } = mixwright(['targets', '--markdown'])
  if (process.env.UPDATE_DOCS) writeFileSync(path, stdout)
  expect(readFileSync(path, 'utf8')).toBe(stdout)
})

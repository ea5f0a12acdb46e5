import { spawnSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { temporaryFolder } from '../_song.ts'
import { ROOT } from '../_tools.ts'

const answer = (...holes: { name: string; fixAvailable: boolean | object }[]) => {
  const vulnerabilities = Object.fromEntries(holes.map((hole) => [hole.name, { severity: 'high', ...hole }]))
  return JSON.stringify({ vulnerabilities, metadata: { vulnerabilities: {}, dependencies: { total: 400 } } })
}

test.each([
  ['no holes', answer(), 0, 'npm audit: 400 packages, 0 with known holes'],
  ['a hole with a fix', answer({ name: 'a', fixAvailable: true }), 1, 'high: a, a fix is available'],
  ['a fix in another major version', answer({ name: 'a', fixAvailable: { name: 'b' } }), 1, 'a fix is available'],
  ['a hole without a fix', answer({ name: 'a', fixAvailable: false }), 0, 'high: a, no fix yet'],
  [
    'a registry that refuses',
    '{"message":"405 Method Not Allowed","statusCode":405}',
    0,
    'NOT DONE, the registry does not answer (405',
  ],
  [
    'no registry',
    '{"error":{"summary":"request failed"}}',
    0,
    'NOT DONE, the registry does not answer (request failed)',
  ],
  ['no JSON', 'gone', 0, 'NOT DONE'],
])('the audit, given %s', (_, text, status, said) => {
  const path = join(temporaryFolder(), 'audit.json')
  writeFileSync(path, text)
  const run = spawnSync(process.execPath, [join(ROOT, 'test/scripts/audit.mjs'), path], { encoding: 'utf8' })
  expect(run.stdout).toContain(said)
  expect(run.status).toBe(status)
})

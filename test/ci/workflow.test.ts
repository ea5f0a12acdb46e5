import { spawnSync } from 'node:child_process'
import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { parseDocument } from 'yaml'
import { missing, ROOT } from '../_tools.ts'

interface Step {
  name?: string
  uses?: string
  with?: Record<string, unknown>
  run?: string
  env?: Record<string, string>
  if?: string
}

interface Workflow {
  on: unknown
  permissions: Record<string, string>
  jobs: Record<string, { 'runs-on': string; steps: Step[] }>
}

const FOLDER = join(ROOT, '.github/workflows')

function read(name: string): Workflow {
  const document = parseDocument(readFileSync(join(FOLDER, name), 'utf8'))
  expect(document.errors).toEqual([])
  return document.toJS()
}

const scripts = (names: readonly string[]) =>
  names.flatMap((name) =>
    Object.values(read(name).jobs).flatMap(({ steps }) => steps.flatMap(({ run }) => (run === undefined ? [] : [run]))),
  )

describe('the workflow for a catalogue of songs', () => {
  const steps = () => read('mixes.yml').jobs.songs!.steps
  const at = (isIt: (step: Step) => boolean) => steps().findIndex(isIt)

  test('runs on pull requests and may write no more than a comment', () => {
    const { on, permissions, jobs } = read('mixes.yml')
    expect(on).toBe('pull_request')
    expect(permissions).toEqual({ contents: 'read', 'pull-requests': 'write' })
    for (const job of Object.values(jobs)) expect(job['runs-on']).toMatch(/^ubuntu-/)
  })

  test('has all commits, recordings and packages before it calls the script', () => {
    const checkout = at(({ uses }) => uses?.startsWith('actions/checkout@') ?? false)
    const node = at(({ uses }) => uses?.startsWith('actions/setup-node@') ?? false)
    const install = at(({ run }) => run === 'npm ci')
    const songs = at(({ run }) => run?.startsWith('.ci/songs ') ?? false)
    expect([checkout, node, install, songs].every((index) => index >= 0)).toBe(true)
    expect([checkout, node, install, songs]).toEqual([checkout, node, install, songs].sort((a, b) => a - b))
    expect(steps()[checkout]!.with).toMatchObject({ 'fetch-depth': 0, lfs: true })
    const { engines } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'))
    expect(engines.node).toContain(String(steps()[node]!.with!['node-version']))
  })

  test('calls the script with what the branch left from, what it is, and a file that is posted whatever came of it', () => {
    const songs = steps()[at(({ run }) => run?.startsWith('.ci/songs ') ?? false)]!
    expect(songs.run).toBe('.ci/songs "$(git merge-base "$BASE" HEAD)" HEAD "$RUNNER_TEMP/changes.md"')
    expect(songs.env!.BASE).toContain('github.event.pull_request.base.sha')
    const said = steps().filter(({ run }) => run?.includes('gh pr comment'))
    expect(said).toHaveLength(1)
    expect(said[0]!.if).toBe('always()')
    expect(said[0]!.run).toContain('--body-file "$RUNNER_TEMP/changes.md"')
    expect(Object.keys(said[0]!.env!).sort()).toEqual(['GH_TOKEN', 'PULL_REQUEST'])
  })

  test('calls nothing that is not here or may not be run', () => {
    const called = scripts(readdirSync(FOLDER)).flatMap((run) => run.match(/^\s*\.ci\/[\w-]+/gm) ?? [])
    expect(called.length).toBeGreaterThan(0)
    for (const path of called) expect(statSync(join(ROOT, path.trim())).mode & 0o111).toBe(0o111)
  })

  test.skipIf(missing('bash'))('its scripts are such that a shell can read', () => {
    const own = readdirSync(join(ROOT, '.ci')).map((name) => readFileSync(join(ROOT, '.ci', name), 'utf8'))
    for (const input of [...scripts(readdirSync(FOLDER)), ...own]) {
      const { status, stderr } = spawnSync('bash', ['-n'], { input, encoding: 'utf8' })
      expect([status, stderr]).toEqual([0, ''])
    }
  })
})

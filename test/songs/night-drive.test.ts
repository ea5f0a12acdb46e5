import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { mixwright, ROOT } from '../_tools.ts'

const SONG = join(ROOT, 'projects', 'night-drive')

interface Delivery {
  name: string
  promises: { ok: boolean }[]
}

/**
 * The demo song as every machine must render it: as its lock says, which `npm run demo` writes anew. A hash in it may
 * change only together with a documented change of the engine.
 */
describe('the demo song', () => {
  let out: string
  let document: {
    diagnostics: { severity: string }[]
    deliveries: Delivery[]
    mix: { integratedLufs: number; samplePeakDbfs: number }
  }

  beforeAll(() => {
    out = mkdtempSync(join(tmpdir(), 'mixwright-test-'))
    expect(spawnSync(process.execPath, [join(SONG, 'build', 'stems.js')]).status).toBe(0)
    document = JSON.parse(mixwright(['render', SONG, '--out', out, '--frozen', '--json']).stdout)
  }, 180_000)

  afterAll(() => rmSync(out, { recursive: true, force: true }))

  test('comes out to the bit as in its lock, without a complaint, every promise kept', () => {
    expect(document.diagnostics.filter(({ severity }) => severity !== 'info')).toEqual([])
    expect(document.deliveries.map(({ name }) => name)).toEqual([
      'spotify',
      'apple',
      'cd',
      'vinyl',
      'soundcloud',
      'archive',
    ])
    expect(document.deliveries.flatMap(({ promises }) => promises).every(({ ok }) => ok)).toBe(true)
  })

  test('leaves headroom for mastering: peaks under -1 dBFS at -24 to -16 LUFS', () => {
    expect(document.mix.samplePeakDbfs).toBeLessThan(-1)
    expect(document.mix.integratedLufs).toBeGreaterThan(-24)
    expect(document.mix.integratedLufs).toBeLessThan(-16)
  })
})

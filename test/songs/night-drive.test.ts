import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { hashPcm, probeWav } from '@mixwright/audio-files'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { mixwright, ROOT } from '../_tools.ts'

const SONG = join(ROOT, 'projects', 'night-drive')
const GOLDEN = fileURLToPath(new URL('night-drive.golden.json', import.meta.url))

interface Delivery {
  name: string
  pcmSha256: string
  integratedLufs: number
  truePeakDbtp: number
  promises: { ok: boolean }[]
}

/** The demo song as every machine must render it. A hash may change only together with a documented change of sound. */
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
    const { status, stdout } = mixwright(['render', SONG, '--out', out, '--no-lock', '--json'])
    expect(status).toBe(0)
    document = JSON.parse(stdout)
  }, 180_000)

  afterAll(() => rmSync(out, { recursive: true, force: true }))

  test('renders without a complaint, every promise kept', () => {
    expect(document.diagnostics.filter(({ severity }) => severity !== 'info')).toEqual([])
    expect(document.deliveries.flatMap(({ promises }) => promises).every(({ ok }) => ok)).toBe(true)
  })

  test('leaves headroom for mastering: peaks under -1 dBFS at -24 to -16 LUFS', () => {
    expect(document.mix.samplePeakDbfs).toBeLessThan(-1)
    expect(document.mix.integratedLufs).toBeGreaterThan(-24)
    expect(document.mix.integratedLufs).toBeLessThan(-16)
  })

  test('has the same samples here as everywhere, in the mix and in each delivery', () => {
    const mix = probeWav(join(out, 'mix.wav'))
    if ('problem' in mix) throw new Error(mix.problem.message)
    const rendered = {
      mix: hashPcm(mix.info),
      ...Object.fromEntries(document.deliveries.map(({ name, pcmSha256 }) => [name, pcmSha256])),
    }
    if (process.env.UPDATE_GOLDEN) writeFileSync(GOLDEN, `${JSON.stringify(rendered, null, 2)}\n`)
    expect(rendered).toEqual(JSON.parse(readFileSync(GOLDEN, 'utf8')))
  })
})

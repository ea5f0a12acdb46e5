import { spawnSync } from 'node:child_process'
import { cpSync, existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { ebur128 } from '../_ffmpeg.ts'
import { temporaryFolder } from '../_song.ts'
import { missing, mixwright, ROOT, SHARED } from '../_tools.ts'

const RUBIDIUM = join(SHARED, 'stems', 'rubidium')
const DEMO = join(ROOT, 'projects', 'night-drive')
const reason = missing('recordings')
if (reason) console.log(`init of recordings: skipped, ${reason}`)

interface Rendered {
  mix: { file: string; integratedLufs: number; samplePeakDbfs: number }
  deliveries: { name: string; file: string; integratedLufs: number; promises: { ok: boolean }[] }[]
  diagnostics: { code: string }[]
}

/** What a target asks for, as ffmpeg measures it. LUFS and dBTP */
const MASTERS: Readonly<Record<string, { lufs?: number; ceilingDbtp: number }>> = {
  spotify: { lufs: -14, ceilingDbtp: -1 },
  apple: { lufs: -16, ceilingDbtp: -1 },
  cd: { ceilingDbtp: -0.3 },
}
const TOLERANCE_DB = 0.1

/** Writes a first mix and renders it as it is: roles by file, that mix and masters are as they should be, and no advice. */
function firstMix(folder: string): Record<string, string> {
  const begun = mixwright(['init', folder, '--json'])
  expect(begun.status).toBe(0)
  const { status, stdout } = mixwright(['render', folder, '--no-lock', '--no-report', '--json'])
  expect(status).toBe(0)
  const { mix, deliveries, diagnostics } = JSON.parse(stdout) as Rendered
  expect(mix.integratedLufs).toBeGreaterThan(-20)
  expect(mix.integratedLufs).toBeLessThan(-14)
  expect(mix.samplePeakDbfs).toBeLessThan(0)
  expect(diagnostics.map(({ code }) => code)).toEqual([])
  expect(deliveries.map(({ name }) => name)).toEqual(Object.keys(MASTERS))
  expect(deliveries.flatMap(({ promises }) => promises).filter(({ ok }) => !ok)).toEqual([])
  if (!missing('ffmpeg')) {
    const heard = ebur128(join(folder, 'out', 'mix.wav'))
    expect(Math.abs(heard.integratedLufs - mix.integratedLufs)).toBeLessThanOrEqual(TOLERANCE_DB)
    expect(heard.truePeakDbtp).toBeLessThan(0)
    for (const [name, { lufs, ceilingDbtp }] of Object.entries(MASTERS)) {
      const { integratedLufs, truePeakDbtp } = ebur128(join(folder, 'out', `${name}.wav`))
      if (lufs !== undefined) expect(Math.abs(integratedLufs - lufs), name).toBeLessThanOrEqual(TOLERANCE_DB)
      expect(truePeakDbtp, name).toBeLessThanOrEqual(ceilingDbtp + TOLERANCE_DB)
    }
  }
  const { stems } = JSON.parse(begun.stdout) as { stems: { files: string[]; role: string }[] }
  return Object.fromEntries(stems.map(({ files, role }) => [files[0], role]))
}

describe('first mixes of songs', () => {
  test.skipIf(reason)('rubidium, its stems by their names', { timeout: 240_000 }, () => {
    const folder = temporaryFolder()
    cpSync(RUBIDIUM, folder, { recursive: true, mode: 0 })
    expect(firstMix(folder)).toEqual({
      'bass_synth.flac': 'bass',
      'bgvox.flac': 'backing',
      'build_fx.flac': 'fx',
      'drums_2.flac': 'drums',
      'drums_main.flac': 'drums',
      'drums_outro.flac': 'drums',
      'melody_break.flac': 'synth',
      'pluck.flac': 'synth',
      'vox_lead.flac': 'vocal',
    })
  })

  test.skipIf(reason)('rubidium under names that tell nothing', { timeout: 240_000 }, () => {
    const folder = temporaryFolder()
    const names = readdirSync(RUBIDIUM).filter((name) => name.endsWith('.flac'))
    for (const [index, name] of names.entries()) cpSync(join(RUBIDIUM, name), join(folder, `Spur ${index + 1}.flac`))
    const roles = firstMix(folder)
    expect(Object.keys(roles)).toHaveLength(names.length)
    expect(roles[`Spur ${names.indexOf('bass_synth.flac') + 1}.flac`]).toBe('bass')
  })

  test('the stems of the demo song', { timeout: 240_000 }, () => {
    if (!existsSync(join(DEMO, 'stems'))) spawnSync(process.execPath, [join(DEMO, 'build', 'stems.js')])
    const folder = temporaryFolder()
    cpSync(join(DEMO, 'stems'), folder, { recursive: true })
    expect(firstMix(folder)).toMatchObject({
      'kick.wav': 'kick',
      'snare.wav': 'snare',
      'hats.wav': 'hats',
      'toms.wav': 'toms',
      'bass.wav': 'bass',
      'keys.wav': 'keys',
      'choir.wav': 'backing',
      'voice.wav': 'vocal',
      'effects.wav': 'fx',
    })
  })
})

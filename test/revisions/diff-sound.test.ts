import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { sine, temporaryFolder, writeSong } from '../_song.ts'
import { mixwright } from '../_tools.ts'

/** Two mix files that differ in a fader. */
function faders(): { from: string; to: string; folder: string } {
  const mix = (gain: string) => `mixwright: 1\nstems: { a: { file: a.wav, gain: ${gain} }, b: { file: a.wav } }\n`
  const folders = ['-4 dB', '-2.5 dB'].map((gain) => {
    return writeSong(mix(gain), { 'a.wav': sine(1000, 0.1, 0.5) }, temporaryFolder())
  }) as [string, string]
  const [from, to] = folders.map((folder) => join(folder, 'mix.yaml')) as [string, string]
  return { from, to, folder: folders[1] }
}

describe('mixwright diff', () => {
  test('tells what a change did to the sound, and writes what to hear, into one JSON document and out/diff', () => {
    const { from, to, folder } = faders()
    const { stdout, status } = mixwright(['diff', from, to, '--json', '--html', '--jobs', '1'])
    expect(status).toBe(0)
    const document = JSON.parse(stdout)
    expect(Object.keys(document).slice(0, 5)).toEqual(['from', 'to', 'changes', 'sound', 'null'])
    expect(Object.keys(document.sound)).toEqual(['mix', 'stems', 'sections', 'deliveries', 'variants'])
    expect(Object.keys(document.sound.mix)).toEqual(['from', 'to', 'delta'])
    expect(document.sound.stems.a.delta.rmsDbfs).toBeCloseTo(1.5, 2)
    expect(Object.keys(document.null)).toEqual(['residualPeakDbfs', 'residualRmsDbfs'])
    expect(document.causes[0].texts).toEqual(['a: fader -4 dB → -2.5 dB'])
    expect(document.causes[0].paths).toEqual([document.changes[0].path])
    const out = join(folder, 'out', 'diff')
    expect(readdirSync(out).sort()).toEqual(['a.wav', 'b.wav', 'diff.html', 'difference.wav'])
    expect(document.page).toBe(join(out, 'diff.html'))

    const text = mixwright(['diff', from, to, '--format', 'markdown', '--jobs', '1'])
    expect(text.stdout).toContain('| mix | ')
    expect(text.stderr).not.toContain('mixing')
  })

  test('renders nothing with --no-sound, and refuses to write sound with it', () => {
    const { from, to, folder } = faders()
    const { stdout } = mixwright(['diff', from, to, '--no-sound', '--json'])
    expect(Object.keys(JSON.parse(stdout))).toEqual(['from', 'to', 'changes'])
    expect(existsSync(join(folder, '.mixwright', 'sounds'))).toBe(false)
    expect(mixwright(['diff', from, to, '--no-sound', '--audio']).status).toBe(2)
  })
})

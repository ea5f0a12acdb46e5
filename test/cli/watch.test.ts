import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, onTestFinished, test } from 'vitest'
import { floatWav, sine, writeSong } from '../_song.ts'
import { CLI, mixwright } from '../_tools.ts'

const mixFile = (gain: string) =>
  `mixwright: 1\nstems: { a: { file: a.wav, gain: ${gain} } }\ndeliver: { archive: {}, flac: { format: flac 24 } }\n`

function start(folder: string, ...options: string[]) {
  const child = spawn(process.execPath, [CLI, 'watch', folder, ...options])
  onTestFinished(() => void child.kill('SIGKILL'))
  const said = { stdout: '', stderr: '' }
  child.stdout.on('data', (data) => {
    said.stdout += data
  })
  child.stderr.on('data', (data) => {
    said.stderr += data
  })
  return { child, said, until: (seen: () => boolean) => waitFor(child, said, seen) }
}

async function waitFor(child: ChildProcess, said: { stderr: string }, seen: () => boolean): Promise<void> {
  while (!seen()) {
    if (child.exitCode !== null) throw new Error(`ended with ${child.exitCode}: ${said.stderr}`)
    await new Promise((done) => setTimeout(done, 20))
  }
}

const count = (text: string, part: string) => text.split(part).length - 1

describe('mixwright watch', () => {
  test('tells what changed in words, the new figures with what they rose by, and ends with Ctrl-C', async () => {
    const folder = writeSong(mixFile('-3 dB'), { 'a.wav': sine(440, 0.25, 1) })
    const { child, said, until } = start(folder, '--deliver', 'archive', '--no-report')
    const ready = (rounds: number) => until(() => count(said.stderr, 'Ctrl-C ends') === rounds)
    await ready(1)
    expect(said.stdout).toMatch(/^mix +0:01\.0 +-1\d\.\d +/m)
    expect(said.stdout).not.toContain('(')
    writeFileSync(join(folder, 'mix.yaml'), mixFile('-5 dB'))
    await ready(2)
    expect(said.stderr).toMatch(/\d\d:\d\d:\d\d .*mix\.yaml saved\n(?:.*\n)*a\n {2}fader -3 dB → -5 dB\n/)
    expect(said.stdout).toMatch(/^mix .*\(-2\.0\).*\(-2\.00\)/m)
    expect(said.stdout).not.toContain('flac')
    writeFileSync(join(folder, 'mix.yaml'), mixFile('loud'))
    await ready(3)
    expect(said.stderr).toContain('^^^^')
    writeFileSync(join(folder, 'a.wav'), floatWav(sine(440, 0.5, 1)))
    writeFileSync(join(folder, 'mix.yaml'), mixFile('-5 dB'))
    await ready(4)
    expect(said.stderr).toMatch(/a\n {2}audio of a\.wav changed/)
    child.kill('SIGINT')
    expect(await once(child, 'exit')).toEqual([0, null])
    expect(said.stderr).toMatch(/\nstopped\n$/)
    expect(readdirSync(join(folder, 'out')).sort()).toEqual(['archive.wav', 'mix.wav', 'report.json'])
  })

  test('--json prints a document a line, and nothing else', async () => {
    const folder = writeSong(mixFile('-3 dB'), { 'a.wav': sine(440, 0.25, 1) })
    const { child, said, until } = start(folder, '--json', '--mix-only')
    await until(() => count(said.stdout, '\n') === 1)
    writeFileSync(join(folder, 'mix.yaml'), mixFile('-4 dB'))
    await until(() => count(said.stdout, '\n') === 2)
    const [first, second] = said.stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line))
    expect(first).toMatchObject({ round: 1, saved: [], changes: [], deliveries: [], diagnostics: [] })
    expect(second).toMatchObject({
      round: 2,
      changes: [{ path: 'stems.a.gain', from: -3, to: -4, text: 'a: fader -3 dB → -4 dB' }],
    })
    expect(second.sound.mix.delta.samplePeakDbfs).toBeCloseTo(-1, 3)
    expect(second.mix.pcmSha256).not.toBe(first.mix.pcmSha256)
    child.kill('SIGTERM')
    expect(await once(child, 'exit')).toEqual([0, null])
    expect(said.stderr).toBe('')
  })

  test('a folder without a mix is an error, not a wait', () => {
    const { status, stderr } = mixwright(['watch', '/nowhere'])
    expect(status).toBe(1)
    expect(stderr).toContain('PROJECT_NOT_FOUND')
  })
})

import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { noise, sine, writeSong } from '../_song.ts'
import { CLI, mixwright } from '../_tools.ts'

const song = (deliver = 'archive: {}') =>
  writeSong(`mixwright: 1\nstems: { a: { file: a.wav } }\ndeliver: { ${deliver} }\n`, { 'a.wav': sine(440, 0.25, 1) })

/** A second, less what a command needs that gives up clearing up. */
const STOPS_WITHIN_MS = 850

describe('outputs', () => {
  test('are the mix, the deliveries and the report, and nothing else is left', () => {
    const folder = song('archive: {}, loud: { target: spotify, loudness: as mixed }, flac: { format: flac 24 }')
    expect(mixwright(['render', folder]).status).toBe(0)
    expect(readdirSync(join(folder, 'out')).sort()).toEqual([
      'archive.wav',
      'flac.flac',
      'loud.wav',
      'mix.wav',
      'report.html',
      'report.json',
    ])
    expect(readdirSync(folder).sort()).toEqual(['.mixwright', 'a.wav', 'mix.lock', 'mix.yaml', 'out'])
  })

  test('of an earlier render stay as they were when a later one fails', () => {
    const folder = song()
    mixwright(['render', folder])
    const before = readFileSync(join(folder, 'out', 'mix.wav'))
    writeFileSync(join(folder, 'a.wav'), 'no audio any more')
    expect(mixwright(['render', folder]).status).toBe(1)
    expect(readFileSync(join(folder, 'out', 'mix.wav')).equals(before)).toBe(true)
    expect(readdirSync(join(folder, 'out')).sort()).toEqual(['archive.wav', 'mix.wav', 'report.html', 'report.json'])
  })

  test('leave files of the user alone that lie in the same folder', () => {
    const folder = song()
    mkdirSync(join(folder, 'out'))
    writeFileSync(join(folder, 'out', 'notes.txt'), 'mine')
    mixwright(['render', folder])
    expect(readFileSync(join(folder, 'out', 'notes.txt'), 'utf8')).toBe('mine')
  })

  test('that cannot be written are an error with a way out, not a crash', () => {
    const folder = song()
    writeFileSync(join(folder, 'out'), 'a file stands here')
    const { status, stderr } = mixwright(['render', folder])
    expect(status).toBe(1)
    expect(stderr).toContain('OUTPUT_NOT_WRITABLE')
    expect(stderr).toContain('--out')
    expect(readFileSync(join(folder, 'out'), 'utf8')).toBe('a file stands here')
  })

  test('carry no path, host or clock: two renders apart in time and place are equal', () => {
    const [one, other] = [song(), song()]
    mixwright(['render', one])
    mixwright(['render', other])
    for (const name of ['mix.wav', 'archive.wav']) {
      expect(readFileSync(join(one, 'out', name)).equals(readFileSync(join(other, 'out', name)))).toBe(true)
    }
  })

  test('of a render that is interrupted are not there, and it stops within a second', async () => {
    const stems = Array.from(
      { length: 12 },
      (_, i) => `  s${i}: { file: a.wav, inserts: [ { reverb: { decay: 3 s } } ] }`,
    )
    const folder = writeSong(`mixwright: 1\nstems:\n${stems.join('\n')}\n`, { 'a.wav': noise(1, 0.1, 30) })
    // A machine that is busy with other things may be late; a command that does not stop is late each time.
    const times: number[] = []
    let said = ''
    while (times.length < 3 && !times.some((ms) => ms < STOPS_WITHIN_MS)) {
      const child = spawn(process.execPath, [CLI, 'render', folder], { stdio: ['ignore', 'ignore', 'pipe'] })
      said = ''
      await new Promise<void>((resolve) => {
        child.stderr.on('data', (chunk) => {
          said += chunk
          if (said.includes('mixing')) resolve()
        })
      })
      const begin = performance.now()
      child.kill('SIGINT')
      const [code] = await once(child, 'close')
      times.push(performance.now() - begin)
      expect(code).toBe(130)
    }
    expect(Math.min(...times)).toBeLessThan(STOPS_WITHIN_MS)
    expect(said).toContain('stopped: nothing was written')
    expect(existsSync(join(folder, 'out'))).toBe(false)
  })
})

import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { sine, writeSong } from '../_song.ts'
import { mixwright } from '../_tools.ts'

const song = (deliver = 'archive: {}') =>
  writeSong(`mixwright: 1\nstems: { a: { file: a.wav } }\ndeliver: { ${deliver} }\n`, { 'a.wav': sine(440, 0.25, 1) })

describe('outputs', () => {
  test('are the mix, the deliveries and the report, and nothing else is left', () => {
    const folder = song('archive: {}, loud: { target: spotify, loudness: as mixed }, flac: { format: flac 24 }')
    expect(mixwright(['render', folder]).status).toBe(0)
    expect(readdirSync(join(folder, 'out')).sort()).toEqual([
      'archive.wav',
      'flac.flac',
      'loud.wav',
      'mix.wav',
      'report.json',
    ])
    expect(readdirSync(folder).sort()).toEqual(['a.wav', 'mix.yaml', 'out'])
  })

  test('of an earlier render stay as they were when a later one fails', () => {
    const folder = song()
    mixwright(['render', folder])
    const before = readFileSync(join(folder, 'out', 'mix.wav'))
    writeFileSync(join(folder, 'a.wav'), 'no audio any more')
    expect(mixwright(['render', folder]).status).toBe(1)
    expect(readFileSync(join(folder, 'out', 'mix.wav')).equals(before)).toBe(true)
    expect(readdirSync(join(folder, 'out')).sort()).toEqual(['archive.wav', 'mix.wav', 'report.json'])
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
})

import { copyFileSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { hashFile } from '@mixwright/audio-files'
import { renderMix } from '@mixwright/session'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { noise, silence, sine, temporaryFolder, writeSong } from '../_song.ts'
import { mixwright } from '../_tools.ts'

const RECORDINGS = {
  'kick.wav': {
    ...sine(55, 0.8, 2),
    at: (frame: number) => Math.sin(frame / 140) * Math.exp(-(frame % 24_000) / 3000),
  },
  'noise.wav': noise(7, 0.4, 2),
  'pad.wav': sine(330, 0.3, 2, 44_100),
}

const strips = {
  kick: '  kick: { file: kick.wav, bus: drums }',
  noise: `  noise:
    file: noise.wav
    bus: drums
    inserts: [ { eq: [ { highPass: 200 Hz }, { bell: 3 kHz, gain: 4 dB } ] }, { compressor: { threshold: -20 dB, ratio: 4, lookahead: 2 ms, sidechain: kick } } ]
    pan: { 0:00: 100L, 0:02: 100R }
    sends: { room: -10 dB, echo: { level: -6 dB, tap: preFader } }`,
  pad: '  pad: { file: pad.wav, gain: { 0:00: -20 dB, 0:01.5: step -3 dB }, sends: { hall: -8 dB } }',
}

const desk = `buses:
  drums: { inserts: [ { compressor: { threshold: -12 dB, ratio: 2 } } ], sends: { room: -16 dB } }
returns:
  room: { inserts: [ { reverb: { kind: plate, decay: 0.5 s } } ] }
  hall: { inserts: [ { convolution: { file: noise.wav, gain: -40 dB } } ] }
  echo: { inserts: [ { delay: { time: 90 ms, feedback: 40 %, pingPong: true, lowPass: 4 kHz } } ] }
mix: { inserts: [ { limiter: { ceiling: -1 dBTP } } ] }
deliver: { spotify: {}, cd: { dither: shaped }, vinyl: {}, archive: {} }
`

const mixFile = (order: (keyof typeof strips)[]) =>
  `mixwright: 1\nstems:\n${order.map((name) => strips[name]).join('\n')}\n${desk}`

/** Hash of every audio file of a render, by name. */
function hashes(out: string): Record<string, string> {
  const names = readdirSync(out).filter((name) => name.endsWith('.wav'))
  return Object.fromEntries(names.map((name) => [name, hashFile(join(out, name))]))
}

describe('the same bytes', () => {
  let folder: string
  let reference: Record<string, string>

  const renderWith = async (jobs: number, where = folder) => {
    const { result } = await renderMix(where, { jobs, cache: false })
    expect(
      result.diagnostics.filter(({ code }) => code !== 'DELIVERY_PROMISE_MISSED' && !code.startsWith('VINYL_')),
    ).toEqual([])
    return hashes(join(where, 'out'))
  }

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'mixwright-test-'))
    writeSong(mixFile(['kick', 'noise', 'pad']), RECORDINGS, folder)
    reference = await renderWith(2)
    expect(Object.keys(reference)).toEqual(['archive.wav', 'cd.wav', 'mix.wav', 'spotify.wav', 'vinyl.wav'])
  })

  afterAll(() => rmSync(folder, { recursive: true, force: true }))

  test.each([1, 3])('with %d workers', async (jobs) => {
    expect(await renderWith(jobs)).toEqual(reference)
  })

  test('with the stems in another order in the file', async () => {
    const other = writeSong(mixFile(['pad', 'kick', 'noise']), RECORDINGS)
    expect(await renderWith(2, other)).toEqual(reference)
  })

  test('from another folder of files, called from any working directory', () => {
    const other = temporaryFolder()
    const song = join(other, 'deep', 'song')
    mkdirSync(song, { recursive: true })
    for (const name of ['mix.yaml', ...Object.keys(RECORDINGS)]) copyFileSync(join(folder, name), join(song, name))
    expect(mixwright(['render', 'song', '--quiet'], join(other, 'deep')).status).toBe(0)
    expect(hashes(join(song, 'out'))).toEqual(reference)
    expect(mixwright(['render', '--quiet', '--out', join(other, 'elsewhere')], song).status).toBe(0)
    expect(hashes(join(other, 'elsewhere'))).toEqual(reference)
  })

  test('a changed fader changes them', async () => {
    const other = writeSong(mixFile(['kick', 'noise', 'pad']).replace('-3 dB', '-3.01 dB'), RECORDINGS)
    await renderMix(other, { jobs: 2, cache: false, mixOnly: true })
    const changed = hashes(join(other, 'out'))
    expect(changed['mix.wav']).toBeDefined()
    expect(changed['mix.wav']).not.toBe(reference['mix.wav'])
  })
})

test('workers agree far over full scale, where the order of adding tells', async () => {
  const quiet = [3, 4, 5, 6].map((i) => `  s${i}: { file: quiet.wav, start: 0.0${i} s }`)
  const loud = ['  s1: { file: loud.wav, trim: 60 dB, gain: 24 dB }']
  loud.push('  s2: { file: loud.wav, trim: 60 dB, gain: 24 dB, polarity: invert }')
  const recordings = { 'loud.wav': noise(1, 0.9, 1), 'quiet.wav': noise(2, 0.001, 1) }
  const folder = writeSong(`mixwright: 1\nstems:\n${[...loud, ...quiet].join('\n')}\n`, recordings)
  const mixes: string[] = []
  for (const jobs of [1, 2, 3]) {
    const { result } = await renderMix(folder, { mixOnly: true, jobs, cache: false })
    mixes.push(result.mix!.pcmSha256)
  }
  expect(new Set(mixes).size).toBe(1)
})

test('stems of digital silence are cheaper than stems of noise', async () => {
  const SECONDS = 20
  const strip =
    'inserts: [ { eq: [ { bell: 1 kHz, gain: 3 dB }, { highPass: 80 Hz } ] }, { compressor: { ratio: 3 } } ]'
  const stems = (file: string) =>
    `mixwright: 1\nstems:\n${[1, 2, 3, 4].map((i) => `  s${i}: { file: ${file}, ${strip} }`).join('\n')}\n`
  const loud = writeSong(stems('a.wav'), { 'a.wav': noise(1, 0.5, SECONDS) })
  const quiet = writeSong(stems('a.wav'), { 'a.wav': silence(SECONDS) })
  // Of the processor, not of the clock: others may be at work on this machine.
  const costS = async (folder: string) => {
    const before = process.cpuUsage()
    await renderMix(folder, { mixOnly: true, jobs: 1, cache: false })
    const { user, system } = process.cpuUsage(before)
    return (user + system) / 1e6
  }
  // The first reads the recordings too, and the threads' script.
  for (const folder of [quiet, loud]) await costS(folder)
  expect(await costS(quiet)).toBeLessThan(await costS(loud))
})

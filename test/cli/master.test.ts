import { copyFileSync, existsSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { floatWav, noise, sine, temporaryFolder, writeSong } from '../_song.ts'
import { mixwright } from '../_tools.ts'

const MONO_44 = { ...sine(441, 0.25, 3, 44_100), channels: 1 as const }

function withMix(recording = noise(1, 0.2, 2), name = 'mix.wav'): { folder: string; file: string } {
  const folder = temporaryFolder()
  const file = join(folder, name)
  writeFileSync(file, floatWav(recording))
  return { folder, file }
}

function master(file: string, ...args: string[]) {
  const { status, stdout } = mixwright(['master', file, '--json', ...args])
  return { status, document: JSON.parse(stdout) }
}

describe('master', () => {
  test('gives the bytes that render gives for the same mix', () => {
    const folder = writeSong(
      'mixwright: 1\nstems: { a: { file: a.wav } }\ndeliver: { spotify: {}, cd: { dither: shaped }, vinyl: {} }\n',
      { 'a.wav': noise(1, 0.2, 2) },
    )
    mixwright(['render', folder, '--quiet'])
    const rendered = (name: string) => readFileSync(join(folder, 'out', name))
    const { status } = master(join(folder, 'out', 'mix.wav'), '--for', 'spotify,vinyl', '--out', join(folder, 'a'))
    master(join(folder, 'out', 'mix.wav'), '--for', 'cd', '--dither', 'shaped', '--out', join(folder, 'b'))
    expect(status).toBe(0)
    expect(readFileSync(join(folder, 'a', 'spotify.wav')).equals(rendered('spotify.wav'))).toBe(true)
    expect(readFileSync(join(folder, 'a', 'vinyl.wav')).equals(rendered('vinyl.wav'))).toBe(true)
    expect(readFileSync(join(folder, 'b', 'cd.wav')).equals(rendered('cd.wav'))).toBe(true)
  })

  test('makes stereo of a mono file, keeps its rate where the target allows it, and converts it where not', () => {
    const { folder, file } = withMix(MONO_44, 'song.wav')
    const { status, document } = master(file, '--for', 'spotify, ebu')
    expect(status).toBe(0)
    expect(Object.keys(document)).toEqual(['file', 'out', 'mix', 'deliveries', 'timings', 'diagnostics'])
    expect(document.mix).toMatchObject({ file, channels: 1, sampleRateHz: 44_100, bitDepth: 32 })
    const [spotify, ebu] = document.deliveries
    expect(spotify).toMatchObject({ name: 'spotify', channels: 2, sampleRateHz: 44_100, bitDepth: 24 })
    expect(spotify.correlation).toBeCloseTo(1, 9)
    expect(ebu).toMatchObject({ name: 'ebu', channels: 2, sampleRateHz: 48_000 })
    expect(Math.abs(spotify.integratedLufs + 14)).toBeLessThanOrEqual(0.1)
    expect(Math.abs(ebu.integratedLufs + 23)).toBeLessThanOrEqual(0.1)
    expect(readdirSync(folder).sort()).toEqual(['out', 'song.wav'])
    expect(readdirSync(join(folder, 'out', 'song')).sort()).toEqual(['ebu.wav', 'report.json', 'spotify.wav'])
  })

  test('takes loudness, ceiling, format and rate for all targets', () => {
    const { file } = withMix()
    const settings = ['--loudness', '-20 LUFS', '--ceiling', '-3 dBTP', '--format', 'flac 16', '--sample-rate', '44100']
    const { status, document } = master(file, '--for', 'spotify', ...settings)
    expect(status).toBe(0)
    const [spotify] = document.deliveries
    expect(spotify).toMatchObject({ sampleRateHz: 44_100, bitDepth: 16 })
    expect(spotify.file).toMatch(/spotify\.flac$/)
    const limits = Object.fromEntries(spotify.promises.map(({ name, limit }: never) => [name, limit]))
    expect(limits).toMatchObject({ loudness: -20, truePeak: -3 })
  })

  test('replaces the masters of a former run and leaves other files alone', () => {
    const { folder, file } = withMix()
    master(file, '--for', 'archive', '--out', folder)
    const first = readFileSync(join(folder, 'archive.wav'))
    writeFileSync(file, floatWav(noise(2, 0.2, 1)))
    master(file, '--for', 'archive', '--out', folder)
    expect(readFileSync(join(folder, 'archive.wav')).equals(first)).toBe(false)
    expect(readdirSync(folder).sort()).toEqual(['archive.wav', 'mix.wav', 'report.json'])
  })

  test('keeps the masters of song.wav and song.flac apart', () => {
    const folder = temporaryFolder()
    const [wav, other] = [join(folder, 'song.wav'), join(folder, 'song.wave')]
    for (const file of [wav, other]) writeFileSync(file, floatWav(noise(1, 0.2, 1)))
    expect(master(wav, '--for', 'archive').status).toBe(0)
    expect(master(wav, '--for', 'archive').status).toBe(0)
    const { status, document } = master(other, '--for', 'archive')
    expect(status).toBe(1)
    expect(document.diagnostics).toMatchObject([{ code: 'OUTPUT_OF_ANOTHER', severity: 'error' }])
    expect(document.diagnostics[0].message).toContain("'song.wav'")
    expect(master(other, '--for', 'archive', '--out', join(folder, 'out', 'song')).status).toBe(0)
  })

  test('never overwrites the mix, whatever it is called', () => {
    const { folder, file } = withMix(noise(1, 0.2, 1), 'spotify.wav')
    const before = readFileSync(file)
    const link = join(folder, 'link.wav')
    symlinkSync(file, link)
    for (const path of [file, link]) {
      const { status, document } = master(path, '--for', 'archive,spotify', '--out', folder)
      expect(status).toBe(1)
      expect(document.diagnostics).toMatchObject([{ code: 'OUTPUT_IS_INPUT' }])
    }
    expect(readFileSync(file).equals(before)).toBe(true)
    expect(existsSync(join(folder, 'archive.wav'))).toBe(false)
  })

  test('refuses an output folder that is a file', () => {
    const { file } = withMix(noise(1, 0.2, 0.1))
    const before = readFileSync(file)
    const { status, document } = master(file, '--for', 'archive', '--out', file)
    expect(status).toBe(1)
    expect(document.diagnostics).toMatchObject([{ code: 'OUTPUT_NOT_WRITABLE', severity: 'error' }])
    expect(readFileSync(file).equals(before)).toBe(true)
  })

  test.each([
    ['an unknown target', ['--for', 'spotify,spotfy'], 'DELIVERY_UNKNOWN_TARGET', "did you mean 'spotify'?"],
    ['a loudness that is none', ['--for', 'cd', '--loudness', '14 LUFS'], 'PROJECT_OUT_OF_RANGE', "'-14 LUFS'"],
    ['an unknown format', ['--for', 'cd', '--format', 'wave 24'], 'DELIVERY_UNKNOWN_FORMAT', "'wav 24'"],
    [
      'a rate the codec does not know',
      ['--for', 'apple', '--format', 'opus 160', '--sample-rate', '96 kHz'],
      'DELIVERY_IMPOSSIBLE',
      undefined,
    ],
  ])('refuses %s and writes nothing', (_, args, code, fix) => {
    const { folder, file } = withMix(noise(1, 0.2, 0.1))
    const { status, document } = master(file, ...args)
    expect(status).toBe(1)
    expect(document.diagnostics).toMatchObject([{ code, severity: 'error' }])
    if (fix) expect(document.diagnostics[0].fix).toContain(fix)
    expect(readdirSync(folder)).toEqual(['mix.wav'])
  })

  test.each([
    ['that is missing', '/nowhere.wav', 'AUDIO_FILE_MISSING'],
    ['that is no audio', 'text', 'AUDIO_NOT_AUDIO'],
  ])('refuses a file %s', (_, name, code) => {
    const folder = temporaryFolder()
    writeFileSync(join(folder, 'text'), 'not audio at all'.repeat(50))
    const { status, document } = master(join(folder, name), '--for', 'cd')
    expect(status).toBe(1)
    expect(document).toMatchObject({ mix: null, deliveries: [], diagnostics: [{ code }] })
    expect(readdirSync(folder)).toEqual(['text'])
  })

  test('says what limiting allows when that is what holds the loudness back', () => {
    const { file } = withMix({ frames: 96_000, at: (n) => (n % 24_000 < 20 ? 0.5 : 0.02 * Math.sin(n / 7)) })
    const { status, document } = master(file, '--for', 'spotify', '--max-limiting', '3 dB')
    expect(status).toBe(1)
    expect(document.diagnostics).toMatchObject([
      {
        code: 'DELIVERY_PROMISE_MISSED',
        message: expect.stringMatching(/LUFS, promised -14 LUFS: 3 dB of limiting is the most allowed, .* -1 dBTP$/),
        fix: expect.stringContaining('maxLimiting'),
      },
    ])
    const [{ mastering, truePeakDbtp }] = document.deliveries
    expect(mastering.gainDb).toBeCloseTo(-1 + 3 - document.mix.truePeakDbtp, 6)
    expect(truePeakDbtp).toBeLessThanOrEqual(-1)
  })

  test('fails with the figure when a target cannot be met, and the file is there to hear', () => {
    const { file } = withMix({ frames: 96_000, at: (n) => (n % 24_000 < 20 ? 0.5 : 1e-4 * Math.sin(n)) })
    const { status, document } = master(file, '--for', 'spotify', '--loudness', '-6')
    expect(status).toBe(1)
    expect(document.diagnostics).toMatchObject([{ code: 'DELIVERY_PROMISE_MISSED' }])
    expect(existsSync(document.deliveries[0].file)).toBe(true)
  })
})

test('render does not overwrite a recording that it reads either', () => {
  const folder = writeSong('mixwright: 1\nstems: { a: { file: a.wav } }\ndeliver: { a: { format: wav 24 } }\n', {
    'a.wav': noise(1, 0.2, 0.1),
  })
  copyFileSync(join(folder, 'a.wav'), join(folder, 'before.wav'))
  const { status, stdout } = mixwright(['render', folder, '--json', '--out', folder])
  expect(status).toBe(1)
  expect(JSON.parse(stdout).diagnostics).toMatchObject([{ code: 'OUTPUT_IS_INPUT' }])
  expect(readFileSync(join(folder, 'a.wav')).equals(readFileSync(join(folder, 'before.wav')))).toBe(true)
})

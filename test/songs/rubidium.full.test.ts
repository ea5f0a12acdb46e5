import { spawnSync } from 'node:child_process'
import { copyFileSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { ebur128, ffmpeg } from '../_ffmpeg.ts'
import { missing, mixwright, SHARED } from '../_tools.ts'

const LOUDNESS_TOLERANCE_LU = 0.1
const CEILING_TOLERANCE_DB = 0.1
const VINYL_MONO_BELOW_HZ = 150
const VINYL_SIDE_LIMIT_DB = -40

const reason = missing('recordings', 'ffmpeg')
if (reason) console.log(`rubidium: skipped, ${reason}`)

function ffprobe(path: string): { codec_name: string; sample_rate: string; bits_per_raw_sample?: string } {
  const entries = 'stream=codec_name,sample_rate,bits_per_raw_sample'
  const { stdout } = spawnSync('ffprobe', ['-v', 'error', '-show_entries', entries, '-of', 'json', path], {
    encoding: 'utf8',
  })
  return JSON.parse(stdout).streams[0]
}

/** RMS level of a signal that is made of the channels, below a frequency. */
function lowRmsDb(path: string, signal: string): number {
  const lowPass = Array.from({ length: 6 }, () => `lowpass=f=${VINYL_MONO_BELOW_HZ * 0.7}`).join(',')
  const stats = ffmpeg([
    '-i',
    path,
    '-af',
    `pan=mono|c0=${signal},${lowPass},astats=measure_perchannel=none`,
    '-f',
    'null',
    '-',
  ])
  return Number(/RMS level dB: (-?[\d.]+|-inf)/.exec(stats)![1]!.replace('-inf', '-200'))
}

describe.skipIf(reason)('nine real recordings', () => {
  let folder: string
  let document: {
    deliveries: { name: string; file: string; integratedLufs: number; promises: { name: string; ok: boolean }[] }[]
    mix: { integratedLufs: number; samplePeakDbfs: number; durationS: number }
  }
  const out = (name: string) => join(folder, 'out', name)

  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'mixwright-test-'))
    copyFileSync(fileURLToPath(new URL('rubidium/mix.yaml', import.meta.url)), join(folder, 'mix.yaml'))
    symlinkSync(join(SHARED, 'stems', 'rubidium'), join(folder, 'stems'))
    const { status, stdout, stderr } = mixwright(['render', folder, '--json', '--allow-outside'])
    expect([status, stderr]).toEqual([0, ''])
    document = JSON.parse(stdout)
  }, 300_000)

  afterAll(() => rmSync(folder, { recursive: true, force: true }))

  test('become a mix with headroom that is as long as the song and its tail', () => {
    expect(document.mix.integratedLufs).toBeGreaterThan(-22)
    expect(document.mix.integratedLufs).toBeLessThan(-14)
    expect(document.mix.samplePeakDbfs).toBeLessThan(0)
    expect(document.mix.durationS).toBeGreaterThan(116.3)
    expect(document.mix.durationS).toBeLessThan(125)
  })

  test('every promise of every delivery is kept', () => {
    const missed = document.deliveries.flatMap(({ name, promises }) =>
      promises.filter(({ ok }) => !ok).map((one) => [name, one]),
    )
    expect(missed).toEqual([])
    expect(document.deliveries.map(({ name }) => name)).toEqual([
      'spotify',
      'apple',
      'cd',
      'vinyl',
      'soundcloud',
      'archive',
    ])
  })

  test.each([
    ['spotify.wav', -14],
    ['apple.wav', -16],
    ['soundcloud.mp3', -14],
  ])('ffmpeg reads %s at %d LUFS and at most -1 dBTP', (name, lufs) => {
    const { integratedLufs, truePeakDbtp } = ebur128(out(name))
    expect(Math.abs(integratedLufs - lufs)).toBeLessThanOrEqual(LOUDNESS_TOLERANCE_LU)
    expect(truePeakDbtp).toBeLessThanOrEqual(-1 + CEILING_TOLERANCE_DB)
  })

  test('ffmpeg reads the loudness of each delivery as Mixwright does', () => {
    for (const { name, file, integratedLufs } of document.deliveries) {
      expect(
        Math.abs(ebur128(join(folder, 'out', file.split('/').at(-1)!)).integratedLufs - integratedLufs),
        name,
      ).toBeLessThanOrEqual(LOUDNESS_TOLERANCE_LU)
    }
  })

  test.each([
    ['spotify.wav', 'pcm_s24le', 48_000, 24],
    ['apple.wav', 'pcm_s24le', 48_000, 24],
    ['cd.wav', 'pcm_s16le', 44_100, 16],
    ['vinyl.wav', 'pcm_s24le', 48_000, 24],
    ['soundcloud.mp3', 'mp3', 48_000, undefined],
    ['archive.flac', 'flac', 48_000, 24],
    ['mix.wav', 'pcm_f32le', 48_000, undefined],
  ])('ffprobe finds %s to be %s at %d Hz', (name, codec, rateHz, bits) => {
    const stream = ffprobe(out(name))
    expect(stream.codec_name).toBe(codec)
    expect(Number(stream.sample_rate)).toBe(rateHz)
    if (bits !== undefined) expect(Number(stream.bits_per_raw_sample ?? (codec === 'pcm_s16le' ? 16 : 0))).toBe(bits)
  })

  test('the lows of the vinyl master are mono: side at least 40 dB under mid', () => {
    const mid = lowRmsDb(out('vinyl.wav'), '0.5*c0+0.5*c1')
    const side = lowRmsDb(out('vinyl.wav'), '0.5*c0-0.5*c1')
    expect(mid).toBeGreaterThan(-40)
    expect(side - mid).toBeLessThanOrEqual(VINYL_SIDE_LIMIT_DB)
  })
})

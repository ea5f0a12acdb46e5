import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { hashPcm } from '@mixwright/audio-files'
import { describe, expect, test } from 'vitest'
import { areSameBits, hasWavs, largestDifference, pcmOf, SHARED, samplesOf, scratchFolder, WAVS } from './_audio.ts'

const hasFfmpeg = spawnSync('ffmpeg', ['-version']).status === 0
const hasSox = spawnSync('sox', ['--version']).status === 0
/** Lossy decoders of the core are compiled without assembly, so they round differently in the last bits of a float. */
const LOSSY_TOLERANCE = 1e-5
const MOST_BYTES = 1 << 28

function run(command: string, args: string[]): Float64Array {
  const { stdout, status } = spawnSync(command, args, { maxBuffer: MOST_BYTES })
  expect(status).toBe(0)
  return new Float64Array(Uint8Array.from(stdout).buffer)
}

const byFfmpeg = (path: string) =>
  run('ffmpeg', ['-v', 'error', '-i', path, '-af', 'pan=stereo|c0=c0|c1=c1', '-c:a', 'pcm_f64le', '-f', 'f64le', '-'])
const bySox = (path: string) => run('sox', ['-D', path, '-t', 'raw', '-e', 'float', '-b', '64', '-L', '-'])

describe.skipIf(!hasWavs || !hasFfmpeg)(
  'against Debian’s ffmpeg (skipped where it or ../shared/wavs is absent)',
  () => {
    const folder = scratchFolder()
    const same = [
      'ref_24.wav',
      'ffmpeg_alaw.wav',
      'ffmpeg_mulaw.wav',
      'ffmpeg_u8.wav',
      'ffmpeg_adpcm_ima.wav',
      'ffmpeg_adpcm_ms.wav',
      'flac_24.flac',
      'flac_44k16.flac',
      'alac_24.m4a',
      'wavpack_24.wv',
      'sox_6ch_24.wav',
      'data_size_ffffffff.wav',
      'trunc_data_header_says_more.wav',
    ]
    for (const name of same) {
      test(`${name} decodes to the same bits`, async () => {
        const path = join(WAVS, name)
        expect(areSameBits(samplesOf(await pcmOf(path, folder)), byFfmpeg(path))).toBe(true)
      })
    }

    for (const name of ['lame_192.mp3', 'aac_192.m4a', 'opus_128.opus', 'vorbis_q5.ogg']) {
      test(`${name} decodes to the same samples within ${LOSSY_TOLERANCE} and to the same length`, async () => {
        const path = join(WAVS, name)
        const ours = samplesOf(await pcmOf(path, folder))
        const theirs = byFfmpeg(path)
        expect(ours.length).toBe(theirs.length)
        expect(largestDifference(ours, theirs)).toBeLessThan(LOSSY_TOLERANCE)
      })
    }
  },
)

describe.skipIf(!hasWavs || !hasSox)('against sox (skipped where it or ../shared/wavs is absent)', () => {
  const folder = scratchFolder()
  for (const name of ['sox_alaw.wav', 'sox_mulaw.wav', 'sox_f64.wav', 'sox_s24.wav', 'test-8000Hz-le-2ch-1byteu.wav']) {
    test(`${name} decodes to the same bits`, async () => {
      const path = join(WAVS, name)
      expect(areSameBits(samplesOf(await pcmOf(path, folder)), bySox(path))).toBe(true)
    })
  }
})

const STEM = join(SHARED, 'stems/rubidium/vox_lead.flac')

describe.skipIf(!existsSync(STEM) || !hasFfmpeg)('a real stem of 116 s (skipped where it is absent)', () => {
  const folder = scratchFolder()
  test('decodes from FLAC to the bytes that Debian’s ffmpeg makes', async () => {
    const file = await pcmOf(STEM, folder)
    expect(file).toMatchObject({ frames: 5_585_455, sampleRateHz: 48000, channels: 2, bitDepth: 24, repairs: [] })
    const md5 = ['-v', 'error', '-i', STEM, '-c:a', 'pcm_s24le', '-f', 'hash', '-hash', 'sha256', '-']
    const theirs = spawnSync('ffmpeg', md5, { encoding: 'utf8' }).stdout.trim()
    expect(`SHA256=${hashPcm(file)}`).toBe(theirs)
  })
})

import { mkdirSync, readdirSync, readFileSync, truncateSync, utimesSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { AsideFile, decodeToPcm, encodeAudio, FfmpegCore, probeAudio, probeWav } from '@mixwright/audio-files'
import { checkMix, renderMix } from '@mixwright/session'
import { describe, expect, test } from 'vitest'
import { DecodedFiles } from '../../libs/session/src/song/decoded-files.ts'
import { floatWav, noise, silence, temporaryFolder, writeSong } from '../_song.ts'
import { printTried } from '../_tried.ts'

printTried('files that expand, and damaged decoded ones')

const loaded = FfmpegCore.load()
if ('problem' in loaded) throw new Error(loaded.problem.message)
const { core } = loaded

/** A FLAC file of 16 bits. */
async function flac(folder: string, seconds: number, isSilent = false): Promise<string> {
  const { frames, at } = isSilent ? silence(seconds) : noise(5, 0.5, seconds)
  const wav = floatWav({ frames, channels: 2, at })
  const ints = Buffer.alloc(44 + frames * 4)
  wav.copy(ints, 0, 0, 44)
  ints.writeUInt16LE(1, 20)
  ints.writeUInt32LE(48000 * 4, 28)
  ints.writeUInt16LE(4, 32)
  ints.writeUInt16LE(16, 34)
  ints.writeUInt32LE(frames * 4, 40)
  ints.writeUInt32LE(36 + frames * 4, 4)
  for (let i = 0; i < frames * 2; i++) ints.writeInt16LE(Math.round(32767 * wav.readFloatLE(44 + 4 * i)), 44 + 2 * i)
  const [from, to] = [join(folder, 'source.wav'), join(folder, 'a.flac')]
  writeFileSync(from, ints)
  expect(await encodeAudio(core, from, to, { codec: 'flac' })).toBeUndefined()
  return to
}

test('a file that expands beyond what there is room for is refused, and leaves nothing', async () => {
  const folder = temporaryFolder()
  const path = await flac(folder, 20, true)
  const bytes = readFileSync(path).length
  const probed = await probeAudio(path)
  if ('problem' in probed) throw new Error(probed.problem.message)
  const out = join(folder, 'out.wav')
  // 3.8 MB from a few kB: the same trick makes terabytes of megabytes.
  expect((20 * 48000 * 4) / bytes).toBeGreaterThan(50)
  expect(await decodeToPcm(core, probed.info, out, 1e6)).toMatchObject({ problem: { code: 'AUDIO_UNSUPPORTED' } })
  expect(readdirSync(folder).sort()).toEqual(['a.flac', 'source.wav'])
  expect(await decodeToPcm(core, probed.info, out, 4e6)).toMatchObject({ info: { frames: 960_000 } })
})

describe('decoded audio', () => {
  test('that is damaged in the cache is decoded again, to the same bytes', async () => {
    const folder = writeSong('mixwright: 1\nstems: { a: { file: a.flac } }\n', {})
    await flac(folder, 0.5)
    const hash = async () => (await renderMix(folder, { mixOnly: true, cache: false })).result.mix?.pcmSha256
    const first = await hash()
    const cache = join(folder, '.mixwright', 'decoded')
    const name = readdirSync(cache).find((one) => one.endsWith('.wav'))!
    const good = readFileSync(join(cache, name))
    const bad = Buffer.from(good)
    bad[bad.length - 100]! ^= 0x40
    writeFileSync(join(cache, name), bad)
    expect(await hash()).toBe(first)
    expect(readFileSync(join(cache, name)).equals(good)).toBe(true)
    truncateSync(join(cache, name), 1000)
    expect(await hash()).toBe(first)
  })

  test('of a file that breaks off is said each time, also when it comes from the cache', async () => {
    const folder = writeSong('mixwright: 1\nstems: { a: { file: a.flac } }\n', {})
    const path = await flac(folder, 1)
    truncateSync(path, Math.floor(readFileSync(path).length / 2))
    for (let time = 0; time < 2; time++) {
      const { result } = await renderMix(folder, { mixOnly: true, cache: false })
      const repairs = result.diagnostics.filter(({ code }) => code === 'AUDIO_REPAIRED')
      expect(repairs.map(({ message }) => message).join()).toMatch(/promises 48000 frames/)
      expect(result.mix).not.toBeNull()
    }
  })

  test('is bounded: what was used for longest goes first, and nothing that is used now', async () => {
    const folder = temporaryFolder()
    const path = await flac(folder, 0.1)
    const probed = await probeAudio(path)
    if ('problem' in probed) throw new Error(probed.problem.message)
    const cache = join(folder, 'decoded')
    mkdirSync(cache)
    for (const [age, key] of ['new', 'old'].entries()) {
      for (const suffix of ['.wav', '.json']) writeFileSync(join(cache, key + suffix), Buffer.alloc(10_000))
      const at = new Date(Date.now() - 1e6 * (age + 1))
      utimesSync(join(cache, `${key}.json`), at, at)
    }
    const files = new DecodedFiles(folder, 45_000)
    const got = await files.get(probed.info, async (_, out, mostBytes) => {
      expect(mostBytes).toBeLessThanOrEqual(45_000)
      const aside = new AsideFile(out)
      writeFileSync(aside.path, readFileSync(join(folder, 'source.wav')))
      aside.commit()
      return probeWav(out)
    })
    expect(got).toHaveProperty('info')
    files.tidy()
    const kept = readdirSync(cache).sort()
    expect(kept.filter((name) => name.startsWith('old'))).toEqual([])
    expect(kept.filter((name) => name.startsWith('new'))).toHaveLength(2)
    expect(kept).toHaveLength(4)
  })
})

test('NaN and infinities in a recording are said, with their number', async () => {
  const bad = floatWav({
    frames: 4800,
    channels: 1,
    at: (n) => (n % 100 === 0 ? Number.NaN : n % 333 === 1 ? Infinity : 0.1),
  })
  const folder = writeSong('mixwright: 1\nstems: { a: { file: a.wav } }\n', {})
  writeFileSync(join(folder, 'a.wav'), bad)
  const { result } = await renderMix(folder, { mixOnly: true })
  const said = result.diagnostics.find(({ code }) => code === 'AUDIO_REPAIRED')
  expect(said?.message).toContain('samples that are no numbers')
  expect(result.mix?.samplePeakDbfs).toBeLessThan(-19)
})

test('an impulse response of an hour is refused, not read into memory', async () => {
  const folder = writeSong(
    'mixwright: 1\nstems: { a: { file: a.wav, inserts: [ { convolution: { file: long.wav } } ] } }\n',
    { 'a.wav': noise(1, 0.1, 0.1) },
  )
  const header = floatWav({ frames: 1, at: () => 0 }).subarray(0, 44)
  header.writeUInt32LE(3600 * 48000 * 4, 40)
  writeFileSync(join(folder, 'long.wav'), header)
  truncateSync(join(folder, 'long.wav'), 44 + 3600 * 48000 * 4)
  const { diagnostics } = await checkMix(folder)
  expect(diagnostics.map(({ code }) => code)).toContain('AUDIO_UNSUPPORTED')
})

import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { Random } from '@mixwright/audio'
import {
  type AudioTags,
  type DeliveryCodec,
  encodeAudio,
  encodePcm,
  hashFile,
  hashPcm,
  type WavSampleFormat,
  WavWriter,
} from '@mixwright/audio-files'
import { describe, expect, test } from 'vitest'
import { arena, compare, infoOf, lagOf, loadCore, pcmOf, samplesOf, scratchFolder, wavInfoOf } from './_audio.ts'

const folder = scratchFolder()
const RATE_HZ = 48000
const FRAMES = RATE_HZ
const LEVEL_TOLERANCE_DB = 0.1
const LOSSY_CORRELATION = 0.995
const TAGS: AudioTags = {
  title: 'Nächtlich',
  artist: 'A',
  album: 'B',
  track: { number: 3 },
  date: '2026',
  genre: 'Test',
  copyright: 'C',
  isrc: 'QZ-ABC-26-00001',
}

/** Tones and a click, so that lag shows; with dust under every step of 24 bits. */
const random = Random.named('encode')
const audio = Float64Array.from({ length: FRAMES * 2 }, (_, i) => {
  const s = Math.floor(i / 2) / RATE_HZ
  const click = Math.floor(i / 2) % 12000 < 24 ? 0.3 : 0
  return (
    0.3 * Math.sin(2 * Math.PI * 440 * s) +
    (i % 2 ? 0.2 : 0.1) * Math.sin(2 * Math.PI * 1234 * s) +
    click +
    random.bipolar() * 1e-5
  )
})

function writeWav(name: string, format: WavSampleFormat, sampleRateHz = RATE_HZ, frames = FRAMES): string {
  const path = join(folder, name)
  const mark = arena.mark()
  const samples = arena.allocFrames(frames)
  const bytes = arena.alloc(frames * 16)
  arena.f64(samples, frames * 2).set(audio.subarray(0, frames * 2))
  encodePcm(arena, format, samples, bytes, frames * 2)
  const writer = new WavWriter(path, { format, channels: 2, sampleRateHz })
  writer.write(arena, bytes, frames)
  writer.finish()
  arena.release(mark)
  return path
}

const float = writeWav('in-32f.wav', '32f')
const s24 = writeWav('in-24.wav', '24')
const s16 = writeWav('in-16.wav', '16')
const EXTENSION: Record<DeliveryCodec, string> = {
  flac: 'flac',
  alac: 'm4a',
  mp3: 'mp3',
  aac: 'm4a',
  opus: 'opus',
  ogg: 'ogg',
}

async function encode(wav: string, codec: DeliveryCodec, name: string, tags: AudioTags = {}): Promise<string> {
  const path = join(folder, `${name}.${EXTENSION[codec]}`)
  expect(await encodeAudio(loadCore(), wav, path, { codec, tags })).toBeUndefined()
  return path
}

describe('encodeAudio', () => {
  for (const [codec, wav, bits] of [
    ['flac', s24, 24],
    ['flac', s16, 16],
    ['alac', s24, 24],
    ['alac', s16, 16],
  ] as const) {
    test(`${codec} of ${bits} bits gives back the same PCM bytes`, async () => {
      const path = await encode(wav, codec, `lossless-${codec}-${bits}`)
      expect(await infoOf(path)).toMatchObject({ codec, bitDepth: bits, channels: 2, sampleRateHz: RATE_HZ })
      expect(hashPcm(await pcmOf(path, folder))).toBe(hashPcm(wavInfoOf(wav)))
    })
  }

  for (const codec of ['mp3', 'aac', 'opus', 'ogg'] as const) {
    test(`${codec} comes back with lag 0 and within ${LEVEL_TOLERANCE_DB} dB`, async () => {
      const samples = samplesOf(await pcmOf(await encode(float, codec, `lossy-${codec}`), folder))
      expect(samples.length).toBeGreaterThanOrEqual(audio.length)
      expect(lagOf(samples, audio, 3)).toBe(0)
      const { gainDb, correlation } = compare(samples, audio)
      expect(correlation).toBeGreaterThan(LOSSY_CORRELATION)
      expect(Math.abs(gainDb)).toBeLessThan(LEVEL_TOLERANCE_DB)
    })
  }

  test('refuses what would be converted on the way: floats as FLAC, 44.1 kHz as Opus', async () => {
    const out = join(folder, 'refused.bin')
    const problem = { code: 'AUDIO_UNSUPPORTED' }
    expect(await encodeAudio(loadCore(), float, out, { codec: 'flac' })).toMatchObject(problem)
    const cd = writeWav('in-44k1.wav', '16', 44100)
    expect(await encodeAudio(loadCore(), cd, out, { codec: 'opus' })).toMatchObject(problem)
    expect(await encodeAudio(loadCore(), join(folder, 'absent.wav'), out, { codec: 'mp3' })).toMatchObject({
      code: 'AUDIO_FILE_MISSING',
    })
    expect(readdirSync(folder)).not.toContain('refused.bin')
  })

  test('tags of the WAV file stay behind: only those that are asked for are written', async () => {
    const path = join(folder, 'tagged.wav')
    new WavWriter(path, { format: '16', channels: 2, sampleRateHz: RATE_HZ, tags: TAGS }).finish(4800)
    expect(await tagsOf(await encode(path, 'flac', 'untagged'))).not.toHaveProperty('title')
  })

  test('a bit rate is kept', async () => {
    const path = join(folder, 'rate.mp3')
    await encodeAudio(loadCore(), s16, path, { codec: 'mp3', kbps: 128 })
    const kbps = (readFileSync(path).length * 8) / 1000
    expect(kbps).toBeGreaterThan(120)
    expect(kbps).toBeLessThan(140)
  })

  test('an encoder that fails throws, leaves the former file and no other', async () => {
    const path = join(folder, 'kept.mp3')
    writeFileSync(path, 'former')
    await expect(encodeAudio(loadCore(), s16, path, { codec: 'mp3', kbps: -5 })).rejects.toThrow(/mp3/)
    expect(readFileSync(path, 'utf8')).toBe('former')
    expect(readdirSync(folder).filter((name) => name.endsWith('.part'))).toEqual([])
  })

  test('100 Opus encodes in one instance give the same bytes, and its memory does not grow', async () => {
    const short = writeWav('short.wav', '16', RATE_HZ, 4800)
    const hashes = new Set<string>()
    const heapBytes: number[] = []
    for (let i = 0; i < 100; i++) {
      hashes.add(hashFile(await encode(short, 'opus', 'again')))
      heapBytes.push(loadCore().heapBytes)
    }
    expect(hashes.size).toBe(1)
    expect(heapBytes[99]).toBe(heapBytes[1])
  })
})

async function tagsOf(path: string): Promise<Record<string, string>> {
  const args = ['-show_entries', 'format_tags:stream_tags', '-i', '/host/in']
  const answer = (await loadCore().inspect(args, [{ name: 'in', path, access: 'read' }])) as {
    streams: { tags?: Record<string, string> }[]
    format: { tags?: Record<string, string> }
  }
  const tags = { ...answer.streams[0]?.tags, ...answer.format.tags }
  return Object.fromEntries(Object.entries(tags).map(([name, text]) => [name.toLowerCase(), text]))
}

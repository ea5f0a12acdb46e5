import { spawnSync } from 'node:child_process'
import {
  closeSync,
  existsSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  readSync,
  statSync,
  writeFileSync,
  writeSync,
} from 'node:fs'
import { join } from 'node:path'
import {
  type AudioTags,
  encodePcm,
  hashFile,
  hashPcm,
  openPcm,
  type WavSampleFormat,
  WavWriter,
} from '@mixwright/audio-files'
import { describe, expect, test } from 'vitest'
import wavefile from 'wavefile'
import { arena, largestDifference, samplesOf, scratchFolder, wavInfoOf } from './_audio.ts'

const folder = scratchFolder()
const FRAMES = 1001
const TAGS: AudioTags = {
  title: 'Nächtlich',
  artist: 'The Placeholders',
  album: 'Odd',
  track: { number: 3, of: 12 },
  date: '2026',
  genre: 'Test',
  copyright: 'none',
  isrc: 'QZ-ABC-26-00001',
}
/** Half a step of each format; floats of 64 bits are exact. */
const STEPS: Record<WavSampleFormat, number> = {
  '16': 2 ** -16,
  '24': 2 ** -24,
  '32': 2 ** -32,
  '32f': 2 ** -25,
  '64f': 0,
}
const hasSox = spawnSync('sox', ['--version']).status === 0

/** A decaying sine on the left and its negative, delayed, on the right. */
const audio = Float64Array.from({ length: FRAMES * 2 }, (_, i) =>
  i % 2 === 0 ? Math.sin(i * 0.01) * Math.exp(-i / 2000) : -0.25 * Math.sin((i - 9) * 0.02),
)

function writeWav(
  name: string,
  format: WavSampleFormat,
  options: { channels?: 1 | 2; tags?: AudioTags; keep?: number } = {},
): string {
  const path = join(folder, name)
  const channels = options.channels ?? 2
  const mark = arena.mark()
  const stereo = arena.allocFrames(FRAMES)
  const left = arena.alloc(FRAMES * 8)
  const bytes = arena.alloc(FRAMES * 16 + 16)
  arena.f64(stereo, audio.length).set(audio)
  arena.kernels.packLeft(stereo, left, FRAMES)
  const writer = new WavWriter(path, {
    format,
    channels,
    sampleRateHz: 44100,
    ...(options.tags && { tags: options.tags, metadata: 'all' }),
  })
  for (let frame = 0; frame < FRAMES; frame += 300) {
    const count = Math.min(300, FRAMES - frame)
    const from = channels === 2 ? stereo + frame * 16 : left + frame * 8
    encodePcm(arena, format, from, bytes, count * channels)
    writer.write(arena, bytes, count)
  }
  writer.finish(options.keep)
  arena.release(mark)
  return path
}

function headOf(path: string, bytes: number): Buffer {
  const head = Buffer.alloc(bytes)
  const fd = openSync(path, 'r')
  readSync(fd, head, 0, bytes, 0)
  closeSync(fd)
  return head
}

function writeAtEnd(path: string, bytes: Uint8Array): void {
  const fd = openSync(path, 'r+')
  writeSync(fd, bytes, 0, bytes.length, statSync(path).size - bytes.length)
  closeSync(fd)
}

describe('WavWriter', () => {
  for (const format of ['16', '24', '32', '32f', '64f'] as const) {
    for (const channels of [1, 2] as const) {
      test(`${format}, ${channels === 1 ? 'mono' : 'stereo'}: comes back within half a step`, () => {
        const file = wavInfoOf(writeWav(`${format}-${channels}.wav`, format, { channels }))
        const want = channels === 2 ? audio : audio.map((_, i) => audio[i - (i % 2)]!)
        expect(file).toMatchObject({
          frames: FRAMES,
          channels,
          sampleRateHz: 44100,
          float: format.endsWith('f'),
          repairs: [],
        })
        expect(file.bitDepth).toBe(Number.parseInt(format, 10))
        expect(largestDifference(samplesOf(file), want)).toBeLessThanOrEqual(STEPS[format])
      })
    }
  }

  test('integers have tag 1 in a 16-byte fmt chunk; floats tag 3 and a fact chunk; nothing follows the data', () => {
    const ints = readFileSync(writeWav('tag1.wav', '24', { tags: TAGS }))
    expect(ints.readUInt16LE(ints.indexOf('fmt ') + 8)).toBe(1)
    expect(ints.readUInt32LE(ints.indexOf('fmt ') + 4)).toBe(16)
    const floats = readFileSync(writeWav('tag3.wav', '32f'))
    expect(floats.readUInt16LE(floats.indexOf('fmt ') + 8)).toBe(3)
    expect(floats.readUInt32LE(floats.indexOf('fact') + 8)).toBe(FRAMES)
    const data = wavInfoOf(join(folder, 'tag1.wav')).pcm.dataOffset - 8
    expect(ints.toString('latin1', data, data + 4)).toBe('data')
    expect(data + 8 + ints.readUInt32LE(data + 4)).toBe(ints.length)
    expect(ints.indexOf('LIST')).toBeLessThan(data)
    expect(ints.readUInt32LE(4)).toBe(ints.length - 8)
  })

  test('tags are where wavefile finds them, and the recording code is in axml', () => {
    const path = writeWav('tags.wav', '16', { tags: TAGS })
    const wav = new wavefile.WaveFile(readFileSync(path))
    // Its reader takes the chunks after LIST for tags as well.
    expect(wav.listTags()).toMatchObject({
      INAM: 'Nächtlich',
      IART: 'The Placeholders',
      IPRD: 'Odd',
      ITRK: '3/12',
      ICRD: '2026',
      IGNR: 'Test',
      ICOP: 'none',
    })
    expect(readFileSync(path, 'latin1')).toContain('<dc:identifier>ISRC:QZABC2600001</dc:identifier>')
    expect(hashPcm(wavInfoOf(path))).toBe(hashPcm(wavInfoOf(writeWav('bare.wav', '16'))))
  })

  test('wavefile reads the same 24-bit codes', () => {
    const path = writeWav('second.wav', '24')
    const codes = new wavefile.WaveFile(readFileSync(path)).getSamples(true) as unknown as Float64Array
    expect([...samplesOf(wavInfoOf(path))].map((x) => x * 8388608)).toEqual([...codes])
  })

  test.skipIf(!hasSox)('sox reads it without a warning (skipped where sox is absent)', () => {
    const { stderr, status } = spawnSync('sox', [writeWav('sox.wav', '24', { tags: TAGS }), '-n', 'stat'], {
      encoding: 'utf8',
    })
    expect(status).toBe(0)
    expect(stderr).not.toMatch(/WARN|FAIL/)
  })

  test('equal audio and tags give equal bytes', () => {
    const hashes = ['a.wav', 'b.wav'].map((name) => hashFile(writeWav(name, '24', { tags: TAGS })))
    expect(hashes[0]).toBe(hashes[1])
  })

  test('finish(n) cuts to n frames, with a clean pad byte where they are odd in bytes', () => {
    const path = writeWav('cut.wav', '24', { channels: 1, keep: 333 })
    const file = wavInfoOf(path)
    expect(file).toMatchObject({ frames: 333, repairs: [] })
    expect(statSync(path).size).toBe(file.pcm.dataOffset + 333 * 3 + 1)
    expect(readFileSync(path).at(-1)).toBe(0)
    expect(readFileSync(path).readUInt32LE(4)).toBe(statSync(path).size - 8)
    expect(samplesOf(file)).toEqual(samplesOf(wavInfoOf(writeWav('uncut.wav', '24', { channels: 1 }))).subarray(0, 666))
  })

  test('more than two channels make an EXTENSIBLE header', () => {
    const path = join(folder, 'six.wav')
    const writer = new WavWriter(path, { format: '24', channels: 6, sampleRateHz: 48000 })
    writer.finish(10)
    const bytes = readFileSync(path)
    expect(bytes.readUInt16LE(bytes.indexOf('fmt ') + 8)).toBe(0xfffe)
    expect(wavInfoOf(path)).toMatchObject({ channels: 6, frames: 10, bitDepth: 24, repairs: [] })
  })

  test('above 4 GiB it is RF64, whose last frame can be read (sparse file)', () => {
    const path = join(folder, 'long.wav')
    const writer = new WavWriter(path, { format: '32f', channels: 2, sampleRateHz: 48000 })
    const frames = 600_000_000
    writer.finish(frames)
    writeAtEnd(path, Buffer.from(Float32Array.of(0.5, -0.5).buffer))
    const head = headOf(path, 64)
    expect(head.toString('latin1', 0, 4)).toBe('RF64')
    expect(head.readBigUInt64LE(20)).toBe(BigInt(statSync(path).size - 8))
    const file = wavInfoOf(path)
    expect(file).toMatchObject({ frames, repairs: [] })
    const at = arena.allocFrames(2)
    const reader = openPcm(file, arena)
    expect(reader.readInto(at, frames - 1, 2)).toBe(false)
    expect([...arena.f64(at, 4)]).toEqual([0.5, -0.5, 0, 0])
    reader.close()
  })

  test('just below 4 GiB it is still RIFF', () => {
    const path = join(folder, 'nearly.wav')
    new WavWriter(path, { format: '16', channels: 2, sampleRateHz: 48000 }).finish((2 ** 32 - 1024) / 4)
    expect(wavInfoOf(path)).toMatchObject({ frames: (2 ** 32 - 1024) / 4, repairs: [] })
    expect(headOf(path, 4).toString('latin1')).toBe('RIFF')
  })

  test('an unfinished file has a temporary name beside the target, which keeps its former bytes', () => {
    const place = join(folder, 'aside')
    mkdirSync(place)
    const path = join(place, 'song.wav')
    writeFileSync(path, 'former')
    const writer = new WavWriter(path, { format: '16', channels: 2, sampleRateHz: 48000 })
    expect(readdirSync(place).sort()).toEqual([expect.stringMatching(/^\.song\.wav\..*\.part$/), 'song.wav'])
    expect(readFileSync(path, 'utf8')).toBe('former')
    writer.abort()
    writer.abort()
    expect(readdirSync(place)).toEqual(['song.wav'])
    expect(readFileSync(path, 'utf8')).toBe('former')
    const second = new WavWriter(path, { format: '16', channels: 2, sampleRateHz: 48000 })
    second.finish(1)
    second.abort()
    expect(readdirSync(place)).toEqual(['song.wav'])
    expect(wavInfoOf(path).frames).toBe(1)
    expect(() => second.finish()).toThrow(TypeError)
  })

  test('a folder that is not there is thrown, and nothing is made', () => {
    const path = join(folder, 'no-such-folder', 'song.wav')
    expect(() => new WavWriter(path, { format: '16', channels: 2, sampleRateHz: 48000 })).toThrow(/ENOENT/)
    expect(existsSync(join(folder, 'no-such-folder'))).toBe(false)
  })
})

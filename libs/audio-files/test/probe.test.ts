import { spawnSync } from 'node:child_process'
import { closeSync, ftruncateSync, mkdirSync, openSync, readFileSync, writeFileSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { type AudioProblemCode, hashFile, hashPcm, probeAudio, probeWav, WavWriter } from '@mixwright/audio-files'
import { describe, expect, test } from 'vitest'
import { arena, areSameBits, infoOf, loadCore, pcmOf, samplesOf, scratchFolder, wavInfoOf } from './_audio.ts'

const folder = scratchFolder()
const MOST_CPU_MS = 1000

/** A WAV file of one frame of 16 bits with the given `fmt ` fields. */
function wavWith(fields: { channels?: number; sampleRateHz?: number; bits?: number; tag?: number }): string {
  const { channels = 2, sampleRateHz = 48000, bits = 16, tag = 1 } = fields
  const bytes = Buffer.alloc(44 + channels * Math.ceil(bits / 8))
  bytes.write('RIFF', 0, 'latin1')
  bytes.writeUInt32LE(bytes.length - 8, 4)
  bytes.write('WAVEfmt ', 8, 'latin1')
  bytes.writeUInt32LE(16, 16)
  bytes.writeUInt16LE(tag, 20)
  bytes.writeUInt16LE(channels, 22)
  bytes.writeUInt32LE(sampleRateHz, 24)
  bytes.writeUInt16LE(channels * Math.ceil(bits / 8), 32)
  bytes.writeUInt16LE(bits, 34)
  bytes.write('data', 36, 'latin1')
  bytes.writeUInt32LE(bytes.length - 44, 40)
  const path = join(folder, 'fields.wav')
  writeFileSync(path, bytes)
  return path
}

async function codeOf(path: string): Promise<AudioProblemCode | undefined> {
  const probed = await probeAudio(path)
  return 'problem' in probed ? probed.problem.code : undefined
}

describe('probeAudio', () => {
  test('a file that is not there is AUDIO_FILE_MISSING', async () => {
    expect(await codeOf(join(folder, 'nothing.wav'))).toBe('AUDIO_FILE_MISSING')
    expect(await codeOf(join(wavWith({}), 'below-a-file.wav'))).toBe('AUDIO_FILE_MISSING')
  })

  test('a folder, a device and a pipe that nobody writes to are AUDIO_NOT_AUDIO at once', async () => {
    const place = join(folder, 'folder.wav')
    mkdirSync(place)
    expect(await codeOf(place)).toBe('AUDIO_NOT_AUDIO')
    if (process.platform === 'win32') return
    expect(await codeOf('/dev/zero')).toBe('AUDIO_NOT_AUDIO')
    const pipe = join(folder, 'pipe.wav')
    expect(spawnSync('mkfifo', [pipe]).status).toBe(0)
    expect(await codeOf(pipe)).toBe('AUDIO_NOT_AUDIO')
  })

  test('64 channels and 1 kHz to 768 kHz are read; 200 channels, 1 Hz and 10 MHz are AUDIO_UNSUPPORTED', async () => {
    expect(await codeOf(wavWith({ channels: 64 }))).toBeUndefined()
    expect(await codeOf(wavWith({ sampleRateHz: 1000 }))).toBeUndefined()
    expect(await codeOf(wavWith({ sampleRateHz: 768_000 }))).toBeUndefined()
    expect(await codeOf(wavWith({ channels: 200 }))).toBe('AUDIO_UNSUPPORTED')
    expect(await codeOf(wavWith({ sampleRateHz: 1 }))).toBe('AUDIO_UNSUPPORTED')
    expect(await codeOf(wavWith({ sampleRateHz: 10_000_000 }))).toBe('AUDIO_UNSUPPORTED')
  })

  test('0 bits are AUDIO_DAMAGED; 65-bit integers and 16-bit floats AUDIO_UNSUPPORTED', async () => {
    expect(await codeOf(wavWith({ bits: 0 }))).toBe('AUDIO_DAMAGED')
    expect(await codeOf(wavWith({ bits: 65 }))).toBe('AUDIO_UNSUPPORTED')
    expect(await codeOf(wavWith({ bits: 16, tag: 3 }))).toBe('AUDIO_UNSUPPORTED')
  })

  test('a format tag that nobody decodes is refused', async () => {
    expect(await codeOf(wavWith({ tag: 0x7abc }))).toMatch(/^AUDIO_(UNSUPPORTED|DAMAGED)$/)
  })

  test(`a million empty chunks are refused within ${MOST_CPU_MS} ms of CPU`, async () => {
    const path = join(folder, 'chunks.wav')
    const fd = openSync(path, 'w')
    writeSync(fd, Buffer.from('RIFF\xff\xff\xff\xffWAVE', 'latin1'))
    writeSync(fd, Buffer.from('JUNK\0\0\0\0'.repeat(1_000_000), 'latin1'))
    closeSync(fd)
    const start = process.cpuUsage()
    expect(await codeOf(path)).toBe('AUDIO_DAMAGED')
    const { user, system } = process.cpuUsage(start)
    expect((user + system) / 1000).toBeLessThan(MOST_CPU_MS)
  })

  test('a hole of 1 TiB after the header costs neither time nor memory', async () => {
    const path = join(folder, 'hole.wav')
    const header = Buffer.from(
      'RIFF\xff\xff\xff\xffWAVEfmt \x10\0\0\0\x01\0\x02\0\x80\xbb\0\0\0\xee\x02\0\x04\0\x10\0data\xff\xff\xff\xff',
      'latin1',
    )
    writeFileSync(path, header)
    const fd = openSync(path, 'r+')
    ftruncateSync(fd, 2 ** 40)
    closeSync(fd)
    expect(wavInfoOf(path).frames).toBe((2 ** 40 - 44) / 4)
  })

  test('goes by the bytes of a file, not by its name', async () => {
    const path = join(folder, 'song.mp3')
    new WavWriter(path, { format: '24', channels: 2, sampleRateHz: 96000 }).finish(10)
    expect(await infoOf(path)).toMatchObject({
      container: 'wav',
      frames: 10,
      sampleRateHz: 96000,
      durationS: 10 / 96000,
    })
  })

  test('a FLAC header tells 2^33 + 5 frames, 6 channels and 20 bits exactly', async () => {
    const streamInfo = Buffer.alloc(34)
    streamInfo.writeUIntBE((96000 << 4) | (5 << 1) | 1, 10, 3) // rate, channels - 1, top bit of bits - 1
    streamInfo.writeUInt8((3 << 4) | 2, 13) // rest of bits - 1, top of length
    streamInfo.writeUInt32BE(5, 14)
    const path = join(folder, 'long.flac')
    writeFileSync(path, Buffer.concat([Buffer.from('fLaC\x80\0\0\x22', 'latin1'), streamInfo]))
    const want = { sampleRateHz: 96000, channels: 6, bitDepth: 20, frames: 2 ** 33 + 5, isLengthExact: true, pcm: null }
    expect(await infoOf(path)).toMatchObject(want)
  })

  test('finds MP3 frames after 1000 bytes of junk; one frame header in text is AUDIO_NOT_AUDIO', async () => {
    const mp3 = join(folder, 'long.mp3')
    const file = { name: 'out', path: mp3, access: 'write' } as const
    const sine = ['-f', 'lavfi', '-i', 'sine=frequency=440:duration=8', '-b:a', '320k', '-id3v2_version', '0']
    expect((await loadCore().run([...sine, '-f', 'mp3', '/host/out'], [file])).exitCode).toBe(0)
    const frames = readFileSync(mp3)
    const path = join(folder, 'junk.mp3')
    writeFileSync(path, Buffer.concat([Buffer.alloc(1000, 0x20), frames]))
    expect(await infoOf(path)).toMatchObject({ container: 'mp3', codec: 'mp3', bitDepth: null, sampleRateHz: 44100 })
    writeFileSync(path, Buffer.concat([frames.subarray(0, 4), Buffer.alloc(5000, 0x20)]))
    expect(await codeOf(path)).toBe('AUDIO_NOT_AUDIO')
  })

  test('knows AAC in ADTS frames, which look much like MP3', async () => {
    const file = { name: 'out', path: join(folder, 'song.aac'), access: 'write' } as const
    const sine = ['-f', 'lavfi', '-i', 'sine=frequency=440:duration=1']
    expect((await loadCore().run([...sine, '-c:a', 'aac', '-f', 'adts', '/host/out'], [file])).exitCode).toBe(0)
    expect(await infoOf(file.path)).toMatchObject({ container: 'adts', codec: 'aac', sampleRateHz: 44100 })
    expect((await pcmOf(file.path, folder)).frames).toBeGreaterThanOrEqual(44100)
  })

  test('probeWav refuses what is not an uncompressed WAV file', () => {
    const path = join(folder, 'flac.wav')
    writeFileSync(path, 'fLaC and more')
    expect(probeWav(path)).toMatchObject({ problem: { code: 'AUDIO_UNSUPPORTED' } })
  })
})

describe('containers of ffmpeg’s', () => {
  const wav = join(folder, 'source.wav')
  const frames = 4800
  const writer = new WavWriter(wav, { format: '24', channels: 2, sampleRateHz: 48000 })
  const at = arena.alloc(frames * 6)
  arena.bytes(at, frames * 6).set(Uint8Array.from({ length: frames * 6 }, (_, i) => (i * i) >> 3))
  writer.write(arena, at, frames)
  writer.finish()

  const lossless = [
    ['aiff', 'aiff', 'pcm_s24be', 24],
    ['w64', 'w64', 'pcm_s24le', 24],
    ['caf', 'caf', 'pcm_s24le', 24],
    ['au', 'au', 'pcm_s24be', 24],
    ['matroska', 'matroska', 'flac', 24],
    ['tta', 'tta', 'tta', 24],
    ['wavpack', 'wv', 'wavpack', 32],
    ['ogg', 'ogg', 'flac', 24],
  ] as const
  for (const [container, muxer, codec, bitDepth] of lossless) {
    test(`${container} with ${codec} comes back bit for bit`, async () => {
      const path = join(folder, `song.${muxer}`)
      const files = [
        { name: 'in', path: wav, access: 'read' },
        { name: 'out', path, access: 'write' },
      ] as const
      const run = await loadCore().run(['-i', '/host/in', '-c:a', codec, '-f', muxer, '/host/out'], files)
      expect(run).toMatchObject({ exitCode: 0 })
      expect(await infoOf(path)).toMatchObject({ container, codec, channels: 2, sampleRateHz: 48000, bitDepth })
      expect(areSameBits(samplesOf(await pcmOf(path, folder)), samplesOf(wavInfoOf(wav)))).toBe(true)
    })
  }
})

describe('hashes', () => {
  test('hashFile gives FIPS 180-4’s answer for "abc"', () => {
    const path = join(folder, 'abc')
    writeFileSync(path, 'abc')
    expect(hashFile(path)).toBe('ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad')
  })

  test('hashPcm is that of the samples alone, whatever the header', () => {
    const path = join(folder, 'silence.wav')
    new WavWriter(path, { format: '16', channels: 1, sampleRateHz: 48000, tags: { title: 'x' } }).finish(32)
    expect(hashPcm(wavInfoOf(path))).toBe('f5a5fd42d16a20302798ef6ed309979b43003d2320d9f0e8ea9831a92759fb4b') // 64 zeros
  })
})

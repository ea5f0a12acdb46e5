import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import {
  type AudioTags,
  hashFile,
  hashPcm,
  type WavMetadata,
  type WavSampleFormat,
  WavWriter,
  writeBextLoudness,
} from '@mixwright/audio-files'
import { describe, expect, test } from 'vitest'
import { missing } from '../../../test/_tools.ts'
import { scratchFolder, wavInfoOf } from './_audio.ts'

const folder = scratchFolder()
const TAGS: AudioTags = {
  title: 'Nächtlich 夜',
  artist: 'Björk & Co',
  date: '2026-11-22',
  comment: 'odd',
  isrc: 'QZ-ABC-26-00001',
}
const LOUDNESS = {
  integratedLufs: -22.644,
  loudnessRangeLu: 6.5,
  truePeakDbtp: -1.006,
  momentaryMaxLufs: -17.1,
  shortTermMaxLufs: -18.25,
}

function writeWav(name: string, metadata: WavMetadata, format: WavSampleFormat = '24', tags: AudioTags = TAGS): string {
  const path = join(folder, name)
  new WavWriter(path, { format, channels: 1, sampleRateHz: 48000, tags, metadata }).finish(101)
  return path
}

/** The chunks of a RIFF file in order, and where their bodies begin. Every size must lead to the next chunk. */
function chunksOf(file: Buffer): { id: string; at: number; bytes: number }[] {
  const chunks: { id: string; at: number; bytes: number }[] = []
  for (let at = 12; at < file.length; ) {
    const bytes = file.readUInt32LE(at + 4)
    chunks.push({ id: file.toString('latin1', at, at + 4), at: at + 8, bytes })
    at += 8 + bytes + (bytes % 2)
  }
  return chunks
}

function bextOf(path: string): Buffer {
  const file = readFileSync(path)
  const { at, bytes } = chunksOf(file).find(({ id }) => id === 'bext')!
  return file.subarray(at, at + bytes)
}

/** Text of a fixed field: what stands before the first NUL, after which there is nothing else. */
function fieldOf(body: Buffer, at: number, bytes: number): string {
  const text = body.toString('latin1', at, at + bytes)
  expect(text.replace(/\0+$/, '')).not.toContain('\0')
  return text.replace(/\0+$/, '')
}

describe('bext', () => {
  test('has each field at the offset and of the length that EBU Tech 3285 v2 gives it', () => {
    const path = writeWav('fields.wav', 'bext')
    writeBextLoudness(path, LOUDNESS)
    const body = bextOf(path)
    expect(fieldOf(body, 0, 256)).toBe('Bjork & Co - Nachtlich ?')
    expect(fieldOf(body, 256, 32)).toBe('Mixwright')
    expect(fieldOf(body, 288, 32)).toBe('QZABC2600001')
    expect(body.toString('latin1', 320, 338)).toBe('2026-11-2200:00:00')
    expect(body.readBigUInt64LE(338)).toBe(0n)
    expect(body.readUInt16LE(346)).toBe(2)
    expect(body.subarray(348, 412)).toEqual(Buffer.alloc(64))
    expect([412, 414, 416, 418, 420].map((at) => body.readInt16LE(at))).toEqual([-2264, 650, -101, -1710, -1825])
    expect(body.subarray(422, 602)).toEqual(Buffer.alloc(180))
    expect(body.toString('latin1', 602)).toBe('A=PCM,F=48000,W=24,M=mono,T=Mixwright\r\n')
  })

  test('says that loudness is not known before it is measured, and of silence', () => {
    const path = writeWav('unknown.wav', 'bext')
    const fields = () => [412, 414, 416, 418, 420].map((at) => bextOf(path).readInt16LE(at))
    expect(fields()).toEqual(new Array(5).fill(0x7fff))
    writeBextLoudness(path, { ...LOUDNESS, loudnessRangeLu: null, integratedLufs: Number.NEGATIVE_INFINITY })
    expect(fields()).toEqual([0x7fff, 0x7fff, -101, -1710, -1825])
  })

  test('has no date where there is only a year, and a long title is cut', () => {
    const body = bextOf(writeWav('year.wav', 'bext', '16', { date: '2026', title: 'x'.repeat(300) }))
    expect(body.subarray(320, 338)).toEqual(Buffer.alloc(18))
    expect(body.toString('latin1', 0, 256)).toBe('x'.repeat(256))
    expect(body.toString('latin1', 256, 265)).toBe('Mixwright')
  })

  test('filling in loudness changes ten bytes of the header and no sample; a file without the chunk stays as it is', () => {
    const path = writeWav('filled.wav', 'all')
    const [before, pcm] = [readFileSync(path), hashPcm(wavInfoOf(path))]
    writeBextLoudness(path, LOUDNESS)
    const changed = [...readFileSync(path)].flatMap((byte, index) => (byte === before[index] ? [] : [index]))
    expect(changed.length).toBeLessThanOrEqual(10)
    expect(hashPcm(wavInfoOf(path))).toBe(pcm)
    const bare = writeWav('bare.wav', 'none')
    const hash = hashFile(bare)
    writeBextLoudness(bare, LOUDNESS)
    expect(hashFile(bare)).toBe(hash)
  })
})

describe('WAV layout', () => {
  test.each([
    ['none', '24', ['JUNK', 'fmt ', 'data']],
    ['bext', '16', ['JUNK', 'fmt ', 'bext', 'axml', 'data']],
    ['info', '16', ['JUNK', 'fmt ', 'LIST', 'data']],
    ['all', '24', ['JUNK', 'fmt ', 'bext', 'LIST', 'axml', 'data']],
    ['all', '32f', ['JUNK', 'fmt ', 'fact', 'bext', 'LIST', 'axml', 'data']],
  ] as const)('metadata %s in %s bits: chunks in order, all before the samples', (metadata, format, ids) => {
    const path = writeWav(`${metadata}-${format}.wav`, metadata, format)
    const file = readFileSync(path)
    const chunks = chunksOf(file)
    expect(chunks.map(({ id }) => id)).toEqual(ids)
    expect(file.readUInt32LE(4)).toBe(file.length - 8)
    const data = chunks.at(-1)!
    const bytes = (101 * Number.parseInt(format, 10)) / 8
    expect(data.bytes).toBe(bytes)
    expect(file.length).toBe(data.at + bytes + (bytes % 2))
    const tag = file.readUInt16LE(chunks.find(({ id }) => id === 'fmt ')!.at)
    expect(tag).toBe(format === '32f' ? 3 : 1)
    expect(hashPcm(wavInfoOf(path))).toBe(hashPcm(wavInfoOf(writeWav('plain.wav', 'none', format))))
  })

  test('INFO has no ISRC: there it means the source, not the recording code', () => {
    const file = readFileSync(writeWav('info.wav', 'info'), 'latin1')
    expect(file).toContain('INAM')
    expect(file).toContain('ICMT')
    expect(file).not.toContain('ISRC')
  })

  test.skipIf(missing('ffmpeg'))('ffprobe reads bext and INFO', () => {
    const probe = (metadata: WavMetadata) => {
      const args = ['-v', 'error', '-show_format', '-of', 'json', writeWav(`probed-${metadata}.wav`, metadata)]
      return JSON.parse(spawnSync('ffprobe', args, { encoding: 'utf8' }).stdout).format.tags
    }
    expect(probe('bext')).toMatchObject({
      comment: 'Bjork & Co - Nachtlich ?',
      encoded_by: 'Mixwright',
      originator_reference: 'QZABC2600001',
      date: '2026-11-22',
      time_reference: '0',
      coding_history: 'A=PCM,F=48000,W=24,M=mono,T=Mixwright\r\n',
    })
    expect(probe('info')).toMatchObject({
      title: 'Nächtlich 夜',
      artist: 'Björk & Co',
      comment: 'odd',
      date: '2026-11-22',
    })
  })
})

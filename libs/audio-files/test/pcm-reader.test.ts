import { truncateSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { Random } from '@mixwright/audio'
import { AudioFault, openPcm, WavWriter } from '@mixwright/audio-files'
import { describe, expect, test } from 'vitest'
import { arena, areSameBits, samplesOf, scratchFolder, wavInfoOf } from './_audio.ts'

const folder = scratchFolder()
/** More than the reader's 64 KiB of read-ahead. */
const FRAMES = 50_000

/** A WAV file of 24-bit noise with `channels` channels; channel c is left out of `silent` frames. */
function noiseFile(name: string, channels: 1 | 2, silent: [number, number] = [0, 0]): string {
  const random = Random.named(name)
  const bytes = Buffer.alloc(FRAMES * channels * 3)
  for (let i = 0; i < FRAMES * channels; i++) {
    const frame = Math.floor(i / channels)
    if (frame < silent[0] || frame >= silent[1]) bytes.writeIntLE(random.uint32() % 8388608, i * 3, 3)
  }
  const path = join(folder, name)
  const writer = new WavWriter(path, { format: '24', channels, sampleRateHz: 48000 })
  const at = arena.alloc(bytes.length)
  arena.bytes(at, bytes.length).set(bytes)
  writer.write(arena, at, FRAMES)
  writer.finish()
  return path
}

const stereo = wavInfoOf(noiseFile('stereo.wav', 2))
const mono = wavInfoOf(noiseFile('mono.wav', 1))
const whole = samplesOf(stereo)

describe('PcmReader', () => {
  test('reads the same frames in blocks of any length, from any position, backwards too', () => {
    const reader = openPcm(stereo, arena)
    const at = arena.allocFrames(20_000)
    for (const [start, count] of [
      [0, 1],
      [1, 63],
      [64, 4096],
      [49_990, 10],
      [7, 20_000],
      [30_000, 20_000],
      [0, 512],
    ]) {
      reader.readInto(at, start!, count!)
      expect(areSameBits(arena.f64(at, count! * 2), whole.subarray(start! * 2, (start! + count!) * 2))).toBe(true)
    }
    reader.close()
  })

  test('fills with zeros before the first frame and after the last', () => {
    const reader = openPcm(stereo, arena)
    const at = arena.allocFrames(64)
    arena.f64(at, 128).fill(9)
    expect(reader.readInto(at, -3, 64)).toBe(false)
    expect([...arena.f64(at, 6)]).toEqual([0, 0, 0, 0, 0, 0])
    expect(arena.f64(at + 48, 2)).toEqual(whole.subarray(0, 2))
    reader.readInto(at, FRAMES - 1, 64)
    expect(arena.f64(at, 2)).toEqual(whole.subarray(-2))
    expect([...arena.f64(at + 16, 126)].every((x) => x === 0)).toBe(true)
    for (const start of [-64, -1000, FRAMES, FRAMES * 2]) {
      arena.f64(at, 128).fill(9)
      expect(reader.readInto(at, start, 64)).toBe(true)
      expect([...arena.f64(at, 128)].every((x) => x === 0)).toBe(true)
    }
    reader.close()
  })

  test('picks channels: left, right, swap, mono and pairs', () => {
    const [left, right] = [whole[0]!, whole[1]!]
    const first = (pick: Parameters<typeof samplesOf>[1]) => [...samplesOf(stereo, pick).subarray(0, 2)]
    expect(first('stereo')).toEqual([left, right])
    expect(first('left')).toEqual([left, left])
    expect(first('right')).toEqual([right, right])
    expect(first('swap')).toEqual([right, left])
    expect(first('mono')).toEqual([(left + right) / 2, (left + right) / 2])
    expect(first([1, 0])).toEqual([right, left])
    expect(() => first([0, 2])).toThrow(RangeError)
  })

  test('puts a mono file on both sides whatever is picked', () => {
    const plain = samplesOf(mono)
    expect(plain.every((x, i) => x === plain[i ^ 1])).toBe(true)
    for (const pick of ['left', 'right', 'swap', 'mono'] as const) {
      expect(areSameBits(samplesOf(mono, pick), plain)).toBe(true)
    }
  })

  test('says which blocks are digital silence', () => {
    const file = wavInfoOf(noiseFile('gap.wav', 2, [1000, 30_000]))
    const reader = openPcm(file, arena)
    const at = arena.allocFrames(512)
    expect(reader.readInto(at, 0, 512)).toBe(false)
    expect(reader.readInto(at, 999, 512)).toBe(false)
    expect(reader.readInto(at, 1000, 512)).toBe(true)
    expect(reader.readInto(at, 29_488, 512)).toBe(true)
    expect(reader.readInto(at, 29_489, 512)).toBe(false)
    reader.close()
  })

  test('reserves the same memory for equal files, and opens none before the first read', () => {
    const before = arena.mark()
    const first = arena.mark() - before
    openPcm({ ...stereo, path: join(folder, 'not-there.wav') }, arena)
    const bytes = arena.mark() - before
    openPcm(stereo, arena)
    expect(first).toBe(0)
    expect(arena.mark() - before).toBe(2 * bytes)
    expect(bytes).toBeLessThan(70_000)
  })

  test('throws AUDIO_DAMAGED when the file was cut since it was probed', () => {
    const path = noiseFile('shrinks.wav', 2)
    const file = wavInfoOf(path)
    const at = arena.allocFrames(64)
    const reader = openPcm(file, arena)
    reader.readInto(at, 0, 64)
    truncateSync(path, 1000)
    expect(() => reader.readInto(at, FRAMES - 64, 64)).toThrow(AudioFault)
    expect(() => openPcm(file, arena).readInto(at, 0, 64)).toThrow(/AUDIO_DAMAGED/)
    reader.close()
  })

  test('counts NaN and infinities in float files and reads them as 0', () => {
    const header = Buffer.from(
      '524946460000000057415645666d742010000000030002008' + '0bb000000dc0500080020006461746100000000',
      'hex',
    )
    const samples = Float32Array.of(1, Number.NaN, Number.POSITIVE_INFINITY, -0.5)
    const path = join(folder, 'nan.wav')
    writeFileSync(path, Buffer.concat([header, Buffer.from(samples.buffer)]))
    const reader = openPcm(wavInfoOf(path), arena)
    const at = arena.allocFrames(2)
    expect(reader.readInto(at, 0, 2)).toBe(false)
    expect([...arena.f64(at, 4)]).toEqual([1, 0, 0, -0.5])
    expect(reader.nonFiniteSamples).toBe(2)
    expect(reader.firstNonFiniteFrame).toBe(0)
    reader.close()
  })

  test.each([
    ['64-bit floats', 64, 1, false],
    ['a mono file', 32, 1, false],
    ['a stereo file', 32, 2, false],
    ['a big-endian mono file', 32, 1, true],
    ['a big-endian stereo file', 64, 2, true],
    ['three channels, of which two are read', 32, 3, false],
  ])('says in which frame the first of them lies: %s', (_, bits, channels, isBig) => {
    const frames = 40_000
    const bad = [30_123, 30_124, 39_999]
    const bytes = Buffer.alloc(44 + (frames * channels * bits) / 8)
    bytes.write(isBig ? 'RIFX' : 'RIFF')
    bytes.write('WAVEfmt ', 8)
    bytes.write('data', 36)
    const u32 = (value: number, at: number) => (isBig ? bytes.writeUInt32BE(value, at) : bytes.writeUInt32LE(value, at))
    const u16 = (value: number, at: number) => (isBig ? bytes.writeUInt16BE(value, at) : bytes.writeUInt16LE(value, at))
    u32(bytes.length - 8, 4)
    u32(16, 16)
    u16(3, 20)
    u16(channels, 22)
    u32(48_000, 24)
    u16((channels * bits) / 8, 32)
    u16(bits, 34)
    u32(bytes.length - 44, 40)
    const put = (
      bits === 32
        ? isBig
          ? bytes.writeFloatBE
          : bytes.writeFloatLE
        : isBig
          ? bytes.writeDoubleBE
          : bytes.writeDoubleLE
    ).bind(bytes)
    for (const frame of bad) put(-Infinity, 44 + (frame * channels + Math.min(1, channels - 1)) * (bits / 8))
    const path = join(folder, `bad-${channels}-${bits}-${isBig}.wav`)
    writeFileSync(path, bytes)
    const reader = openPcm(wavInfoOf(path), arena)
    const at = arena.allocFrames(1000)
    for (let frame = 0; frame < frames; frame += 1000) reader.readInto(at, frame, 1000)
    expect([reader.nonFiniteSamples, reader.firstNonFiniteFrame]).toEqual([3, bad[0]])
    reader.close()
  })
})

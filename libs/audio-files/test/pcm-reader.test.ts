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
    reader.close()
  })
})

import { closeSync, mkdtempSync, openSync, readFileSync, rmSync, truncateSync, writeSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { hashFile, hashPcm, probeWav } from '@mixwright/audio-files'
import { Quantizer } from '@mixwright/dsp'
import { Arena } from '@mixwright/kernels'
import { afterAll, describe, expect, test } from 'vitest'
import { MasterFile } from '../src/master/master-file.ts'
import { type ReadBackOptions, readBack } from '../src/master/read-back.ts'
import { measurePcm } from '../src/measure/measure-pcm.ts'

const folder = mkdtempSync(join(tmpdir(), 'read-back-'))
afterAll(() => rmSync(folder, { recursive: true }))

const FRAMES = 20_001
const NOTHING_ELSE = { lowSideHz: null, groove: false }
const TINY = [0, -0, 1, -1, 5e-324, -5e-324, 2 ** -149, 1.5 * 2 ** -130, 1 - 2 ** -15, 1 - 2 ** -23, 1.5, -2, 2 ** -24]

/** Writes what a master may hold in that word, extremes first. */
function written(word: 16 | 24 | 'float', name: string): { path: string; checksum: string } {
  const path = join(folder, name)
  const arena = new Arena()
  const at = arena.allocFrames(FRAMES)
  const samples = Float64Array.from({ length: 2 * FRAMES }, (_, i) => TINY[i] ?? 1.1 * Math.sin(i * i * 1e-6))
  arena.f64(at, 2 * FRAMES).set(samples)
  if (word === 'float') {
    const floats = arena.alloc(8 * FRAMES)
    arena.kernels.encodeF32(at, floats, 2 * FRAMES)
    arena.kernels.decodeF32(floats, at, 2 * FRAMES)
  } else {
    const quantizer = new Quantizer({ bits: word, dither: 'none', seed: 'read back' }, arena, 48_000)
    quantizer.reset()
    quantizer.process(at, FRAMES)
  }
  const file = new MasterFile(path, { word, sampleRateHz: 48_000 }, { tags: { title: 'Odd' }, metadata: 'all' }, arena)
  file.restart()
  file.write(arena, at, 1)
  file.restart()
  file.write(arena, at, 9000)
  file.write(arena, at + 9000 * 16, FRAMES - 9000)
  file.finish()
  return { path, checksum: file.checksum }
}

function read(path: string, options: ReadBackOptions) {
  const probed = probeWav(path)
  if ('problem' in probed) throw new Error(probed.problem.message)
  return { pcm: probed.info, ...readBack(probed.info, options) }
}

describe('a finished file read back', () => {
  test.each([16, 24, 'float'] as const)('holds the very samples that were written, of a word of %s', (word) => {
    const { path, checksum } = written(word, `${word}.wav`)
    const { pcm, ...found } = read(path, { checksum, ...NOTHING_ELSE })
    expect(found).toEqual({ sha256: hashFile(path), pcmSha256: hashPcm(pcm) })
  })

  test('is measured for a record on the same way', () => {
    const { path, checksum } = written(24, 'record.wav')
    const { pcm, lowSideDb, groove } = read(path, { checksum, lowSideHz: 150, groove: true })
    const measured = measurePcm(pcm, { lowSideHz: 150, groove: true })
    expect(lowSideDb).toBe(measured.lowSideDb)
    expect(groove).toEqual(measured.groove)
  })

  test.each([16, 24, 'float'] as const)('is refused with one bit changed on the disk, of a word of %s', (word) => {
    const { path, checksum } = written(word, `damaged-${word}.wav`)
    const at = readFileSync(path).length - 5000
    const fd = openSync(path, 'r+')
    writeSync(fd, Uint8Array.of(readFileSync(path)[at]! ^ 1), 0, 1, at)
    closeSync(fd)
    expect(() => read(path, { checksum, ...NOTHING_ELSE })).toThrow('does not hold what was written to it')
  })

  test('is refused when it is shorter', () => {
    const { path, checksum } = written(24, 'shorter.wav')
    truncateSync(path, readFileSync(path).length - 60)
    expect(() => read(path, { checksum, ...NOTHING_ELSE })).toThrow('does not hold what was written to it')
  })
})

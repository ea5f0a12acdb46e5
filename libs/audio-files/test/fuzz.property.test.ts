import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { Random } from '@mixwright/audio'
import {
  decodeToPcm,
  encodeAudio,
  FfmpegCore,
  openPcm,
  type PcmFile,
  probeAudio,
  type WavSampleFormat,
  WavWriter,
} from '@mixwright/audio-files'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { arena, loadCore, scratchFolder } from './_audio.ts'

const folder = scratchFolder()
const isFull = process.env.MIXWRIGHT_FULL !== undefined
const WAV_RUNS = isFull ? 100_000 : 3000
const COMPRESSED_RUNS = isFull ? 2500 : 30
/** The long run may take half an hour. */
const LIMIT_MS = isFull ? 1_800_000 : 60_000
const SEED = Number(process.env.SEED ?? 1)
/** Far above what a file of a few hundred bytes takes, far below what anyone would call hanging. */
const MOST_MS = 2000

const noCore = () => FfmpegCore.loadFrom('file:///nowhere/module.js')

/** A change to a file's bytes. */
const mutation = fc.oneof(
  fc.record({ kind: fc.constant('byte' as const), at: fc.nat(200), value: fc.nat(255) }),
  fc.record({
    kind: fc.constant('size' as const),
    at: fc.nat(200),
    value: fc.constantFrom(0, 1, 2, 0x7fff_f000, 0x8000_0000, 0xffff_fff7, 0xffff_ffff),
  }),
  fc.record({ kind: fc.constant('cut' as const), at: fc.nat(400) }),
  fc.record({ kind: fc.constant('insert' as const), at: fc.nat(200), bytes: fc.uint8Array({ maxLength: 40 }) }),
  fc.record({ kind: fc.constant('repeat' as const), at: fc.nat(200), length: fc.nat(60) }),
  fc.record({
    kind: fc.constant('chunk' as const),
    at: fc.constantFrom(12, 36, 48, 84),
    id: fc.constantFrom('data', 'fmt ', 'ds64', 'LIST', 'JUNK', 'RIFF', 'fact'),
    size: fc.constantFrom(0, 1, 7, 28, 0xffff_ffff),
  }),
)
type Mutation = typeof mutation extends fc.Arbitrary<infer Value> ? Value : never

function mutate(bytes: Buffer, change: Mutation): Buffer {
  const at = Math.min(change.at, bytes.length)
  const [before, after] = [bytes.subarray(0, at), bytes.subarray(at)]
  switch (change.kind) {
    case 'byte':
      return Buffer.concat([before, Uint8Array.of(change.value), after.subarray(1)])
    case 'size': {
      const word = Buffer.alloc(4)
      word.writeUInt32LE(change.value)
      return Buffer.concat([before, word, after.subarray(4)])
    }
    case 'cut':
      return before
    case 'insert':
      return Buffer.concat([before, change.bytes, after])
    case 'repeat':
      return Buffer.concat([before, after.subarray(0, change.length), after])
    case 'chunk': {
      const header = Buffer.alloc(8)
      header.write(change.id, 'latin1')
      header.writeUInt32LE(change.size, 4)
      return Buffer.concat([before, header, after])
    }
  }
}

/** Reads all of a file in blocks, as the engine does; whatever comes out has to be a number. */
function readThrough(file: PcmFile): boolean {
  const mark = arena.mark()
  const reader = openPcm(file, arena)
  const at = arena.allocFrames(512)
  let areFinite = true
  for (let frame = 0; frame < file.frames; frame += 512) {
    reader.readInto(at, frame, 512, 'mono')
    areFinite &&= arena.f64(at, 1024).every(Number.isFinite)
  }
  reader.close()
  arena.release(mark)
  return areFinite
}

const random = Random.named('fuzz')

function writeNoise(path: string, format: WavSampleFormat, channels: number, frames: number): void {
  const mark = arena.mark()
  const writer = new WavWriter(path, { format, channels, sampleRateHz: 48000, tags: { title: 'x' } })
  const at = arena.alloc(frames * writer.frameBytes)
  arena
    .bytes(at, frames * writer.frameBytes)
    .set(Uint8Array.from({ length: frames * writer.frameBytes }, () => random.uint32()))
  writer.write(arena, at, frames)
  writer.finish()
  arena.release(mark)
}

function wavSeeds(): Buffer[] {
  const path = join(folder, 'seed.wav')
  const seeds = (['16', '24', '32f', '64f'] as const).flatMap((format) =>
    [1, 2, 3].map((channels) => {
      writeNoise(path, format, channels, 20)
      return readFileSync(path)
    }),
  )
  const big = Buffer.from(seeds[0]!)
  big.write('RF64', 0, 'latin1')
  big.write('ds64', 12, 'latin1')
  const swapped = Buffer.from(seeds[1]!)
  swapped.write('RIFX', 0, 'latin1')
  return [...seeds, big, swapped]
}

describe('probeAudio and openPcm', () => {
  test(
    `read or refuse ${WAV_RUNS} mutated WAV files, each within ${MOST_MS} ms (SEED=${SEED})`,
    async () => {
      const seeds = wavSeeds()
      const path = join(folder, 'mutated.wav')
      let read = 0
      let refused = 0
      await fc.assert(
        fc.asyncProperty(
          fc.constantFrom(...seeds),
          fc.array(mutation, { minLength: 1, maxLength: 4 }),
          async (seed, changes) => {
            writeFileSync(path, changes.reduce(mutate, seed))
            const start = performance.now()
            const probed = await probeAudio(path, noCore)
            if ('problem' in probed) refused++
            else if (probed.info.pcm !== null) {
              expect(probed.info.frames).toBeGreaterThan(0)
              expect(readThrough({ ...probed.info, pcm: probed.info.pcm })).toBe(true)
              read++
            }
            expect(performance.now() - start).toBeLessThan(MOST_MS)
          },
        ),
        { numRuns: WAV_RUNS, seed: SEED },
      )
      expect(read).toBeGreaterThan(WAV_RUNS / 10)
      expect(refused).toBeGreaterThan(WAV_RUNS / 10)
    },
    LIMIT_MS,
  )
})

describe('decodeToPcm', () => {
  for (const codec of ['flac', 'mp3', 'aac', 'opus'] as const) {
    test(
      `reads or refuses ${COMPRESSED_RUNS} mutated ${codec} files (SEED=${SEED})`,
      async () => {
        const core = loadCore()
        const wav = join(folder, 'source.wav')
        writeNoise(wav, '16', 2, 4800)
        const whole = join(folder, `whole.${codec}`)
        await encodeAudio(core, wav, whole, { codec })
        const seed = readFileSync(whole)
        const path = join(folder, `mutated.${codec}`)
        const out = join(folder, `mutated.${codec}.wav`)
        await fc.assert(
          fc.asyncProperty(fc.array(mutation, { minLength: 1, maxLength: 4 }), async (changes) => {
            writeFileSync(path, changes.reduce(mutate, seed))
            const probed = await probeAudio(path)
            if ('problem' in probed || probed.info.pcm !== null) return
            const decoded = await decodeToPcm(core, probed.info, out)
            if ('info' in decoded) expect(readThrough(decoded.info)).toBe(true)
          }),
          { numRuns: COMPRESSED_RUNS, seed: SEED },
        )
      },
      LIMIT_MS,
    )
  }
})

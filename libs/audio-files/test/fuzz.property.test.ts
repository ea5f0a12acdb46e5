import { closeSync, ftruncateSync, openSync, readFileSync, writeSync } from 'node:fs'
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
import { describe, expect, onTestFinished, test } from 'vitest'
import { arena, loadCore, scratchFolder } from './_audio.ts'
import { Cost, MOST } from './_cost.ts'

const folder = scratchFolder()
const isFull = process.env.MIXWRIGHT_FULL !== undefined
const WAV_RUNS = isFull ? 100_000 : 3000
const COMPRESSED_RUNS = isFull ? 2500 : 30
/** The long run may take half an hour. */
const LIMIT_MS = isFull ? 1_800_000 : 60_000
/** Of ffmpeg's core. */
const MOST_CORE_BYTES = 128 * 2 ** 20
const SEED = Number(process.env.SEED ?? 1)

const noCore = () => FfmpegCore.loadFrom('file:///nowhere/module.js')

/** A change to a file's bytes, that far from its start at most. */
const mutationWithin = (most: number) =>
  fc.oneof(
    fc.record({ kind: fc.constant('byte' as const), at: fc.nat(most), value: fc.nat(255) }),
    fc.record({
      kind: fc.constant('size' as const),
      at: fc.nat(most),
      value: fc.constantFrom(0, 1, 2, 0x7fff_f000, 0x8000_0000, 0xffff_fff7, 0xffff_ffff),
    }),
    fc.record({ kind: fc.constant('cut' as const), at: fc.nat(2 * most) }),
    fc.record({ kind: fc.constant('insert' as const), at: fc.nat(most), bytes: fc.uint8Array({ maxLength: 40 }) }),
    fc.record({ kind: fc.constant('repeat' as const), at: fc.nat(most), length: fc.nat(60) }),
    fc.record({
      kind: fc.constant('chunk' as const),
      at: fc.constantFrom(12, 36, 48, 84),
      id: fc.constantFrom('data', 'fmt ', 'ds64', 'LIST', 'JUNK', 'RIFF', 'fact'),
      size: fc.constantFrom(0, 1, 7, 28, 0xffff_ffff),
    }),
  )
const mutation = mutationWithin(200)
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

/** The file with the checksums of its Ogg pages made true again, so that what changed gets past them. */
function sealOgg(bytes: Buffer): Buffer {
  const sealed = Buffer.from(bytes)
  for (let at = sealed.indexOf('OggS'); at >= 0 && at + 27 <= sealed.length; ) {
    const segments = sealed.subarray(at + 27, at + 27 + sealed[at + 26]!)
    const end = at + 27 + segments.length + segments.reduce((sum, one) => sum + one, 0)
    sealed.writeUInt32LE(0, at + 22)
    sealed.writeUInt32LE(oggChecksum(sealed.subarray(at, end)), at + 22)
    at = sealed.indexOf('OggS', at + 4)
  }
  return sealed
}

/** RFC 3533: polynomial 0x04c11db7, the highest bit first, from 0. */
function oggChecksum(page: Uint8Array): number {
  let sum = 0
  for (const byte of page) {
    sum ^= byte << 24
    for (let bit = 0; bit < 8; bit++) sum = (sum << 1) ^ (sum < 0 ? 0x04c11db7 : 0)
  }
  return sum >>> 0
}

/** A file that other bytes are put into over and over: cutting it to nothing before takes longer than reading it. */
function rewritable(path: string): (bytes: Uint8Array) => void {
  const file = openSync(path, 'w')
  onTestFinished(() => closeSync(file))
  return (bytes) => {
    writeSync(file, bytes, 0, bytes.length, 0)
    ftruncateSync(file, bytes.length)
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
    `read or refuse ${WAV_RUNS} mutated WAV files, each within ${MOST.cpuMs} ms of CPU (SEED=${SEED})`,
    async () => {
      const seeds = wavSeeds()
      const path = join(folder, 'mutated.wav')
      const rewrite = rewritable(path)
      let read = 0
      let repaired = 0
      let refused = 0
      const cost = new Cost()
      const readOrRefuse = async () => {
        const probed = await probeAudio(path, noCore)
        if ('problem' in probed) refused++
        else if (probed.info.pcm !== null) {
          expect(probed.info.frames).toBeGreaterThan(0)
          expect(readThrough({ ...probed.info, pcm: probed.info.pcm })).toBe(true)
          if (probed.info.repairs.length > 0) repaired++
          read++
        }
      }
      await fc.assert(
        fc.asyncProperty(
          fc.constantFrom(...seeds),
          fc.array(mutation, { minLength: 1, maxLength: 4 }),
          async (seed, changes) => {
            rewrite(changes.reduce(mutate, seed))
            await cost.of(readOrRefuse)
          },
        ),
        { numRuns: WAV_RUNS, seed: SEED },
      )
      process.stdout.write(`fuzz wav: ${cost}; ${read} read (${repaired} repaired), ${refused} refused\n`)
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
        const rewrite = rewritable(path)
        const out = join(folder, `mutated.${codec}.wav`)
        // Half of them in the headers.
        const anywhere = fc.oneof(mutation, mutationWithin(seed.length))
        const cost = new Cost()
        let read = 0
        let refused = 0
        const readOrRefuse = async () => {
          const probed = await probeAudio(path)
          const decoded = 'problem' in probed ? probed : await decodeToPcm(core, probed.info, out)
          if ('problem' in decoded) refused++
          else {
            expect(readThrough(decoded.info)).toBe(true)
            read++
          }
          expect(core.heapBytes).toBeLessThanOrEqual(MOST_CORE_BYTES)
        }
        await fc.assert(
          fc.asyncProperty(
            fc.array(anywhere, { minLength: 1, maxLength: 4 }),
            fc.boolean(),
            async (changes, isSealed) => {
              const bytes = changes.reduce(mutate, seed)
              rewrite(isSealed ? sealOgg(bytes) : bytes)
              await cost.of(readOrRefuse)
            },
          ),
          { numRuns: COMPRESSED_RUNS, seed: SEED },
        )
        process.stdout.write(`fuzz ${codec}: ${cost}; ${read} read, ${refused} refused\n`)
        expect(read).toBeGreaterThan(0)
        expect(refused).toBeGreaterThan(0)
      },
      LIMIT_MS,
    )
  }
})

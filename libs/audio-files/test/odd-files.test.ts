import { closeSync, ftruncateSync, openSync, statSync, truncateSync, writeFileSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { decodeToPcm, openPcm, probeAudio } from '@mixwright/audio-files'
import { beforeAll, describe, expect, test } from 'vitest'
import { printTried } from '../../../test/_tried.ts'
import { arena, loadCore, pcmOf, samplesOf, scratchFolder } from './_audio.ts'

printTried('files whose headers lie')

const folder = scratchFolder()
const GIB = 2 ** 30
/** Bounds of what one file may cost, however large it says it is. */
const MOST_CPU_MS = 1000
const MOST_LINEAR_BYTES = 1 << 20

interface Shape {
  riff?: string
  riffBytes?: number
  tag?: number
  channels?: number
  rateHz?: number
  bits?: number
  blockBytes?: number
  dataBytes?: number
  /** Sizes of a `ds64` chunk. */
  long?: { riff: number; data: number }
}

const u32 = (value: number) => {
  const bytes = Buffer.alloc(4)
  bytes.writeUInt32LE(value)
  return bytes
}
const u16 = (value: number) => u32(value).subarray(0, 2)
const u64 = (value: number) => Buffer.concat([u32(value % 2 ** 32), u32(Math.floor(value / 2 ** 32))])

/** A WAV header that says what it is told to say. */
function header(shape: Shape): Buffer {
  const { riff = 'RIFF', tag = 1, channels = 2, rateHz = 48_000, bits = 16, dataBytes = 0, long } = shape
  const { riffBytes = 36 + dataBytes, blockBytes = channels * Math.ceil(bits / 8) } = shape
  const ds64 = long
    ? [Buffer.from('ds64'), u32(28), u64(long.riff), u64(long.data), u64(Math.floor(long.data / blockBytes)), u32(0)]
    : []
  return Buffer.concat([
    Buffer.from(riff),
    u32(riffBytes),
    Buffer.from('WAVE'),
    ...ds64,
    Buffer.from('fmt '),
    u32(16),
    ...[u16(tag), u16(channels), u32(rateHz), u32(rateHz * blockBytes > 0xffffffff ? 0 : rateHz * blockBytes)],
    ...[u16(blockBytes % 65_536), u16(bits)],
    Buffer.from('data'),
    u32(dataBytes),
  ])
}

const HEAD = header({}).length

/** Writes a file that has a header, some samples, and a hole up to its length. */
function write(name: string, head: Buffer, body: Uint8Array, length = head.length + body.length): string {
  const path = join(folder, name)
  const fd = openSync(path, 'w')
  writeSync(fd, Buffer.concat([head, body]))
  ftruncateSync(fd, length)
  closeSync(fd)
  return path
}

const samples = (count: number) => Buffer.concat(Array.from({ length: count }, (_, n) => u16(n % 1000)))
const floats = (...values: number[]) => Buffer.from(Float32Array.from(values).buffer)

const CUT = (says: number, has: number) => `cut off: the header promises ${says} bytes of audio, the file holds ${has}`

/** Frames that are read, and what is said; or the code of the refusal, and its words. */
type Row = [
  what: string,
  head: Buffer,
  body: Uint8Array,
  length: number | undefined,
  outcome: [number | string, ...string[]],
]

const ROWS: Row[] = [
  ['no byte', Buffer.alloc(0), Buffer.alloc(0), undefined, ['AUDIO_EMPTY', 'the file has no bytes']],
  ['4 bytes', Buffer.from('RIFF'), Buffer.alloc(0), undefined, ['AUDIO_NOT_AUDIO', 'no known audio format']],
  ['a header without audio', header({}), Buffer.alloc(0), undefined, ['AUDIO_EMPTY', 'holds no audio (0 frames)']],
  [
    'zero channels',
    header({ channels: 0, dataBytes: 8 }),
    samples(4),
    undefined,
    ['AUDIO_DAMAGED', 'the header says 0 channels'],
  ],
  [
    '0 Hz',
    header({ rateHz: 0, dataBytes: 8 }),
    samples(4),
    undefined,
    ['AUDIO_DAMAGED', 'the header says a sample rate of 0 Hz'],
  ],
  [
    '1 Hz',
    header({ rateHz: 1, dataBytes: 8 }),
    samples(4),
    undefined,
    ['AUDIO_UNSUPPORTED', 'sample rate: got 1 Hz, allowed 1000 to 768000 Hz'],
  ],
  [
    '10 MHz',
    header({ rateHz: 1e7, dataBytes: 8 }),
    samples(4),
    undefined,
    ['AUDIO_UNSUPPORTED', 'sample rate: got 10000000 Hz, allowed 1000 to 768000 Hz'],
  ],
  [
    '200 channels',
    header({ channels: 200, dataBytes: 800 }),
    samples(400),
    undefined,
    ['AUDIO_UNSUPPORTED', 'channels: got 200, allowed 1 to 64'],
  ],
  [
    '65 535 channels',
    header({ channels: 65_535, dataBytes: 800 }),
    samples(400),
    undefined,
    ['AUDIO_UNSUPPORTED', 'channels: got 65535, allowed 1 to 64'],
  ],
  [
    '0 bits',
    header({ bits: 0, dataBytes: 8 }),
    samples(4),
    undefined,
    ['AUDIO_DAMAGED', 'the header says 0 bits a sample'],
  ],
  [
    '99 bits',
    header({ bits: 99, dataBytes: 26 }),
    samples(13),
    undefined,
    ['AUDIO_UNSUPPORTED', 'bits of int samples: got 99, allowed 1 to 64'],
  ],
  [
    'a block of 0 bytes',
    header({ blockBytes: 0, dataBytes: 8 }),
    samples(4),
    undefined,
    [2, 'a block of 0 bytes does not fit 2 x 16 bits: taken as 4'],
  ],
  ['a size beyond the end', header({ dataBytes: 4000 }), samples(100), undefined, [50, CUT(4000, 200)]],
  [
    'a size of 2 GiB',
    header({ dataBytes: 2 * GIB - 0x20000 }),
    samples(100),
    undefined,
    [50, CUT(2 * GIB - 0x20000, 200)],
  ],
  [
    'a size of 4 GiB - 1',
    header({ dataBytes: 0xffffffff, riffBytes: 0xffffffff }),
    samples(100),
    undefined,
    [50, 'the header has no length (written to a pipe): read to the end of the file'],
  ],
  [
    'a RIFF size of 0',
    header({ riffBytes: 0, dataBytes: 200 }),
    samples(100),
    undefined,
    [50, 'the RIFF size says the file ends at byte 8, but its audio ends at 244'],
  ],
  [
    'a RIFF size beyond the end',
    header({ riffBytes: 9999, dataBytes: 200 }),
    samples(100),
    undefined,
    [50, 'the RIFF size says the file ends at byte 10007, but it ends at 244'],
  ],
  [
    'a tail cut inside a frame',
    header({ dataBytes: 400 }),
    samples(100).subarray(0, 199),
    undefined,
    [49, CUT(400, 199), '3 bytes after the last whole frame ignored'],
  ],
  [
    'NaN and infinities',
    header({ tag: 3, bits: 32, dataBytes: 24 }),
    floats(Number.NaN, 0.5, Infinity, -0.5, -Infinity, 1),
    undefined,
    [3],
  ],
  ['A-law, cut off', header({ tag: 6, bits: 8, dataBytes: 400 }), samples(100), undefined, [100, CUT(400, 200)]],
  ['ADPCM without its tables', header({ tag: 2, bits: 4, dataBytes: 200 }), samples(100), undefined, ['AUDIO_DAMAGED']],
  [
    '5 GiB as RF64',
    header({ riff: 'RF64', riffBytes: 0xffffffff, dataBytes: 0xffffffff, long: { riff: 5 * GIB + 72, data: 5 * GIB } }),
    samples(100),
    5 * GIB + 80,
    [(5 * GIB) / 4],
  ],
  [
    '5 GiB as RF64 that lies by 1 GiB',
    header({ riff: 'RF64', riffBytes: 0xffffffff, dataBytes: 0xffffffff, long: { riff: 6 * GIB + 72, data: 6 * GIB } }),
    samples(100),
    5 * GIB + 80,
    [(5 * GIB) / 4, CUT(6 * GIB, 5 * GIB)],
  ],
  [
    '5 GiB as RIFF whose size wrapped round',
    header({ riffBytes: GIB + 36, dataBytes: GIB }),
    samples(100),
    5 * GIB + HEAD,
    [GIB / 4, `${4 * GIB} bytes after the end of the RIFF ignored`],
  ],
  [
    '5 GiB as RIFF of 4 GiB - 1',
    header({ riffBytes: 0xffffffff, dataBytes: 0xffffffff }),
    samples(100),
    5 * GIB + HEAD,
    [(5 * GIB) / 4, 'the header has no length (written to a pipe): read to the end of the file'],
  ],
  [
    '5 GiB as RIFF without sizes',
    header({ riffBytes: 0, dataBytes: 0 }),
    samples(100),
    5 * GIB + HEAD,
    [(5 * GIB) / 4, 'the header says no audio (never finished): read to the end of the file'],
  ],
  [
    'a 64-bit size beyond counting',
    header({ riff: 'RF64', riffBytes: 0xffffffff, dataBytes: 0xffffffff, long: { riff: 2 ** 60, data: 2 ** 60 } }),
    samples(100),
    undefined,
    [50, 'the header has no length (written to a pipe): read to the end of the file'],
  ],
]

/** What becomes of a file that is looked at, and decoded if need be. */
async function readOrRefuse(path: string) {
  const probed = await probeAudio(path)
  if ('problem' in probed || probed.info.pcm !== null) return probed
  return decodeToPcm(loadCore(), probed.info, join(folder, 'decoded.wav'))
}

describe('odd WAV files', () => {
  // ffmpeg's core is compiled once in a thread, for about a second.
  beforeAll(() => loadCore().inspect([], []))

  test.each(ROWS)('%s', async (what, head, body, length, [frames, ...said]) => {
    const path = write(`${ROWS.findIndex(([name]) => name === what)}.wav`, head, body, length)
    const before = arena.memory.buffer.byteLength
    const start = process.cpuUsage()
    const probed = await readOrRefuse(path)
    if (typeof frames === 'string') {
      expect(probed).toMatchObject({ problem: { code: frames, ...(said[0] ? { message: said[0] } : {}) } })
    } else {
      const file = await pcmOf(path, folder)
      expect([file.frames, ...file.repairs]).toEqual([frames, ...said])
      const mark = arena.mark()
      const reader = openPcm(file, arena)
      const at = arena.allocFrames(64)
      for (const frame of [0, file.frames - 64]) {
        reader.readInto(at, frame, 64)
        expect(arena.f64(at, 128).every(Number.isFinite)).toBe(true)
      }
      reader.close()
      arena.release(mark)
    }
    const { user, system } = process.cpuUsage(start)
    expect((user + system) / 1000).toBeLessThan(MOST_CPU_MS)
    expect(arena.memory.buffer.byteLength - before).toBeLessThanOrEqual(MOST_LINEAR_BYTES)
  })

  test('a file that is cut while it is open is told, and that before a sample is made up', async () => {
    const path = write('shrinks.wav', header({ dataBytes: 400_000 }), samples(200_000))
    const file = await pcmOf(path, folder)
    expect(samplesOf(file)).toHaveLength(200_000)
    truncateSync(path, 1000)
    expect(() => samplesOf(file)).toThrow(/AUDIO_DAMAGED became shorter/)
    writeFileSync(path, '')
    expect(statSync(path).size).toBe(0)
    expect(await probeAudio(path)).toMatchObject({ problem: { code: 'AUDIO_EMPTY' } })
  })
})

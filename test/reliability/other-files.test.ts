import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { encodeAudio, FfmpegCore } from '@mixwright/audio-files'
import type { Diagnostic } from '@mixwright/project'
import { checkMix, masterFile, measureFiles, renderAlbum, renderMix, verifyMix } from '@mixwright/session'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { png as wholePng } from '../_picture.ts'
import { floatWav, noise, type Recording, temporaryFolder, writeSong } from '../_song.ts'
import { printTried } from '../_tried.ts'

printTried('hostile albums, presets, locks, responses, covers and rates')

const RUNS = process.env.MIXWRIGHT_FULL ? 150 : 6
const STEMS = { 'a.wav': noise(1, 0.2, 0.2) }
const errorsOf = (diagnostics: readonly Diagnostic[]) => {
  return [...new Set(diagnostics.filter(({ severity }) => severity === 'error').map(({ code }) => code))]
}
const repeat = (count: number, text: (index: number) => string) =>
  Array.from({ length: count }, (_, i) => text(i)).join('')
const bomb = repeat(30, (i) => `a${i + 1}: &a${i + 1} [ *a${i}, *a${i} ]\n`)

/** Texts that no YAML file of ours may be, and what is said of them. */
const TEXTS: [what: string, text: string | Uint8Array, codes: string[]][] = [
  ['nothing', '', ['YAML_EMPTY']],
  ['bytes of a picture', Buffer.from('89504e470d0a1a0a0000000d49484452ffff', 'hex'), ['YAML_NOT_TEXT']],
  ['UTF-16', Buffer.from('\ufeffa: 1\n', 'utf16le'), ['YAML_NOT_TEXT']],
  ['aliases that double', `a0: &a0 [ 1 ]\n${bomb}`, ['YAML_ALIAS_BOMB']],
  ['a million brackets', `x: ${'['.repeat(1_000_000)}`, ['YAML_TOO_DEEP']],
  ['a list', '- a\n', ['YAML_NOT_A_MAP']],
  ['a key twice', 'title: a\ntitle: b\n', ['YAML_DUPLICATE_KEY', 'PROJECT_UNKNOWN_KEY', 'PROJECT_MISSING_KEY']],
  ['__proto__', '__proto__: { x: 1 }\n', ['PROJECT_UNKNOWN_KEY', 'PROJECT_MISSING_KEY']],
  ['17 MiB', `# ${'x'.repeat(17 << 20)}`, ['YAML_TOO_LARGE']],
]

describe('an album file of', () => {
  test.each(TEXTS)('%s is refused', async (_, text, codes) => {
    const folder = temporaryFolder()
    writeFileSync(join(folder, 'album.yaml'), text)
    const { document } = await renderAlbum(folder)
    const found = errorsOf(document.diagnostics)
    expect(found.length).toBeGreaterThan(0)
    expect(codes).toEqual(expect.arrayContaining(found))
    expect(readdirSync(folder)).toEqual(['album.yaml'])
  })

  test.each([
    ['5000 tracks', `mixwrightAlbum: 1\ntracks:\n${repeat(5000, () => '  - file: a.wav\n')}`],
    ['itself as its song', 'mixwrightAlbum: 1\ntracks: [ { song: album.yaml } ]\n'],
    ['a folder as its track', 'mixwrightAlbum: 1\ntracks: [ { file: . } ]\n'],
    ['a gap without end', 'mixwrightAlbum: 1\ngap: 1e300\ntracks: [ { file: a.wav } ]\n'],
    ['a gain of NaN', 'mixwrightAlbum: 1\ntracks: [ { file: a.wav, gain: .nan } ]\n'],
  ])('%s is refused', async (_, text) => {
    const folder = temporaryFolder()
    writeFileSync(join(folder, 'album.yaml'), text)
    writeFileSync(join(folder, 'a.wav'), floatWav(STEMS['a.wav']))
    const { document } = await renderAlbum(folder)
    expect(errorsOf(document.diagnostics).length).toBeGreaterThan(0)
    expect(readdirSync(folder).sort()).toEqual(['a.wav', 'album.yaml'])
  })
})

test.each(TEXTS)('a preset of %s is refused, with its own place', async (what, text, codes) => {
  const folder = writeSong('mixwright: 1\nstems: { a: { use: p.yaml, file: a.wav } }\n', STEMS)
  writeFileSync(join(folder, 'p.yaml'), text)
  const { diagnostics } = await checkMix(folder)
  const found = errorsOf(diagnostics)
  if (what !== 'nothing') expect(found.length).toBeGreaterThan(0)
  expect(codes).toEqual(expect.arrayContaining(found))
  for (const { file } of diagnostics.filter(({ code }) => code !== 'PROJECT_MISSING_KEY'))
    expect(file).toMatch(/p\.yaml$/)
})

describe('a mix.lock of', () => {
  const folder = () => writeSong('mixwright: 1\nstems: { a: { file: a.wav } }\n', STEMS)
  const deep = 5000
  test.each([
    ['nothing', ''],
    ['text', 'hello'],
    ['a list', '[]'],
    ['null', 'null'],
    ['lists 5000 deep', '['.repeat(deep) + ']'.repeat(deep)],
    ['a million open braces', '{"a":'.repeat(1_000_000)],
    ['a byte-order mark', '\ufeff{}'],
    ['__proto__', '{"__proto__":{"lockVersion":1},"about":"x"}'],
    ['a version beyond numbers', '{"lockVersion":1e999}'],
    [
      'wrong shapes',
      '{"lockVersion":1,"engine":[],"description":1,"presets":null,"inputs":"x","mix":[],"deliveries":{}}',
    ],
    ['marks of git', '<<<<<<< a\n{}\n=======\n{}\n>>>>>>> b\n'],
  ])('%s is LOCK_DAMAGED, stays as it is in verify, and is written anew by render', async (_, text) => {
    const song = folder()
    const path = join(song, 'mix.lock')
    writeFileSync(path, text)
    const { diagnostics } = (await verifyMix(song)).result
    expect(errorsOf(diagnostics)).toEqual(['LOCK_DAMAGED'])
    expect(readFileSync(path, 'utf8')).toBe(text)
  })
})

const LOADED = FfmpegCore.load()

describe('caches', () => {
  test(`that were written over in ${RUNS} ways change no sample, no lock and no figure`, async () => {
    const text = `mixwright: 1
stems: { a: { file: a.wav, gain: -3 dB }, b: { file: b.mp3 } }
deliver: { archive: {} }
`
    const song = writeSong(text, STEMS)
    if ('problem' in LOADED) throw new Error(LOADED.problem.message)
    const { frames, at }: Recording = noise(2, 0.1, 0.2)
    writeFileSync(join(song, 'source.wav'), floatWav({ frames, channels: 2, at }))
    await encodeAudio(LOADED.core, join(song, 'source.wav'), join(song, 'b.mp3'), { codec: 'mp3' })
    const made = async () => {
      const { timings, ...result } = (await renderMix(song, { jobs: 1 })).result
      expect(errorsOf(result.diagnostics), JSON.stringify(result.diagnostics)).toEqual([])
      return { ...result, lock: readFileSync(join(song, 'mix.lock'), 'utf8') }
    }
    const first = await made()
    let changed = 0
    await fc.assert(
      fc.asyncProperty(hostile, fc.nat(), async (change, which) => {
        const files = filesIn(join(song, '.mixwright'))
        const path = files[which % files.length]!
        const bytes = readFileSync(path)
        const written = change(bytes)
        writeFileSync(path, written)
        if (!written.equals(bytes)) changed++
        expect(await made(), relative(song, path)).toEqual(first)
      }),
      { numRuns: RUNS },
    )
    expect(changed).toBeGreaterThan(RUNS / 2)
    process.stdout.write(`caches: ${RUNS} files written over\n`)
  }, 600_000)
})

function filesIn(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((name) => join(folder, name))
    .filter((path) => statSync(path).isFile())
    .sort()
}

/** What may become of a file: cut, flipped, replaced, or JSON in which one value is another. */
const hostile = fc.oneof(
  fc.nat().map((at) => (bytes: Buffer) => Buffer.from(bytes.subarray(0, at % bytes.length))),
  fc.nat().map((at) => (bytes: Buffer) => {
    const flipped = Buffer.from(bytes)
    flipped[at % bytes.length]! ^= 0x20
    return flipped
  }),
  fc
    .constantFrom('', '{}', '[]', 'null', '1', '{"__proto__":{"x":1}}', '['.repeat(5000))
    .map((text) => () => Buffer.from(text)),
  fc.tuple(fc.nat(), fc.constantFrom<unknown>(null, -1, 'x', [], {}, true)).map(([at, value]) => (bytes: Buffer) => {
    try {
      const document = JSON.parse(bytes.toString('utf8'))
      const places: [object, string][] = []
      JSON.stringify(document, function (key, item) {
        if (key !== '') places.push([this as object, key])
        return item
      })
      const [owner, key] = places[at % places.length]!
      Reflect.set(owner, key, value)
      return Buffer.from(JSON.stringify(document))
    } catch {
      return Buffer.from('{')
    }
  }),
)

describe('an impulse response', () => {
  const text = 'mixwright: 1\nstems: { a: { file: a.wav, inserts: [ { convolution: { file: ir.wav } } ] } }\n'
  test.each<[what: string, wav: Uint8Array, codes: string[]]>([
    ['of no bytes', Buffer.alloc(0), ['AUDIO_EMPTY']],
    ['of text', Buffer.from('hello, this is not sound at all'), ['AUDIO_NOT_AUDIO']],
    ['of no frames', floatWav({ frames: 0, at: () => 0 }), ['AUDIO_EMPTY']],
    ['of one sample', floatWav({ frames: 1, at: () => 1 }), []],
    ['of zeros', floatWav({ frames: 1000, at: () => 0 }), []],
    ['of NaN', floatWav({ frames: 1000, at: () => Number.NaN }), []],
    ['of 1e30', floatWav({ frames: 1000, at: () => 1e30 }), []],
    ['at 1 kHz', floatWav({ frames: 100, sampleRateHz: 1000, at: () => 0.1 }), ['AUDIO_UNSUPPORTED']],
  ])('%s ends in sound that is finite, or is refused', async (_, wav, codes) => {
    const folder = writeSong(text, STEMS)
    writeFileSync(join(folder, 'ir.wav'), wav)
    const { result } = await renderMix(folder, { mixOnly: true })
    expect(errorsOf(result.diagnostics)).toEqual(codes)
    if (codes.length > 0) expect(result.mix).toBeNull()
    else expect(result.mix!.samplePeakDbfs).toBeLessThan(700)
  })
})

test.each([1000, 7999, 384_001, 768_000])(
  'a file at %i Hz is refused by render, master, measure and album',
  async (sampleRateHz) => {
    const folder = writeSong('mixwright: 1\nstems: { a: { file: a.wav } }\n', {
      'a.wav': { frames: 40_000, channels: 2, sampleRateHz, at: () => 0.1 },
    })
    writeFileSync(join(folder, 'album.yaml'), 'mixwrightAlbum: 1\ntracks: [ { file: a.wav } ]\n')
    const path = join(folder, 'a.wav')
    const told = [
      (await renderMix(folder)).result.diagnostics,
      (await masterFile(path, { targets: ['archive'] })).diagnostics,
      (await measureFiles([path])).diagnostics,
      (await renderAlbum(folder)).document.diagnostics,
    ]
    expect(told.map(errorsOf)).toEqual([
      ['AUDIO_UNSUPPORTED'],
      ['AUDIO_UNSUPPORTED'],
      ['AUDIO_UNSUPPORTED'],
      ['AUDIO_UNSUPPORTED'],
    ])
  },
)

describe('a cover', () => {
  const png = (width: number, height: number, tail = '') => {
    const bytes = Buffer.from(`89504e470d0a1a0a0000000d49484452000000000000000008020000000000000000${tail}`, 'hex')
    bytes.writeUInt32BE(width, 16)
    bytes.writeUInt32BE(height, 20)
    return bytes
  }
  const jpeg = (...parts: string[]) => Buffer.from(`ffd8${parts.join('')}`, 'hex')
  const SCAN = 'ffda000c03010002110311003f00'
  const frame = (width: string, height: string) => `ffc0001108${height}${width}03012200021101031101`
  test.each<[what: string, bytes: Uint8Array, codes: string[]]>([
    ['PNG of 2^31 pixels a side', png(0x7fffffff, 0x7fffffff), ['ARTWORK_UNUSABLE']],
    ['PNG of 65 535 x 1 pixels', png(65_535, 1), ['ARTWORK_UNUSABLE']],
    ['PNG of no size', png(0, 600), ['ARTWORK_UNUSABLE']],
    ['PNG cut in its header', png(600, 600).subarray(0, 20), ['ARTWORK_UNUSABLE']],
    ['PNG whose chunk says 4 GiB', png(600, 600, 'ffffffff49444154'), ['ARTWORK_UNUSABLE']],
    ['whole PNG', wholePng(64, 64), []],
    ['PNG cut in its last chunk', wholePng(64, 64).subarray(0, -4), ['ARTWORK_UNUSABLE']],
    ['PNG cut in its middle', wholePng(64, 64).subarray(0, 70), ['ARTWORK_UNUSABLE']],
    ['PNG with a bit flipped', wholePng(64, 64).fill(0x55, 70, 71), ['ARTWORK_UNUSABLE']],
    ['whole JPEG', jpeg(frame('0040', '0040'), SCAN, '1234ffd9'), []],
    ['JPEG cut in its scan', jpeg(frame('0040', '0040'), SCAN, '1234'), ['ARTWORK_UNUSABLE']],
    ['JPEG cut after a preview', jpeg('ffe10006ffd8ffd9', frame('0040', '0040'), SCAN), ['ARTWORK_UNUSABLE']],
    ['JPEG without a scan', jpeg(frame('0040', '0040'), 'ffd9'), ['ARTWORK_UNUSABLE']],
    ['JPEG of 65 535 pixels a side', jpeg('ffe00004ffff', frame('ffff', 'ffff')), ['ARTWORK_UNUSABLE']],
    ['JPEG whose segments have no length', jpeg('ffe00000'.repeat(1_000_000)), ['ARTWORK_UNUSABLE']],
    ['JPEG of fill bytes', jpeg('ff'.repeat(4_000_000)), ['ARTWORK_UNUSABLE']],
    ['JPEG whose segment leads beyond its end', jpeg('ffe0ffff00'), ['ARTWORK_UNUSABLE']],
    ['GIF', Buffer.from('GIF89a'), ['ARTWORK_UNUSABLE']],
    ['SVG with a script', Buffer.from('<svg><script>alert(1)</script></svg>'), ['ARTWORK_UNUSABLE']],
    ['file of no bytes', Buffer.alloc(0), ['ARTWORK_UNUSABLE']],
    ['file of 17 MB', Buffer.concat([png(600, 600), Buffer.alloc(17e6)]), ['ARTWORK_UNUSABLE']],
  ])('%s', async (_, bytes, codes) => {
    const folder = writeSong(
      'mixwright: 1\nartwork: cover.png\nstems: { a: { file: a.wav } }\ndeliver: { archive: {} }\n',
      STEMS,
    )
    writeFileSync(join(folder, 'cover.png'), bytes)
    const start = process.cpuUsage()
    const { diagnostics } = await checkMix(folder)
    expect(errorsOf(diagnostics)).toEqual(codes)
    expect(process.cpuUsage(start).user / 1e6).toBeLessThan(2)
  })
})

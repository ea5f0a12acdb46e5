import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import {
  type Artwork,
  type AudioTags,
  type DeliveryCodec,
  encodeAudio,
  hashFile,
  hashPcm,
  readArtwork,
  WavWriter,
  writeTags,
} from '@mixwright/audio-files'
import { beforeAll, describe, expect, test } from 'vitest'
import { missing } from '../../../test/_tools.ts'
import { infoOf, loadCore, pcmOf, scratchFolder } from './_audio.ts'

const reason = missing('ffmpeg')

const folder = scratchFolder()

const TAGS: AudioTags = {
  title: 'Nächtlich 夜',
  artist: 'The Placeholders',
  album: 'Odd & Even',
  albumArtist: 'Various',
  composer: 'C. Poser',
  songwriter: 'W. Ord',
  track: { number: 3, of: 12 },
  disc: { number: 1, of: 2 },
  date: '2026-11-22',
  genre: 'Test',
  comment: 'a remark',
  copyright: '2026 Nobody',
  isrc: 'QZ-ABC-26-00001',
  upc: '0123456789012',
  trackGain: { integratedLufs: -11.483, truePeakDbtp: -1 },
}

const ONE_PIXEL: Artwork = {
  mimeType: 'image/png',
  widthPx: 1,
  heightPx: 1,
  depthBits: 24,
  bytes: Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex'),
}

/** What ffprobe calls the tags of each container. */
const COMMON = {
  title: 'Nächtlich 夜',
  artist: 'The Placeholders',
  album: 'Odd & Even',
  album_artist: 'Various',
  composer: 'C. Poser',
  date: '2026-11-22',
  genre: 'Test',
  comment: 'a remark',
  copyright: '2026 Nobody',
}
/** -18 LUFS less -11.483 LUFS, and -1 dBTP as a factor. */
const REPLAY_GAIN = { replaygain_track_gain: '-6.52 dB', replaygain_track_peak: '0.891251' }
/** (-23 + 11.483) x 256. */
const R128_GAIN = { r128_track_gain: '-2948' }
const VORBIS = {
  ...COMMON,
  lyricist: 'W. Ord',
  track: '3',
  tracktotal: '12',
  disc: '1',
  disctotal: '2',
  isrc: 'QZABC2600001',
  barcode: '0123456789012',
}
const MP4 = {
  ...COMMON,
  lyricist: 'W. Ord',
  track: '3/12',
  disc: '1/2',
  isrc: 'QZABC2600001',
  barcode: '0123456789012',
}
const ID3 = {
  ...COMMON,
  text: 'W. Ord',
  track: '3/12',
  disc: '1/2',
  tsrc: 'QZABC2600001',
  barcode: '0123456789012',
}
const CONTAINERS: readonly (readonly [DeliveryCodec, string, Record<string, string>])[] = [
  ['flac', 'flac', { ...VORBIS, ...REPLAY_GAIN }],
  ['opus', 'opus', { ...VORBIS, ...R128_GAIN }],
  ['ogg', 'ogg', { ...VORBIS, ...REPLAY_GAIN }],
  ['mp3', 'mp3', { ...ID3, ...REPLAY_GAIN }],
  ['aac', 'm4a', { ...MP4, ...REPLAY_GAIN }],
  ['alac', 'm4a', { ...MP4, ...REPLAY_GAIN }],
]

const wav = join(folder, 'in.wav')
new WavWriter(wav, { format: '24', channels: 2, sampleRateHz: 48000 }).finish(6000)

async function encode(name: string, codec: DeliveryCodec, extension: string, tags: AudioTags): Promise<string> {
  const path = join(folder, `${name}-${codec}.${extension}`)
  expect(await encodeAudio(loadCore(), wav, path, { codec, tags })).toBeUndefined()
  return path
}

function run(command: string, args: readonly string[]): string {
  const { status, stdout, stderr } = spawnSync(command, ['-v', 'error', ...args], { encoding: 'utf8' })
  expect([status, stderr]).toEqual([0, ''])
  return stdout
}

/** Tags of container and audio as ffprobe names them, in lower case. */
function ffprobeTags(path: string): Record<string, string> {
  const answer = JSON.parse(run('ffprobe', ['-show_streams', '-show_format', '-of', 'json', path]))
  const audio = answer.streams.find((stream: { codec_type: string }) => stream.codec_type === 'audio')
  const all = { ...audio.tags, ...answer.format.tags }
  return Object.fromEntries(Object.entries(all).map(([name, text]) => [name.toLowerCase(), text as string]))
}

/** A picture made by ffmpeg; `noise` makes it large, so that it spans pages and blocks. */
function picture(name: string, sizePx: string, filter = 'null'): { path: string; artwork: Artwork } {
  const path = join(folder, name)
  run('ffmpeg', ['-y', '-f', 'lavfi', '-i', `testsrc2=s=${sizePx}`, '-vf', filter, '-frames:v', '1', path])
  const read = readArtwork(readFileSync(path))
  if (!('artwork' in read)) throw new Error(read.reason)
  return { path, artwork: read.artwork }
}

describe.skipIf(reason)('tags, read by ffprobe', () => {
  let jpeg: ReturnType<typeof picture>
  let png: ReturnType<typeof picture>

  beforeAll(() => {
    jpeg = picture('cover.jpg', '400x400', 'noise=alls=100')
    png = picture('cover.png', '240x160', 'noise=alls=100')
  })

  test.each(CONTAINERS)(
    '%s carries all of them, and a cover of more than 64 kB bit for bit',
    async (codec, extension, want) => {
      const { path: cover, artwork } = codec === 'flac' || codec === 'aac' || codec === 'ogg' ? jpeg : png
      expect(artwork.bytes.length).toBeGreaterThan(65_536)
      const file = await encode('tagged', codec, extension, { ...TAGS, artwork })
      expect(ffprobeTags(file)).toMatchObject(want)
      const out = join(folder, `${codec}.img`)
      // Decoding all of the audio at the same time shows that it was not moved from where the file says it is.
      const audio = ['-map', '0:a', '-f', 'null', '-']
      run('ffmpeg', ['-y', '-i', file, '-map', '0:v', '-c', 'copy', '-f', 'image2pipe', out, ...audio])
      expect(hashFile(out)).toBe(hashFile(cover))
      expect(hashFile(await encode('again', codec, extension, { ...TAGS, artwork }))).toBe(hashFile(file))
    },
  )
})

describe('tags', () => {
  test.each(CONTAINERS)(
    '%s has the same samples with them and without, and keeps nothing of former ones',
    async (codec, extension) => {
      const bare = await encode('bare', codec, extension, {})
      const tagged = await encode('same', codec, extension, { ...TAGS, artwork: ONE_PIXEL })
      expect((await infoOf(tagged)).frames).toBe((await infoOf(bare)).frames)
      expect(hashPcm(await pcmOf(tagged, folder))).toBe(hashPcm(await pcmOf(bare, folder)))
      expect(readFileSync(bare, 'latin1')).not.toMatch(/20\d\d-\d\d-\d\d|mixwright-audio-files/)
      writeTags(tagged, codec, {})
      expect(hashFile(tagged)).toBe(hashFile(bare))
    },
  )

  test.each(['opus', 'ogg'] as const)(
    '%s: pages count up, and say which of them go on with a packet',
    async (codec) => {
      const artwork = { ...ONE_PIXEL, bytes: new Uint8Array(150_000) }
      const file = readFileSync(await encode('pages', codec, codec, { ...TAGS, artwork }))
      let last = 0
      let pages = 0
      for (let at = 0; at < file.length; pages++) {
        expect(file.toString('latin1', at, at + 4)).toBe('OggS')
        const lacing = file.subarray(at + 27, at + 27 + file[at + 26]!)
        expect(file.readUInt32LE(at + 18)).toBe(pages)
        expect(file[at + 5]! & 1, `page ${pages}`).toBe(last === 255 ? 1 : 0)
        last = lacing.at(-1)!
        at += 27 + lacing.length + lacing.reduce((sum, one) => sum + one, 0)
      }
      // Base64 makes 200 000 bytes of the cover, and a page holds 65 025.
      expect(pages).toBeGreaterThan(5)
    },
  )

  test('silence has no ReplayGain', async () => {
    const trackGain = { integratedLufs: Number.NEGATIVE_INFINITY, truePeakDbtp: Number.NEGATIVE_INFINITY }
    const path = await encode('silent', 'flac', 'flac', { trackGain })
    expect(hashFile(path)).toBe(hashFile(await encode('no', 'flac', 'flac', {})))
  })
})

describe('readArtwork', () => {
  test.skipIf(reason)('reads size and depth of JPEG and PNG', () => {
    expect(picture('a.jpg', '300x200').artwork).toMatchObject({ mimeType: 'image/jpeg', widthPx: 300, heightPx: 200 })
    expect(picture('a.png', '64x32').artwork).toMatchObject({
      mimeType: 'image/png',
      widthPx: 64,
      heightPx: 32,
      depthBits: 24,
    })
  })

  test.each([
    ['an empty file', '', 'no bytes'],
    ['a GIF', 'GIF89a1234567890', 'got a GIF file, allowed JPEG or PNG'],
    ['a WebP', 'RIFF\0\0\0\0WEBPVP8 ', 'got a WebP file'],
    ['words', 'this is not a picture', 'no picture'],
    ['a JPEG that breaks off', '\xff\xd8\xff\xe0\0\x10JFIF', 'damaged'],
    ['a PNG without a header', '\x89PNG\r\n\x1a\n\0\0\0\rIDAT', 'damaged'],
  ])('refuses %s', (_, bytes, why) => {
    expect(readArtwork(Buffer.from(bytes, 'latin1'))).toEqual({ reason: expect.stringContaining(why) })
  })

  test('refuses more than a FLAC block holds', () => {
    expect(readArtwork(new Uint8Array(16_000_001))).toEqual({ reason: 'got 16.0 MB, allowed up to 16.0 MB' })
  })
})

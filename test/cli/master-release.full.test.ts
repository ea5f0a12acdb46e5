import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { probeAudio, readTags } from '@mixwright/audio-files'
import { describe, expect, test } from 'vitest'
import { readDdp } from '../_ddp-reader.ts'
import { png } from '../_picture.ts'
import { floatWav, noise, temporaryFolder } from '../_song.ts'
import { mixwright } from '../_tools.ts'

const WRITTEN = {
  title: 'Söng',
  artist: 'Us',
  album: 'All of It',
  isrc: 'QZABC2600001',
  upc: '036000291452',
  genre: 'Rock',
  date: '2026-11-22',
  track: '3/12',
}
const OPTIONS = Object.entries(WRITTEN).flatMap(([key, text]) => [`--${key}`, text])

function withMix(seconds = 1): { folder: string; file: string } {
  const folder = temporaryFolder()
  const file = join(folder, 'mix.wav')
  writeFileSync(file, floatWav(noise(1, 0.2, seconds)))
  writeFileSync(join(folder, 'cover.png'), png(640, 480))
  return { folder, file }
}

function master(file: string, ...args: string[]) {
  const { status, stdout } = mixwright(['master', file, '--json', ...args])
  return { status, document: JSON.parse(stdout) }
}

async function tagsOf(path: string) {
  const probed = await probeAudio(path)
  if ('problem' in probed) throw new Error(probed.problem.message)
  return readTags(probed.info, join(temporaryFolder(), 'cover'))
}

describe('release data of masters', () => {
  test.each(['wav 24', 'flac 24', 'mp3 320', 'aac 256', 'opus 160'])(
    'is written into %s, and carried on from it',
    async (format) => {
      const { folder, file } = withMix()
      const settings = ['--for', 'spotify', '--loudness', 'as mixed', '--format', format]
      const [first, second] = ['a', 'b'].map((name) => join(folder, name))
      expect(
        master(file, ...settings, '--out', first!, ...OPTIONS, '--artwork', join(folder, 'cover.png')).status,
      ).toBe(0)
      const made = join(first!, readdirSync(first!).find((name) => name.startsWith('spotify'))!)
      const { status } = master(made, '--for', 'archive', '--format', 'flac 24', '--title', 'Other', '--out', second!)
      expect(status).toBe(0)
      const written = await tagsOf(made)
      const carried = await tagsOf(join(second!, 'archive.flac'))
      const { upc, ...onlyWav } = WRITTEN
      expect(written.texts).toMatchObject(format === 'wav 24' ? onlyWav : { ...onlyWav, upc })
      expect(carried.texts).toEqual({ ...written.texts, title: 'Other' })
      const cover = format === 'wav 24' ? undefined : readFileSync(join(folder, 'cover.png'))
      expect(carried.artwork && Buffer.from(carried.artwork.bytes)).toEqual(cover)
    },
  )

  test('metadata none writes none and asks none of the file', async () => {
    const { folder, file } = withMix()
    master(file, '--for', 'spotify', ...OPTIONS, '--out', folder)
    const tagged = join(folder, 'spotify.wav')
    expect(master(tagged, '--for', 'archive', '--metadata', 'none', '--out', join(folder, 'b')).status).toBe(0)
    expect((await tagsOf(join(folder, 'b', 'archive.wav'))).texts).toEqual({})
  })

  test('leaves out a tag that could not be written, with a warning', async () => {
    const { folder, file } = withMix()
    master(file, '--for', 'spotify', '--genre', 'Rock', '--track', '3', '--out', folder)
    const tagged = join(folder, 'spotify.wav')
    const bytes = readFileSync(tagged)
    bytes.write('x', bytes.indexOf('ITRK') + 8, 'latin1')
    writeFileSync(tagged, bytes)
    const { status, document } = master(tagged, '--for', 'archive', '--out', join(folder, 'b'))
    expect(status).toBe(0)
    expect(document.diagnostics).toMatchObject([{ code: 'AUDIO_TAG_LEFT_OUT', severity: 'warning' }])
    expect((await tagsOf(join(folder, 'b', 'archive.wav'))).texts).toEqual({ genre: 'Rock' })
  })

  test.each([
    ['a wrong ISRC', ['--isrc', 'QZ-ABC-26-0001'], 'PROJECT_BAD_VALUE', /isrc: got 'QZ-ABC-26-0001'/],
    ['a wrong check digit', ['--upc', '036000291453'], 'PROJECT_BAD_VALUE', /check digit is 2/],
    ['a cover that is missing', ['--artwork', 'nowhere.png'], 'ARTWORK_UNUSABLE', /nowhere.png/],
    ['a side without vinyl', ['--side', 'A'], 'DELIVERY_IMPOSSIBLE', /--side: none of the targets is vinyl/],
    ['a title that no disc can hold', ['--image', 'cue', '--title', 'Ночь'], 'DISC_TEXT', /Ночь/],
  ])('refuses %s and writes nothing', (_, args, code, message) => {
    const { folder, file } = withMix()
    const { status, document } = master(file, '--for', 'cd', ...args, '--out', join(folder, 'out'))
    expect(status).toBe(1)
    expect(document.diagnostics).toMatchObject([{ code, severity: 'error', message: expect.stringMatching(message) }])
    expect(existsSync(join(folder, 'out'))).toBe(false)
  })
})

describe('a disc and a record from a finished mix', () => {
  test('the cd becomes a disc with its codes and texts, and vinyl takes its side; others are as they are', () => {
    const { folder, file } = withMix(4.5)
    const extras = ['--image', 'both', '--side', 'B', '--side-length', '24:00']
    const { status, document } = master(file, '--for', 'spotify,cd,vinyl', ...extras, ...OPTIONS, '--out', folder)
    expect(status).toBe(0)
    const [spotify, cd, vinyl] = document.deliveries
    expect(spotify.companions).toBeUndefined()
    expect(cd.companions.map((path: string) => path.slice(folder.length + 1))).toContain(join('cd-ddp', 'CDTEXT.BIN'))
    const ddp = readDdp(join(folder, 'cd-ddp'))
    expect(ddp).toMatchObject({ upc: '0036000291452', tracks: [{ isrc: 'QZABC2600001' }] })
    expect(ddp.texts.get('title')).toEqual(['Söng', 'Söng'])
    expect(readFileSync(join(folder, 'cd.cue'), 'latin1')).toContain('CDTEXTFILE "cd.cdt"')
    expect(vinyl.promises).toContainEqual(expect.objectContaining({ name: 'sideLength', limit: 1440 }))
  })

  test('a disc that loses its texts loses the files that held them, and nothing else', () => {
    const { folder, file } = withMix(4.5)
    const out = join(folder, 'out')
    const make = (...args: string[]) => master(file, '--for', 'cd', '--image', 'both', '--out', out, ...args)
    make('--title', 'Söng')
    expect(existsSync(join(out, 'cd.cdt'))).toBe(true)
    writeFileSync(join(out, 'other.cdt'), 'mine')
    make()
    expect(existsSync(join(out, 'cd.cdt'))).toBe(false)
    expect(existsSync(join(out, 'cd-ddp', 'CDTEXT.BIN'))).toBe(false)
    expect(readFileSync(join(out, 'cd-ddp', 'CHECKSUM.MD5'), 'utf8')).not.toContain('CDTEXT')
    expect(readFileSync(join(out, 'other.cdt'), 'utf8')).toBe('mine')
    writeFileSync(join(out, 'cd.cdt'), 'mine too')
    make()
    expect(readFileSync(join(out, 'cd.cdt'), 'utf8')).toBe('mine too')
  })
})

test('says what players will do with each master where that is asked', () => {
  const { folder, file } = withMix()
  const { stdout } = mixwright(['master', file, '--for', 'spotify', '--playback', '--out', folder])
  expect(stdout).toContain('Spotify Loud')
  expect(mixwright(['master', file, '--for', 'spotify', '--out', folder]).stdout).not.toContain('Spotify Loud')
})

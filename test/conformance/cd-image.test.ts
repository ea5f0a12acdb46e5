import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { readDdp } from '../_ddp-reader.ts'
import { noise, writeSong } from '../_song.ts'
import { mixwright } from '../_tools.ts'
import { sha256, wavData } from '../_wav-data.ts'

const SECTOR_BYTES = 2352

/** A song with a CD delivery, and what render says of it. */
function rendered(delivery: string, { seconds = 4.5, top = '', also = '' } = {}) {
  const mix = `mixwright: 1\n${top}\nstems: { a: { file: a.wav } }\ndeliver: { cd: ${delivery}${also} }\n`
  const folder = writeSong(mix, { 'a.wav': noise(1, 0.2, seconds) })
  const { status, stdout } = mixwright(['render', folder, '--json'])
  return { status, document: JSON.parse(stdout), out: join(folder, 'out') }
}

describe('image of a CD delivery', () => {
  test('both: an independent reader finds the samples of cd.wav, its codes and texts', () => {
    const top = 'title: Söng\nartist: Us\ncomposer: Me\nisrc: QZ-ABC-26-00001\nupc: "036000291452"'
    const { status, document, out } = rendered('{ image: both }', { top })
    expect(status).toBe(0)
    expect(readdirSync(out).sort()).toEqual([
      'cd-ddp',
      'cd.cdt',
      'cd.cue',
      'cd.wav',
      'mix.wav',
      'report.html',
      'report.json',
    ])
    const ddp = readDdp(join(out, 'cd-ddp'))
    const sectors = Math.ceil((4.5 * 44_100) / 588)
    expect(ddp.tracks).toEqual([
      {
        number: 1,
        isrc: 'QZABC2600001',
        control: '01',
        indexes: new Map([
          [0, 0],
          [1, 150],
        ]),
      },
    ])
    expect(ddp).toMatchObject({ upc: '0036000291452', leadOutSector: 150 + sectors })
    expect(Object.fromEntries(ddp.texts)).toEqual({
      title: ['Söng', 'Söng'],
      performer: ['Us', 'Us'],
      composer: ['Me', 'Me'],
    })
    const [cd] = document.deliveries
    expect(sha256(ddp.image.subarray(150 * SECTOR_BYTES))).toBe(cd.pcmSha256)
    expect(sha256(wavData(join(out, 'cd.wav')))).toBe(cd.pcmSha256)
    const cue = readFileSync(join(out, 'cd.cue'), 'latin1')
    expect(cue).toContain('FILE "cd.wav" WAVE\n  TRACK 01 AUDIO\n')
    expect(cue).toContain('CDTEXTFILE "cd.cdt"\n')
    expect(readFileSync(join(out, 'cd.cdt')).equals(readFileSync(join(out, 'cd-ddp', 'CDTEXT.BIN')))).toBe(true)
    expect(cd.companions.map((path: string) => path.slice(out.length + 1)).sort()).toEqual(
      ['cd.cdt', 'cd.cue', ...readdirSync(join(out, 'cd-ddp')).map((name) => join('cd-ddp', name))].sort(),
    )
  })

  test('cue and ddp alone; texts as the file has them; the samples are the same with any of it', () => {
    const plain = rendered('{}')
    const cue = rendered('{ image: cue, metadata: none }', { top: 'title: Söng' })
    const ddp = rendered('{ image: ddp, metadata: { title: Lodz } }', { top: 'title: Łódź' })
    const written = [plain, cue, ddp].map(({ out }) => readdirSync(out).filter((name) => name.startsWith('cd')))
    expect(written).toEqual([['cd.wav'], ['cd.cue', 'cd.wav'], ['cd-ddp', 'cd.wav']])
    expect(plain.document.deliveries[0]).not.toHaveProperty('companions')
    expect(readFileSync(join(cue.out, 'cd.cue'), 'latin1')).toBe(
      'FILE "cd.wav" WAVE\n  TRACK 01 AUDIO\n    INDEX 01 00:00:00\n',
    )
    expect(Object.fromEntries(readDdp(join(ddp.out, 'cd-ddp')).texts)).toEqual({ title: ['Lodz', 'Lodz'] })
    const hashes = [plain, cue, ddp].map(({ document }) => document.deliveries[0].pcmSha256)
    expect(new Set(hashes).size).toBe(1)
  })

  test.each([
    ['a track under 4 s', '{ image: cue }', { seconds: 3 }, 'DISC_TRACK_SHORT'],
    ['letters that a disc does not have', '{ image: ddp }', { top: 'title: Łódź' }, 'DISC_TEXT'],
    ['another target', '{ image: none }', { also: ', spotify: { image: cue }' }, 'DELIVERY_IMPOSSIBLE'],
    ['another word', '{ image: iso }', {}, 'PROJECT_BAD_VALUE'],
  ])('refuses %s, and writes nothing', (_, delivery, more, code) => {
    const { status, document, out } = rendered(delivery, more)
    expect(status).toBe(1)
    expect(document.diagnostics).toMatchObject([{ code, severity: 'error', line: expect.any(Number) }])
    expect(existsSync(out)).toBe(false)
  })
})

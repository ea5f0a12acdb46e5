import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { albumSchema } from '@mixwright/project'
import { describe, expect, test } from 'vitest'
import { readDdp } from '../_ddp-reader.ts'
import { noise, type Recording, readWav, sine, temporaryFolder, writeSong } from '../_song.ts'
import { mixwright, ROOT } from '../_tools.ts'
import { sha256, wavData } from '../_wav-data.ts'

const CD_HZ = 44_100

/** A WAV file of stereo 16-bit codes. */
function cdWav(path: string, frames: number, code: (frame: number, channel: number) => number): Buffer {
  const header = Buffer.from(
    'RIFF\0\0\0\0WAVEfmt \x10\0\0\0\x01\0\x02\0\x44\xac\0\0\x10\xb1\x02\0\x04\0\x10\0data\0\0\0\0',
    'latin1',
  )
  const data = Buffer.alloc(frames * 4)
  for (let n = 0; n < 2 * frames; n++) data.writeInt16LE(code(n >> 1, n & 1), 2 * n)
  header.writeUInt32LE(36 + data.length, 4)
  header.writeUInt32LE(data.length, 40)
  writeFileSync(path, Buffer.concat([header, data]))
  return data
}

const ramp = (frame: number, channel: number) => ((frame * (7 + channel)) % 2000) - 1000

function album(text: string, recordings: Record<string, Recording> = {}): string {
  const folder = writeSong('', recordings, temporaryFolder())
  writeFileSync(join(folder, 'album.yaml'), `mixwrightAlbum: 1\n${text}`)
  return folder
}

describe('mixwright album', () => {
  test('writes a disc that an independent reader reads back: tracks, times, codes, texts and samples', () => {
    const folder = album(`title: Söngs
artist: Us
upc: '036000291452'
language: german
tracks:
  - { file: one.wav, title: One, songwriter: Me, isrc: QZ-ABC-26-00001 }
  - { file: two.wav, title: 'Zwei "B"', gap: 0, indexes: [2 s], flags: [copyPermitted] }
  - { file: three.wav, title: Drei, artist: Them, gap: 1 s, isrc: QZ-ABC-26-00003, flags: [scms] }
`)
    const [one, two, three] = [
      cdWav(join(folder, 'one.wav'), 4 * CD_HZ + 1000, ramp),
      cdWav(join(folder, 'two.wav'), 5 * CD_HZ + 10, (n, c) => ramp(n, 1 - c)),
      cdWav(join(folder, 'three.wav'), 4 * CD_HZ + 1, (n) => -ramp(n, 0)),
    ]
    const { status, stdout, stderr } = mixwright(['album', folder, '--json'])
    expect(stderr).toBe('')
    expect(status).toBe(0)
    const document = JSON.parse(stdout)
    const out = join(folder, 'out')
    expect(readdirSync(out).sort()).toEqual(['album-ddp', 'album.cdt', 'album.cue', 'album.json', 'album.wav'])

    const ddp = readDdp(join(out, 'album-ddp'))
    expect(ddp).toMatchObject({ level: 'DDP 2.00', upc: '0036000291452', leadOuts: 2, language: 8 })
    const [startTwo, pause, startThree] = [302, 677, 752]
    const end = 752 + 301
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
      {
        number: 2,
        isrc: '',
        control: '21',
        indexes: new Map([
          [1, 150 + startTwo],
          [2, 150 + startTwo + 150],
        ]),
      },
      {
        number: 3,
        isrc: 'QZABC2600003',
        control: '0S',
        indexes: new Map([
          [0, 150 + pause],
          [1, 150 + startThree],
        ]),
      },
    ])
    expect(ddp.leadOutSector).toBe(150 + end)
    expect(ddp.streams.get('DA')).toEqual({ file: 'IMAGE.DAT', length: 150 + end, pregap: '150' })
    expect(ddp.image).toHaveLength((150 + end) * 2352)
    expect(Object.fromEntries(ddp.texts)).toEqual({
      title: ['Söngs', 'One', 'Zwei "B"', 'Drei'],
      performer: ['Us', 'Us', 'Us', 'Them'],
      songwriter: ['', 'Me', '', ''],
    })

    const payload = wavData(join(out, 'album.wav'))
    expect(sha256(ddp.image.subarray(150 * 2352))).toBe(sha256(payload))
    expect(document.album.pcmSha256).toBe(sha256(payload))
    expect(ddp.image.subarray(0, 150 * 2352).every((byte) => byte === 0)).toBe(true)
    expect(payload.subarray(0, one.length + two.length).equals(Buffer.concat([one, two]))).toBe(true)
    expect(payload.subarray(startThree * 2352, startThree * 2352 + three.length).equals(three)).toBe(true)

    const cue = readFileSync(join(out, 'album.cue'), 'latin1')
    const indexes = [...cue.matchAll(/INDEX (\d\d) (\d\d):(\d\d):(\d\d)/g)].map((match) => match.slice(1).map(Number))
    const sectors = indexes.map(([index, m, s, f]) => [index, (m! * 60 + s!) * 75 + f!])
    expect(sectors).toEqual([
      [1, 0],
      [1, startTwo],
      [2, startTwo + 150],
      [0, pause],
      [1, startThree],
    ])
    expect(cue).toContain('CATALOG 0036000291452\n')
    expect(readFileSync(join(out, 'album.cdt')).equals(readFileSync(join(out, 'album-ddp', 'CDTEXT.BIN')))).toBe(true)
    expect(document.tracks.map(({ start, gapS }: { start: string; gapS: number }) => [start, gapS])).toEqual([
      ['00:02:00', 2],
      ['00:06:02', 0],
      ['00:12:02', 1],
    ])
  })

  test('masters songs as their cd delivery says, without the silence at its end, and files by one dither', () => {
    const folder = album('artist: Us\ngap: 0\ntracks:\n  - song: song\n  - { file: tone.wav, title: Tone }\n', {
      'tone.wav': sine(440, 0.25, 4.2),
      'song/a.wav': noise(1, 0.2, 4.503),
    })
    const mix = `mixwright: 1
title: Nu\u0308ght
isrc: QZ-ABC-26-00007
stems: { a: { file: a.wav } }
deliver: { spotify: {}, disc: { target: cd, dither: shaped, loudness: -20 LUFS } }
`
    writeFileSync(join(folder, 'song', 'mix.yaml'), mix)
    const { status, stdout } = mixwright(['album', folder, '--json'])
    expect(status).toBe(0)
    expect(JSON.parse(stdout).tracks).toMatchObject([
      { title: 'N\u00fcght', artist: 'Us', isrc: 'QZABC2600007' },
      { title: 'Tone', artist: 'Us', isrc: null },
    ])
    expect(existsSync(join(folder, 'song', 'out'))).toBe(false)
    mixwright(['render', join(folder, 'song'), '--deliver', 'disc'])
    const disc = wavData(join(folder, 'out', 'album.wav'))
    const own = wavData(join(folder, 'song', 'out', 'disc.wav'))
    const frames = Math.ceil(4.503 * CD_HZ)
    expect(own.length / 4).toBe(Math.ceil(frames / 588) * 588)
    expect(disc.subarray(0, frames * 4).equals(own.subarray(0, frames * 4))).toBe(true)
    const { left } = readWav(join(folder, 'out', 'album.wav'))
    const error = left.slice(frames + 2000, frames + 80_000).map((x, n) => {
      return (x - Math.fround(0.25 * Math.sin((2 * Math.PI * 440 * (n + 2000)) / CD_HZ))) * 32_768
    })
    const rms = Math.sqrt(error.reduce((sum, x) => sum + x * x, 0) / error.length)
    expect(rms).toBeCloseTo(0.5, 1)
  })

  test('gives the same bytes in another folder', () => {
    const text = 'tracks: [ { file: a.wav } ]\n'
    const [one, other] = [album(text, { 'a.wav': noise(3, 0.1, 4.1) }), album(text, { 'a.wav': noise(3, 0.1, 4.1) })]
    for (const folder of [one, other]) expect(mixwright(['album', folder, '--quiet']).status).toBe(0)
    for (const name of ['album.wav', 'album.cue', 'album-ddp/IMAGE.DAT', 'album-ddp/DDPMS', 'album-ddp/CHECKSUM.MD5']) {
      expect(readFileSync(join(one, 'out', name)).equals(readFileSync(join(other, 'out', name)))).toBe(true)
    }
    expect(existsSync(join(one, 'out', 'album.cdt'))).toBe(false)
    expect(readdirSync(join(one, 'out', 'album-ddp'))).not.toContain('CDTEXT.BIN')
  })

  test('warns of peaks over full scale between samples, of one code on two tracks and of a missing title', () => {
    const tracks = ['{ file: hot.wav, title: Hot, isrc: QZ-ABC-26-00001 }', '{ file: low.wav, isrc: QZ-ABC-26-00001 }']
    const folder = album(`tracks:\n${tracks.map((track) => `  - ${track}\n`).join('')}`)
    const quarter = (frame: number) => Math.round(32_000 * Math.SQRT2 * Math.sin(Math.PI * (frame / 2 + 0.25)))
    cdWav(join(folder, 'hot.wav'), 4 * CD_HZ, quarter)
    cdWav(join(folder, 'low.wav'), 4 * CD_HZ, ramp)
    const { status, stdout } = mixwright(['album', folder, '--json'])
    expect(status).toBe(0)
    const told = JSON.parse(stdout).diagnostics.map(({ code, severity, line }: Record<string, unknown>) => [
      code,
      severity,
      line,
    ])
    expect(told).toEqual([
      ['DISC_PEAKS', 'warning', 3],
      ['DISC_NO_TITLE', 'warning', 4],
      ['DISC_SAME_ISRC', 'warning', 4],
    ])
  })

  test.each([
    ['a track of less than 4 s', '  - { file: short.wav }\n', 'DISC_TRACK_SHORT', 3],
    ['a mark outside of its track', '  - { file: long.wav, indexes: [9 s] }\n', 'DISC_INDEX', 3],
    ['a file that passes full scale', '  - { file: hot.wav }\n', 'DISC_CLIPPED', 3],
    ['a file that is missing', '  - { file: none.wav }\n', 'AUDIO_FILE_MISSING', 3],
    ['a song that is missing', '  - { song: none }\n', 'PROJECT_NOT_FOUND', undefined],
  ])('refuses %s and writes nothing', (_, track, code, line) => {
    const folder = album(`tracks:\n${track}`, {
      'short.wav': sine(440, 0.1, 3.9),
      'long.wav': sine(440, 0.1, 4.1),
      'hot.wav': sine(440, 1.1, 4.1),
    })
    const { status, stdout } = mixwright(['album', folder, '--json'])
    expect(status).toBe(1)
    const [diagnostic] = JSON.parse(stdout).diagnostics
    expect(diagnostic).toMatchObject({ code, severity: 'error', ...(line && { line }) })
    if (code === 'DISC_CLIPPED') expect(diagnostic.fix).toContain('gain: -0.9 dB')
    expect(existsSync(join(folder, 'out'))).toBe(false)
  })

  test('refuses texts of a song that a disc cannot carry, where the song is named', () => {
    const folder = album('tracks:\n  - song: song\n', { 'song/a.wav': sine(440, 0.1, 1) })
    writeFileSync(join(folder, 'song', 'mix.yaml'), 'mixwright: 1\ntitle: Łódź\nstems: { a: { file: a.wav } }\n')
    const { stdout } = mixwright(['album', folder, '--json'])
    const fix = "give the track a `title` of its own: did you mean 'Lódz'?"
    expect(JSON.parse(stdout).diagnostics).toMatchObject([{ code: 'DISC_TEXT', line: 3, fix }])
  })
})

test('schema album prints the schema that is committed', () => {
  const committed = readFileSync(join(ROOT, 'schemas', 'album.schema.json'), 'utf8')
  expect(mixwright(['schema', 'album']).stdout).toBe(committed)
  expect(JSON.parse(committed)).toEqual(albumSchema())
})

import { createHash } from 'node:crypto'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import {
  cdText,
  cueSheet,
  type Disc,
  ddpIdentifier,
  ddpMap,
  ddpPq,
  packChecksum,
  packCount,
  probeWav,
  writeDdp,
} from '@mixwright/audio-files'
import fc from 'fast-check'
import { describe, expect, onTestFinished, test } from 'vitest'

const record = (bytes: number, ...fields: [offset: number, text: string][]) => {
  const cells = Array<string>(bytes).fill(' ')
  for (const [offset, text] of fields) cells.splice(offset, text.length, ...text)
  return cells.join('')
}
const track = { startSector: 0, gapSectors: 0, indexSectors: [], flags: [], text: {} } as const

/** standards.md 4.4: two tracks, 2 s pregap each, 6:00 long. */
const TWO_TRACKS: Disc = {
  sectors: 27000 - 150,
  upc: '1234567890128',
  language: 'english',
  text: { title: 'Album' },
  tracks: [
    { ...track, isrc: 'USABC1234567', text: { title: 'One' } },
    { ...track, startSector: 13650 - 150, gapSectors: 150, text: { title: 'Two' } },
  ],
}

describe('DDP records of the two-track example', () => {
  test('identify the master', () => {
    expect(ddpIdentifier(TWO_TRACKS).toString('latin1')).toBe(
      record(128, [0, 'DDP 2.00'], [8, '1234567890128'], [87, 'CD']),
    )
  })

  test('map the streams', () => {
    const name = (text: string): [number, string][] => [
      [71, ' 17'],
      [74, text],
    ]
    expect(ddpMap(TWO_TRACKS, 90, 448).toString('latin1')).toBe(
      [
        record(128, [0, 'VVVMS0'], [14, '      90'], [30, 'CDTEXT'], [55, '00'], ...name('CDTEXT.BIN')),
        record(128, [0, 'VVVMS0'], [14, '     448'], [30, 'PQ DESCR'], ...name('PQDESCR')),
        record(128, [0, 'VVVMD0'], [14, '   27000'], [38, 'DA70'], [46, ' 150'], ...name('IMAGE.DAT')),
      ].join(''),
    )
    expect(ddpMap(TWO_TRACKS, 0, 448)).toHaveLength(256)
  })

  test('describe lead-in, every index and the lead-out twice', () => {
    const leadOut = record(64, [0, 'VVVSAA01'], [8, '  060000'], [16, '01'])
    expect(ddpPq(TWO_TRACKS).toString('latin1')).toBe(
      [
        record(64, [0, 'VVVS0000'], [8, '  000000'], [16, '01'], [32, '1234567890128']),
        record(64, [0, 'VVVS0100'], [8, '  000000'], [16, '01'], [20, 'USABC1234567']),
        record(64, [0, 'VVVS0101'], [8, '  000200'], [16, '01']),
        record(64, [0, 'VVVS0200'], [8, '  030000'], [16, '01']),
        record(64, [0, 'VVVS0201'], [8, '  030200'], [16, '01']),
        leadOut,
        leadOut,
      ].join(''),
    )
  })

  test('say the flags in the control nibble, SCMS beside it', () => {
    const control = (...flags: Disc['tracks'][number]['flags']) =>
      ddpPq({ ...TWO_TRACKS, tracks: [{ ...track, flags }] }).toString('latin1', 64 + 16, 64 + 18)
    expect(control()).toBe('01')
    expect(control('preEmphasis')).toBe('11')
    expect(control('copyPermitted')).toBe('21')
    expect(control('copyPermitted', 'preEmphasis')).toBe('31')
    expect(control('scms')).toBe('0S')
  })
})

describe('a cue sheet', () => {
  test('is the subset of strict readers: Latin-1, bare ISRC, one file, no PREGAP, no byte-order mark', () => {
    const disc: Disc = {
      ...TWO_TRACKS,
      text: { title: 'Söngs', performer: 'Us', songwriter: 'Me', composer: 'left out' },
      tracks: [
        { ...TWO_TRACKS.tracks[0]!, flags: ['scms', 'preEmphasis'] },
        { ...TWO_TRACKS.tracks[1]!, indexSectors: [20000], text: { title: 'So "Two"' } },
      ],
    }
    expect(cueSheet(disc, { audio: 'album.wav', cdText: 'album.cdt' }).toString('latin1')).toBe(
      `CATALOG 1234567890128
CDTEXTFILE "album.cdt"
TITLE "Söngs"
PERFORMER "Us"
SONGWRITER "Me"
FILE "album.wav" WAVE
  TRACK 01 AUDIO
    FLAGS PRE SCMS
    TITLE "One"
    ISRC USABC1234567
    INDEX 01 00:00:00
  TRACK 02 AUDIO
    TITLE "So 'Two'"
    INDEX 00 02:58:00
    INDEX 01 03:00:00
    INDEX 02 04:26:50
`,
    )
  })
})

describe('CD-Text', () => {
  test('has the checksum of a pack that was read from a disc', () => {
    const pack = Buffer.from('8f002a00010103000605040507060102', 'hex')
    expect(packChecksum(pack).toString(16)).toBe('4865')
  })

  test('is cut into packs that know their track and the place in its string', () => {
    const packs = cdText(TWO_TRACKS)
    expect(packs.subarray(0, 16).toString('hex')).toBe(`80000000${Buffer.from('Album\0One\0Tw').toString('hex')}`)
    expect(packs.subarray(18, 34).toString('hex')).toBe(`80020102${Buffer.from('o').toString('hex')}${'00'.repeat(11)}`)
    const sizes = Buffer.concat([36, 54, 72].map((at) => packs.subarray(at + 4, at + 16)))
    expect([...sizes.subarray(0, 4)]).toEqual([0, 1, 2, 0])
    expect([...sizes.subarray(4, 20)]).toEqual([2, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 3])
    expect([sizes[20], sizes[28]]).toEqual([4, 9])
    expect([36, 54, 72].map((at) => [...packs.subarray(at, at + 4)])).toEqual([
      [0x8f, 0, 2, 0],
      [0x8f, 1, 3, 0],
      [0x8f, 2, 4, 0],
    ])
    expect(packCount(packs)).toBe(5)
  })

  test('caps the place in a long string at 15, and is empty for a disc without texts', () => {
    const packs = cdText({ ...TWO_TRACKS, text: { title: 'x'.repeat(40) } })
    expect([0, 18, 36].map((at) => packs[at + 3])).toEqual([0, 12, 15])
    const silent = TWO_TRACKS.tracks.map((one) => ({ ...one, text: {} }))
    expect(cdText({ ...TWO_TRACKS, text: {}, tracks: silent })).toHaveLength(0)
  })

  test('gives every text back, whatever the letters', () => {
    const latin = fc.string({ unit: fc.integer({ min: 0xa0, max: 0xff }).map((code) => String.fromCharCode(code)) })
    fc.assert(
      fc.property(fc.array(latin, { minLength: 2, maxLength: 9 }), ([title = '', ...titles]) => {
        const tracks = titles.map((text) => ({ ...track, text: { title: text } }))
        const packs = cdText({ ...TWO_TRACKS, text: { title }, tracks })
        const payloads = Array.from({ length: packs.length / 18 }, (_, i) => packs.subarray(i * 18 + 4, i * 18 + 16))
        const whole = Buffer.concat(payloads.filter((_, i) => packs[i * 18] === 0x80)).toString('latin1')
        const hasText = [title, ...titles].some((text) => text !== '')
        expect(whole.split('\0').slice(0, 1 + titles.length)).toEqual(hasText ? [title, ...titles] : [''])
      }),
      { numRuns: 50 },
    )
  })
})

describe('a DDP fileset', () => {
  const folder = () => {
    const made = mkdtempSync(join(tmpdir(), 'mixwright-test-'))
    onTestFinished(() => rmSync(made, { recursive: true, force: true }))
    return made
  }

  test('holds pregap, the samples of the file and silence to the last sector; its checksums are true', () => {
    const at = folder()
    const data = Buffer.from(Array.from({ length: 588 * 4 * 2 - 40 }, (_, n) => n % 251))
    const header = Buffer.from(
      'RIFF\0\0\0\0WAVEfmt \x10\0\0\0\x01\0\x02\0\x44\xac\0\0\x10\xb1\x02\0\x04\0\x10\0data\0\0\0\0',
      'latin1',
    )
    header.writeUInt32LE(36 + data.length, 4)
    header.writeUInt32LE(data.length, 40)
    writeFileSync(join(at, 'a.wav'), Buffer.concat([header, data]))
    const probed = probeWav(join(at, 'a.wav'))
    if ('problem' in probed) throw new Error(probed.problem.message)
    const names = writeDdp(join(at, 'ddp'), { ...TWO_TRACKS, sectors: 2 }, probed.info)
    const read = (name: string) => readFileSync(join(at, 'ddp', name))
    const image = read('IMAGE.DAT')
    expect(image).toHaveLength(152 * 2352)
    expect(image.subarray(0, 150 * 2352).every((byte) => byte === 0)).toBe(true)
    expect(image.subarray(150 * 2352, 150 * 2352 + data.length).equals(data)).toBe(true)
    expect(image.subarray(-40).every((byte) => byte === 0)).toBe(true)

    const summed = ['DDPID', 'DDPMS', 'CDTEXT.BIN', 'PQDESCR', 'IMAGE.DAT']
    expect(names).toEqual([...summed, 'CHECKSUM.MD5', 'CHECKSUM.TXT'])
    const md5 = (name: string) => createHash('md5').update(read(name)).digest('hex')
    expect(read('CHECKSUM.MD5').toString()).toBe(summed.map((name) => `${md5(name)} *${name}\n`).join(''))
    const crcs = summed.map((name) => `${name}=${slowCrc32(read(name))}\n`)
    expect(read('CHECKSUM.TXT').toString()).toBe(`[CRC32 Checksum]\n${crcs.join('')}`)
    expect(slowCrc32(Buffer.from('123456789'))).toBe('CBF43926')
  })
})

/** CRC-32 bit by bit. */
function slowCrc32(bytes: Uint8Array): string {
  let crc = 0xffffffff
  for (const byte of bytes) {
    crc ^= byte
    for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >>> 1) ^ 0xedb88320 : crc >>> 1
  }
  return ((crc ^ 0xffffffff) >>> 0).toString(16).toUpperCase().padStart(8, '0')
}

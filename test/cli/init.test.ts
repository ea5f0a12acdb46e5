import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { RATE_HZ, temporaryFolder } from '../_song.ts'
import { mixwright } from '../_tools.ts'
import {
  bright,
  codes,
  expectGood,
  expectGoodRender,
  hiss,
  hits,
  hum,
  init,
  mono,
  roles,
  times,
  write,
} from './_init.ts'

describe('mixwright init', () => {
  test('a band in folders: roles, pairs, facts, a mix left out; its first render needs no correction', async () => {
    const folder = join(temporaryFolder(), 'Night Walk')
    const guitar = mono(hiss(4, 0.1))
    write(folder, {
      'NW_01_Kick In.wav': hits(hum(55, 0.8), 0.1),
      'NW_02_SN.wav': times(hits(mono(hiss(1, 0.5)), 0.05), 3),
      'NW_03_HH.wav': hits(bright(hiss(2, 0.3)), 0.02),
      'NW_04_Bajo.wav': { ...hum(70, 0.2), channels: 2 },
      'NW_05_LeadVox_dry.wav': { ...hum(440, 0.001), at: (f) => (f < 2 * RATE_HZ ? 0 : hum(440, 0.001).at(f, 0)) },
      'NW_06_Gtr L.wav': guitar,
      'NW_07_Gtr R.wav': times(guitar, -0.9),
      'NW_08_Chor.wav': hiss(5, 0.1),
      'NW_09_Pad.wav': times(
        { ...hum(300, 0.2), channels: 2, at: (f, c) => (c === 1 ? 0.2 * Math.sin(f / 30) : 0) },
        1,
      ),
      'NW_10_Keys copy of pad.wav': {
        ...hum(300, 0.2),
        channels: 2,
        at: (f, c) => (c === 1 ? 0.2 * Math.sin(f / 30) : 0),
      },
      'NW_Mix v3.wav': hiss(9, 0.3),
    })
    const { status, document } = init(folder)
    expect(status).toBe(0)
    expect(roles(document)).toEqual({
      'kick-in': 'kick',
      sn: 'snare',
      hh: 'hats',
      bajo: 'bass',
      'lead-vox-dry': 'vocal',
      gtr: 'guitar',
      chor: 'backing',
      pad: 'pad',
    })
    const stem = (name: string) => document.stems.find((one) => one.name === name)!
    expect(stem('gtr')).toMatchObject({ image: 'pair', files: ['NW_06_Gtr L.wav', 'NW_07_Gtr R.wav'] })
    expect(stem('bajo').image).toBe('same')
    expect(stem('pad').image).toBe('right')
    expect(stem('lead-vox-dry')).toMatchObject({ headSilenceS: expect.closeTo(2, 1), trimDb: expect.any(Number) })
    expect(stem('lead-vox-dry').trimDb).toBeGreaterThan(20)
    expect(document.leftOut.map(({ file }) => file)).toEqual(['NW_Mix v3.wav', 'NW_10_Keys copy of pad.wav'])
    expect(codes(document).sort()).toEqual(
      [
        'INIT_LEFT_OUT',
        'ADVICE_STEM_CLIPPED',
        'STEM_DUPLICATE',
        'STEM_MONO_AS_STEREO',
        'STEM_ONE_SIDED',
        'STEM_POLARITY',
      ].sort(),
    )
    const text = readFileSync(join(folder, 'mix.yaml'), 'utf8')
    expect(text).toContain('title: Night Walk\n')
    expect(text).toContain(`    gain: ${stem('kick-in').faderDb} dB\n`)
    expect(text).toMatch(
      /gtr-right:\n {4}file: NW_07_Gtr R\.wav\n {4}polarity: invert # .*\n {4}pan: 100R\n {4}bus: gtr\n/,
    )
    expect(text).toMatch(/bajo:\n {4}file: NW_04_Bajo\.wav\n {4}channels: mono #/)
    expect(text).toContain('# - NW_Mix v3.wav: its name is that of a finished mix')
    await expectGoodRender(folder)

    const before = readFileSync(join(folder, 'mix.yaml'))
    const again = init(folder)
    expect([again.status, codes(again.document)]).toEqual([1, ['INIT_EXISTS']])
    expect(again.document.diagnostics[0]!.fix).toContain('--out')
    expect(readFileSync(join(folder, 'mix.yaml'))).toEqual(before)

    const other = join(folder, 'mixes', 'second.yaml')
    expect(codes(init(folder, '--out', other).document)).toEqual(['INIT_OUTSIDE'])
    expect(existsSync(join(folder, 'mixes'))).toBe(false)
    mkdirSync(join(folder, '.git'))
    expect(init(folder, '--out', other).document.written).toBe(true)
    expect(readFileSync(other, 'utf8')).toContain('file: ../NW_01_Kick In.wav\n')
    await expectGood(other)
  })

  test('files without telling names are told by their sound; numbered sides are a pair when they sound alike', async () => {
    const folder = temporaryFolder()
    const wide = mono(hiss(3, 0.1))
    write(folder, {
      'Audio 1.wav': hits(hum(50, 0.8), 0.03),
      'Audio 3.wav': hum(60, 0.2),
      'Audio 5.wav': hits(bright(hiss(2, 0.5)), 0.02),
      'Wide-1.wav': wide,
      'Wide-2.wav': { ...wide, at: (f) => 0.8 * wide.at(f, 0) + 0.01 * Math.sin(f) },
      'Apart-1.wav': mono(hiss(7, 0.1)),
      'Apart-2.wav': mono(hiss(8, 0.1)),
    })
    const { document } = init(folder)
    expect(roles(document)).toMatchObject({ 'audio-1': 'kick', 'audio-3': 'bass', 'audio-5': 'hats', wide: 'fx' })
    expect(document.stems.map(({ name }) => name)).toEqual(expect.arrayContaining(['apart-1', 'apart-2', 'wide']))
    expect(document.stems).toHaveLength(6)
    await expectGoodRender(folder)
  })

  test('nothing to mix, nothing there, too much: each an error with a way out, and nothing is written', () => {
    const empty = temporaryFolder()
    const none = init(empty)
    expect([none.status, codes(none.document), none.document.file]).toEqual([1, ['INIT_NO_AUDIO'], null])
    expect(codes(init(join(empty, 'nowhere')).document)).toEqual(['INIT_NO_FOLDER'])
    writeFileSync(join(empty, 'notes.txt'), 'no music')
    expect(codes(init(join(empty, 'notes.txt')).document)).toEqual(['INIT_NO_FOLDER'])
    for (let index = 0; index < 5000; index++) writeFileSync(join(empty, `take ${index}.wav`), '')
    expect(codes(init(empty).document)).toEqual(['INIT_TOO_MANY'])
    expect(readdirSync(empty).filter((name) => !name.startsWith('take '))).toEqual(['notes.txt'])
  })

  test('says what comes next in words that a shell takes, and where the report lies', () => {
    const folder = join(temporaryFolder(), 'my song’s')
    write(folder, { [`${'long '.repeat(20)}.wav`]: hum(400, 0.1) })
    const begun = mixwright(['init', folder])
    expect(begun.stderr).toContain(`next: mixwright render '${folder}'\n`)
    expect(begun.stderr).toContain('long long long lon…ng long long .wav  ')
    const { stderr } = mixwright(['render', folder, '--mix-only', '--no-lock'])
    expect(stderr).toContain(join(folder, 'out', 'report.html'))
    const bare = mixwright(['render', folder, '--mix-only', '--no-lock', '--no-report'])
    expect(bare.stderr).not.toContain('report')
  })

  test('--dry-run prints the file and touches nothing', () => {
    const folder = temporaryFolder()
    write(folder, { 'vox.wav': hum(400, 0.1) })
    const { stdout, stderr, status } = mixwright(['init', folder, '--dry-run'])
    expect(status).toBe(0)
    expect(stdout).toMatch(/^# A first mix[\s\S]*\n {2}vox:\n {4}file: vox\.wav\n[\s\S]*deliver:\n/)
    expect(stderr).toContain('would write')
    expect(readdirSync(folder)).toEqual(['vox.wav'])
    expect(init(folder).document.written).toBe(true)
    expect(`${readFileSync(join(folder, 'mix.yaml'), 'utf8')}`).toBe(stdout)
    expect(existsSync(join(folder, 'out'))).toBe(false)
  })
})

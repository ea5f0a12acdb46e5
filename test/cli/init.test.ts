import { execFileSync } from 'node:child_process'
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { checkMix, formatFile, renderMix } from '@mixwright/session'
import { parseHTML } from 'linkedom'
import { describe, expect, test } from 'vitest'
import { floatWav, noise, RATE_HZ, type Recording, silence, sine, temporaryFolder } from '../_song.ts'
import { missing, mixwright } from '../_tools.ts'
import { wavData } from '../_wav-data.ts'
import { expectSound } from '../report/_looks.ts'

const SECONDS = 4
const HOSTILE_LOOKS = [
  { width: 1280, scheme: 'light' },
  { width: 390, scheme: 'dark' },
] as const

/** A sound that is hit twice a second and dies away. */
function hits(sound: Recording, decayS: number): Recording {
  const period = RATE_HZ / 2
  return {
    ...sound,
    at: (frame, channel) => sound.at(frame, channel) * Math.exp(-(frame % period) / (decayS * RATE_HZ)),
  }
}

const mono = (recording: Recording): Recording => ({ ...recording, channels: 1, at: (frame) => recording.at(frame, 0) })
const times = (recording: Recording, gain: number): Recording => ({
  ...recording,
  at: (frame, channel) => gain * recording.at(frame, channel),
})
const hum = (freqHz: number, amplitude: number) => sine(freqHz, amplitude, SECONDS)
const hiss = (seed: number, amplitude: number) => noise(seed, amplitude, SECONDS)

/** Differences of noise: nearly all of it above 4 kHz. */
function bright(recording: Recording): Recording {
  const at = (frame: number) => recording.at(frame, 0) - 2 * recording.at(frame + 1, 0) + recording.at(frame + 2, 0)
  return { ...recording, channels: 1, frames: recording.frames - 2, at: (frame) => at(frame) / 4 }
}

function write(folder: string, recordings: Record<string, Recording>): void {
  for (const [name, recording] of Object.entries(recordings)) {
    const path = join(folder, name)
    mkdirSync(dirname(path), { recursive: true })
    writeFileSync(path, floatWav(recording))
  }
}

interface Document {
  file: string | null
  written: boolean
  text?: string | null
  stems: {
    name: string
    files: string[]
    role: string
    toldBy: string
    image: string
    trimDb: number
    faderDb: number
  }[]
  leftOut: { file: string; why: string }[]
  mix: { integratedLufs: number } | null
  diagnostics: { code: string; severity: string; file?: string; message: string; fix?: string }[]
}

function init(folder: string, ...args: string[]): { status: number | null; document: Document } {
  const { status, stdout, stderr } = mixwright(['init', folder, '--json', ...args])
  expect(stderr).toBe('')
  return { status, document: JSON.parse(stdout) }
}

const codes = ({ diagnostics }: Document) => diagnostics.map(({ code }) => code)
const roles = ({ stems }: Document) => Object.fromEntries(stems.map(({ name, role }) => [name, role]))

/** The mix passes `check` and is laid out. */
async function expectGood(file: string): Promise<void> {
  const { diagnostics } = await checkMix(file)
  // Recordings may deserve advice; what the tool wrote itself does not.
  expect(diagnostics.filter(({ code }) => !['ADVICE_STEM_CLIPPED', 'ADVICE_SILENT_STEM'].includes(code))).toEqual([])
  expect(formatFile(file, true).diagnostics).toEqual([])
}

/** And its first render lies where it should. */
async function expectGoodRender(folder: string): Promise<void> {
  await expectGood(folder)
  const { result } = await renderMix(folder, { mixOnly: true, lock: 'ignore', out: join(folder, 'out') })
  expect(result.diagnostics.filter(({ severity }) => severity === 'error')).toEqual([])
  expect(result.mix!.integratedLufs).toBeGreaterThan(-20)
  expect(result.mix!.integratedLufs).toBeLessThan(-14)
  expect(result.mix!.samplePeakDbfs).toBeLessThan(0)
}

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

  if (process.env.MIXWRIGHT_FULL)
    test('clicks far over their loudness, a whisper and sound at several rates: still between -20 and -14 LUFS, no clipping', async () => {
      const clicks = temporaryFolder()
      const at = (frame: number) => (frame % RATE_HZ < 4 ? 0.9 : 0.002 * Math.sin(frame / 20))
      write(clicks, { 'perc.wav': { frames: SECONDS * RATE_HZ, channels: 1, at } })
      expect(init(clicks).status).toBe(0)
      await expectGoodRender(clicks)

      const rates = temporaryFolder()
      write(rates, {
        'vox.wav': { ...sine(300, 0.00001, SECONDS, 44_100) },
        'keys.wav': { ...sine(700, 0.0001, SECONDS, 96_000) },
        'bass.wav': { ...sine(80, 1, SECONDS, 44_100) },
      })
      const { document } = init(rates)
      expect(codes(document)).toContain('STEM_RATE')
      expect(readFileSync(join(rates, 'mix.yaml'), 'utf8')).toContain('sampleRate: 44.1 kHz')
      await expectGoodRender(rates)
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

  if (process.env.MIXWRIGHT_FULL)
    test('a hostile folder: what cannot be read is left out and said, the rest becomes a mix and a report', async () => {
      const folder = temporaryFolder()
      const outside = mkdtempSync(join(tmpdir(), 'mixwright-test-'))
      write(outside, { 'secret.wav': hum(200, 0.1) })
      write(folder, {
        'Kick: "hot" \'take\' #1.wav': hits(hum(55, 0.5), 0.1),
        '-rf.wav': hum(500, 0.1),
        '🎸 solo.wav': hum(600, 0.1),
        'deep/er/yes.wav': hum(700, 0.1),
        'bad\nname.wav': hum(800, 0.1),
        'back\\slash.wav': hum(800, 0.1),
        'silent.wav': silence(SECONDS),
        '.hidden.wav': hum(800, 0.1),
        '__proto__.wav': hum(900, 0.1),
        'a: take # 1.wav': hum(1000, 0.1),
        '<b onmouseover=alert(1)>x.wav': hum(1100, 0.1),
        '$(touch owned) `id`.wav': hum(1200, 0.1),
        [`${'W'.repeat(200)}.wav`]: hum(1300, 0.1),
        [`${'漢字の名前'.repeat(10)}.wav`]: hum(1400, 0.1),
        'esc\x1b[2J\u202e.wav': hum(800, 0.1),
        'mix bus print drums.wav': hits(mono(hiss(1, 0.3)), 0.1),
      })
      writeFileSync(join(folder, 'page.wav'), '<html>not found</html>')
      writeFileSync(join(folder, 'zero.flac'), '')
      writeFileSync(join(folder, 'cut.wav'), floatWav(hum(100, 0.1)).subarray(0, 30))
      mkdirSync(join(folder, 'folder.wav'))
      symlinkSync(join(outside, 'secret.wav'), join(folder, 'link.wav'))
      symlinkSync('nowhere.wav', join(folder, 'broken.wav'))
      symlinkSync('..', join(folder, 'loop'))
      copyFileSync(join(outside, 'secret.wav'), join(folder, 'again.WAV'))
      writeFileSync(Buffer.concat([Buffer.from(`${folder}/latin`), Buffer.from([0xe9]), Buffer.from('.wav')]), 'x')
      if (process.platform !== 'win32') execFileSync('mkfifo', [join(folder, 'pipe.wav')])
      const { status, document } = init(folder)
      expect(status).toBe(0)
      const left = ['back\\slash.wav', 'bad?name.wav', 'broken.wav', 'cut.wav', 'link.wav', 'page.wav', 'zero.flac']
      const unreadable = ['esc?[2J\u202e.wav', 'latin\ufffd.wav', 'pipe.wav']
      expect(document.leftOut.map(({ file }) => file).sort()).toEqual([...left, ...unreadable].sort())
      expect(document.stems.map(({ files }) => files[0]).sort()).toEqual(
        [
          '-rf.wav',
          './a: take # 1.wav',
          '<b onmouseover=alert(1)>x.wav',
          '$(touch owned) `id`.wav',
          `${'W'.repeat(200)}.wav`,
          `${'漢字の名前'.repeat(10)}.wav`,
          'Kick: "hot" \'take\' #1.wav',
          '__proto__.wav',
          'again.WAV',
          'deep/er/yes.wav',
          'mix bus print drums.wav',
          'silent.wav',
          '🎸 solo.wav',
        ].sort(),
      )
      expect(codes(document)).toEqual(expect.arrayContaining(['ADVICE_SILENT_STEM', 'AUDIO_NOT_AUDIO', 'AUDIO_EMPTY']))
      await expectGoodRender(folder)
      // All of it, to the report: names are text, and fit.
      const { stdout, stderr } = mixwright(['render', folder, '--no-lock'])
      expect(`${stdout}${stderr}`).not.toMatch(/(?!\n)\p{Cc}|\u202e/u)
      const page = join(folder, 'out/report.html')
      const seen = parseHTML(readFileSync(page, 'utf8')).document
      expect(seen.querySelectorAll('[onmouseover], script:not(:last-of-type), img')).toHaveLength(0)
      expect(seen.querySelectorAll('#stems .who')).not.toHaveLength(0)
      expect(readdirSync(process.cwd())).not.toContain('owned')
      if (!missing('chromium')) await expectSound(page, 'hostile', HOSTILE_LOOKS)
    }, 180_000)

  if (process.env.MIXWRIGHT_FULL)
    test('two stems of a pair, panned to their sides, sound as one stereo file does, but for a rounding', () => {
      const wide: Recording = { ...hum(440, 0.3), channels: 2, at: (f, c) => Math.sin(f / (c === 0 ? 17 : 23)) / 3 }
      const side = (channel: number): Recording => ({ ...wide, channels: 1, at: (f) => wide.at(f, channel) })
      const folder = temporaryFolder()
      write(folder, { 'wide.wav': wide, 'left.wav': side(0), 'right.wav': side(1) })
      const mixes = [
        'stems: { wide: { file: wide.wav, gain: -3 dB } }',
        'stems: { l: { file: left.wav, pan: 100L, bus: both }, r: { file: right.wav, pan: 100R, bus: both } }\nbuses: { both: { gain: -3 dB } }',
      ].map((text, index) => {
        writeFileSync(join(folder, `${index}.yaml`), `mixwright: 1\n${text}\n`)
        const out = join(folder, `out ${index}`)
        const flags = ['--mix-only', '--no-lock', '--no-report', '--out', out]
        expect(mixwright(['render', join(folder, `${index}.yaml`), ...flags]).status).toBe(0)
        const { buffer } = new Uint8Array(wavData(join(out, 'mix.wav')))
        return new Float32Array(buffer)
      })
      const [one, two] = mixes as [Float32Array, Float32Array]
      expect(one).toHaveLength(two.length)
      expect(one.reduce((most, sample) => Math.max(most, Math.abs(sample)), 0)).toBeGreaterThan(0.2)
      expect(one.reduce((most, sample, index) => Math.max(most, Math.abs(sample - two[index]!)), 0)).toBeLessThan(1e-9)
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

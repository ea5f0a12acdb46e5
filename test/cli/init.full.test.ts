import { execFileSync } from 'node:child_process'
import { copyFileSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseHTML } from 'linkedom'
import { describe, expect, test } from 'vitest'
import { floatWav, RATE_HZ, type Recording, silence, sine, temporaryFolder } from '../_song.ts'
import { missing, mixwright } from '../_tools.ts'
import { wavData } from '../_wav-data.ts'
import { expectSound } from '../report/_looks.ts'
import { codes, expectGoodRender, hiss, hits, hum, init, mono, SECONDS, write } from './_init.ts'

const HOSTILE_LOOKS = [
  { width: 1280, scheme: 'light' },
  { width: 390, scheme: 'dark' },
] as const

describe('mixwright init of odd folders', () => {
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
})

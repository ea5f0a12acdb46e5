import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { noise, sine, writeSong } from '../_song.ts'
import { missing, mixwright } from '../_tools.ts'
import { Browser } from './_browser.ts'
import { expectSound } from './_looks.ts'

const HOSTILE = '</title><script>alert(1)</script><img src=x onerror="alert(2)">&amp;\'"'

const MIX = `
mixwright: 1
title: ${JSON.stringify(HOSTILE)}
artist: ${JSON.stringify(HOSTILE)}
sections: { intro: 0:00, part: 0:01 }
stems:
  tone: { file: tone.wav, gain: -6 dB, sends: { room: -12 dB } }
  hiss:
    file: hiss.wav
    bus: all
    inserts: [ { compressor: { threshold: -30 dB, ratio: 4 } } ]
buses: { all: { gain: -3 dB } }
returns: { room: { inserts: [ { reverb: { decay: 0.4 s } } ] } }
mix: { inserts: [ { limiter: { ceiling: -12 dB } } ] }
deliver:
  spotify: {}
  vinyl: { side: A, sideLength: 10:00 }
variants:
  loud: { stems: { tone: { gain: 0 dB } } }
`

describe('the report of a render', () => {
  let folder = ''
  let page = ''
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'mixwright-test-'))
    writeSong(MIX, { 'tone.wav': sine(220, 0.5, 4), 'hiss.wav': noise(7, 0.3, 4) }, folder)
    const { status, stderr } = mixwright(['render', folder, '--no-lock'])
    expect(stderr).not.toContain('internal')
    expect([0, 1], stderr).toContain(status)
    expect(existsSync(join(folder, 'out/report.html')), stderr).toBe(true)
    page = join(folder, 'out/report.html')
  })

  afterAll(() => rmSync(folder, { recursive: true, force: true }))

  test('names cannot become markup', () => {
    const text = readFileSync(page, 'utf8')
    expect(text).not.toContain('<script>alert')
    expect(text).not.toContain('<img src=x')
    expect(text.match(/<script>/g)).toHaveLength(1)
    expect(text).toContain('Content-Security-Policy')
  })

  test('a variant has its own', () => {
    const text = readFileSync(join(folder, 'out/loud/report.html'), 'utf8')
    expect(text).toContain('Variant <b>loud</b>')
  })

  test('the same song gives the same bytes, from the cache and without it, with one thread and with more', () => {
    const first = readFileSync(page)
    for (const flags of [[], ['--no-cache'], ['--no-cache', '--jobs', '1']]) {
      mixwright(['render', folder, '--no-lock', ...flags])
      expect(readFileSync(page).equals(first), flags.join(' ')).toBe(true)
    }
  })

  test('it holds what was measured: levels, gain reduction, who covers whom', () => {
    const { reports, mix } = JSON.parse(readFileSync(join(folder, 'out/report.json'), 'utf8'))
    const [report] = reports
    const tone = report.strips.find(({ name }: { name: string }) => name === 'tone')
    // A mono sine of 0.5 at the centre, 6 dB down: -9.03 dBFS RMS, less 6 dB, less 3.01 dB of the pan law.
    expect(tone.rmsDb[10]).toBeCloseTo(20 * Math.log10(0.5 / Math.SQRT2) - 6 - 10 * Math.log10(2), 1)
    const reductionOf = (owner: string) => {
      return report.reductions.find((one: { owner: string }) => one.owner === owner)
    }
    expect(reductionOf('hiss').mostDb).toBeGreaterThan(6)
    const limiter = report.reductions.find((one: { owner: string; processor: string }) => one.owner === 'mix')
    expect(limiter.processor).toBe('limiter')
    expect(limiter.mostDb).toBeGreaterThan(1)
    expect(report.mix.integratedLufs).toBeCloseTo(mix.integratedLufs, 1)
    expect(report.wave.peak.length * report.wave.stepS).toBeGreaterThan(4)
    expect(Math.max(...report.wave.peak)).toBeCloseTo(10 ** (mix.samplePeakDbfs / 20), 3)
  })

  test('--no-report draws none, and the samples are the same', () => {
    const other = join(folder, 'bare')
    mixwright(['render', folder, '--no-lock', '--no-cache', '--no-report', '--out', other])
    expect(existsSync(join(other, 'report.html'))).toBe(false)
    expect(readFileSync(join(other, 'mix.wav')).equals(readFileSync(join(folder, 'out/mix.wav')))).toBe(true)
    expect(readFileSync(join(other, 'spotify.wav')).equals(readFileSync(join(folder, 'out/spotify.wav')))).toBe(true)
  })

  const without = missing('chromium')
  test.skipIf(without)(
    `looks right on a desk and on a phone, in light and dark${without ? `: ${without}` : ''}`,
    async () => {
      await expectSound(page, 'small')
    },
  )

  test.skipIf(without)('plays from the keyboard, one source at a time, at one loudness', async () => {
    const browser = new Browser()
    try {
      const look = { width: 1280, scheme: 'light' } as const
      const { seen, complaints } = await browser.look(page, look, async (tab) => {
        await tab.press('2', 'Digit2')
        const chosen = await tab.evaluate(() => document.querySelector('[aria-pressed=true]')!.textContent!.trim())
        await tab.press('l', 'KeyL')
        const atS = await tab.evaluate(() => Number(document.querySelector<HTMLInputElement>('#seek')!.value))
        await tab.press('x', 'KeyX')
        const back = await tab.evaluate(() => document.querySelector('[aria-pressed=true]')!.textContent!.trim())
        return { chosen, atS, back }
      })
      expect(seen.chosen).toMatch(/^spotify/)
      expect(seen.back).toMatch(/^mix/)
      expect(seen.atS).toBeGreaterThan(3.9)
      expect(complaints).toEqual([])
    } finally {
      browser.close()
    }
  })
})

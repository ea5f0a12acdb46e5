import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { ReportDocument } from '@mixwright/audio'
import { reportPage } from '@mixwright/report'
import { parseHTML } from 'linkedom'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { noise, sine, writeSong } from '../_song.ts'
import { missing, mixwright } from '../_tools.ts'
import { expectSound } from './_looks.ts'

const HOSTILE = '</title><script>alert(1)</script><img src=x onerror="alert(2)">&amp;\'"'

const MIX = `
mixwright: 1
title: ${JSON.stringify(HOSTILE)}
artist: ${JSON.stringify(HOSTILE)}
sections: { intro: 0:00, part: 0:01 }
stems:
  tone: { file: "<img src=x onerror=alert(3)> & '.wav", gain: -6 dB, sends: { room: -12 dB } }
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
    writeSong(MIX, { "<img src=x onerror=alert(3)> & '.wav": sine(220, 0.5, 4), 'hiss.wav': noise(7, 0.3, 4) }, folder)
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

  if (process.env.MIXWRIGHT_FULL)
    test('the same song gives the same bytes, from the cache and without it, with one thread and with more', () => {
      const first = readFileSync(page)
      for (const flags of [[], ['--no-cache', '--jobs', '1']]) {
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

  test('--no-report takes away the page of an earlier render, and nobody else’s', () => {
    const other = join(folder, 'former')
    const flags = ['--no-lock', '--mix-only', '--out', other]
    mixwright(['render', folder, ...flags])
    expect(existsSync(join(other, 'report.html'))).toBe(true)
    expect(existsSync(join(other, 'loud/report.html'))).toBe(true)
    writeFileSync(join(other, 'loud/report.html'), '<p>my own notes</p>')
    mixwright(['render', folder, ...flags, '--no-report'])
    expect(existsSync(join(other, 'report.html'))).toBe(false)
    expect(readFileSync(join(other, 'loud/report.html'), 'utf8')).toBe('<p>my own notes</p>')
  })

  test('every target is drawn with its name', () => {
    const [report] = documents() as [ReportDocument]
    const two = report.deliveries.map((one, index) => ({ ...one, name: `to ${index}`, targetLufs: -14 - 2 * index }))
    const [mix] = /<figure id="loudness-mix">.*?<svg.*?<\/svg>/s.exec(reportPage({ ...report, deliveries: two }))!
    for (const [index, { targetLufs }] of two.entries()) {
      expect(mix).toContain(`>to ${index} −${Math.abs(targetLufs)}<`)
      expect(mix).toContain(`to ${index}: −${Math.abs(targetLufs)}.0 LUFS`)
    }
  })

  test('no text of a document can become markup, wherever it stands', () => {
    const [report] = documents() as [ReportDocument]
    let texts = 0
    const kept = new Set(['kind', 'severity'])
    const hostile = (value: unknown, key = ''): unknown => {
      if (typeof value === 'string') {
        texts++
        return kept.has(key) ? value : value + HOSTILE
      }
      if (Array.isArray(value)) return value.map((one) => hostile(one, key))
      if (typeof value !== 'object' || value === null) return value
      return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, hostile(one, name)]))
    }
    const page = parseHTML(reportPage({ ...(hostile(report) as ReportDocument), variant: HOSTILE })).document
    expect(texts).toBeGreaterThan(80)
    expect(page.querySelectorAll('script')).toHaveLength(1)
    expect(page.querySelectorAll('img, iframe, object, embed, link, base, form')).toHaveLength(0)
    const handlers = [...page.querySelectorAll('*')].flatMap((one) =>
      one.getAttributeNames().filter((name) => name.startsWith('on')),
    )
    expect(handlers).toEqual([])
    expect(page.querySelector('h1')!.textContent).toContain(HOSTILE)
    expect(page.querySelector('meta[http-equiv]')!.getAttribute('content')).toMatch(
      /^default-src 'none'; script-src 'sha256-/,
    )
    for (const heard of page.querySelectorAll('[data-file]'))
      expect(heard.getAttribute('data-file')).not.toMatch(/[<>"/]/)
  })

  const without = missing('chromium')
  const phone = { width: 390, scheme: 'dark' } as const
  if (process.env.MIXWRIGHT_FULL)
    test.skipIf(without)(`looks right on a phone${without ? `: ${without}` : ''}`, async () => {
      await expectSound(page, 'small', [phone])
    })

  function documents(): ReportDocument[] {
    return JSON.parse(readFileSync(join(folder, 'out/report.json'), 'utf8')).reports
  }
})

import { createHash } from 'node:crypto'
import { BANDS, type Measurement } from '@mixwright/metering'
import { parseHTML } from 'linkedom'
import { describe, expect, test } from 'vitest'
import { type ComparePage, comparePage } from '../src/compare-page.ts'
import { compareFigures, compareNamed } from '../src/figure-change.ts'
import type { SoundDocument } from '../src/sound-document.ts'
import { soundMarkdown } from '../src/sound-markdown.ts'
import { nullText, soundTables } from '../src/sound-tables.ts'

/** Figures of a sound at a level, its 1 kHz band apart. */
function figures(levelDb: number, oneKilohertzDb = levelDb): Measurement {
  const bandsDb = Object.fromEntries(BANDS.map(({ name }) => [name, name === '1 kHz' ? oneKilohertzDb : levelDb]))
  const figures: Partial<Measurement> = {
    integratedLufs: levelDb,
    rmsDbfs: levelDb,
    truePeakDbtp: levelDb + 10,
    loudnessRangeLu: null,
    width: 0.5,
    bandsDb: bandsDb as Measurement['bandsDb'],
  }
  return figures as Measurement
}

const HOSTILE = `<img src=x onerror=alert(1)>"'</script><script>alert(2)</script>&amp;|\`*_[x](javascript:1)\nnew`

function page(name: string): ComparePage {
  const before = { [name]: figures(-20), same: figures(-30), gone: figures(-40) }
  const after = { [name]: figures(-18.5, -17), same: figures(-30) }
  const matched = (file: string) => ({ file, gainDb: -1.5, integratedLufs: -20, truePeakDbtp: -3 })
  return {
    title: name,
    from: name,
    to: 'working tree',
    changes: [{ path: 'stems.a.gain', from: -4, to: -2.5, text: `${name}: fader -4 dB → -2.5 dB` }],
    document: {
      sound: {
        mix: compareFigures(figures(-20), figures(-18.5, -17)),
        stems: compareNamed(before, after),
        sections: compareNamed({ [name]: figures(-Infinity) }, { [name]: figures(-18.5) }),
        deliveries: compareNamed(before, after),
        variants: {
          [name]: { mix: compareFigures(figures(-20), figures(-18.5, -17)), deliveries: compareNamed(before, after) },
        },
      },
      null: { residualPeakDbfs: -30.26, residualRmsDbfs: -42 },
      causes: [
        {
          paths: ['stems.a.gain'],
          texts: [`${name}: fader -4 dB → -2.5 dB`],
          mix: compareFigures(figures(-20), figures(-18.5, -17)),
          null: { residualPeakDbfs: -30.26, residualRmsDbfs: -42 },
        },
      ],
      notes: [`${name}: left out`],
    },
    audio: { from: matched('a.wav'), to: matched('b.wav'), difference: { file: 'difference.wav' } },
    courses: { stepS: 0.1, offsetS: 0.4, from: [-Infinity, -20, -19], to: [-Infinity, -18, -17] },
    sections: [{ name, atS: 0.2 }],
  }
}

describe('tables of what changed', () => {
  test('tell former and later figures and the bands that changed most, and leave out what did not change', () => {
    const [whole, sections, strips, variants, causes] = soundTables(page('vocal').document)
    expect(whole!.rows[0]!.slice(0, 3)).toEqual(['mix', '-20.0 → -18.5 (+1.5)', '-10.0 → -8.5 (+1.5)'])
    expect(whole!.rows[0]![5]).toMatch(/^1 kHz \+3\.0, /)
    expect(sections!.rows[0]![1]).toBe('-inf → -18.5')
    expect(strips!.rows.map(([name, loudness]) => [name, loudness])).toEqual([
      ['vocal', '-20.0 → -18.5 (+1.5)'],
      ['gone', 'gone: -40.0'],
    ])
    expect(variants!.rows.map(([name, loudness]) => [name, loudness])).toEqual([
      ['vocal', '-20.0 → -18.5 (+1.5)'],
      ['vocal: vocal', '-20.0 → -18.5 (+1.5)'],
      ['vocal: same', '-30.0'],
      ['vocal: gone', 'gone: -40.0'],
    ])
    expect(causes!.rows[0]!.slice(0, 3)).toEqual(['vocal: fader -4 dB → -2.5 dB', '-42.0', '+1.5'])
    expect(nullText(page('vocal').document)).toBe('null: peak -30.3 dBFS, RMS -42.0 dBFS')
  })

  test('tell of a strip that is heard in one revision alone whether it was muted or is gone', () => {
    const { document } = page('vocal')
    const one = figures(-20)
    const stems: SoundDocument['sound']['stems'] = {
      quiet: { ...compareFigures(one, undefined), mute: 'muted' },
      back: { ...compareFigures(undefined, one), mute: 'unmuted' },
      gone: compareFigures(one, undefined),
      new: compareFigures(undefined, one),
    }
    const { sound } = document
    const tables = soundTables({ ...document, sound: { ...sound, stems } })
    const strips = tables.find(({ title }) => title === 'stem, bus, return')
    expect(strips!.rows.map((row) => row.slice(0, 3))).toEqual([
      ['quiet', 'muted: -20.0', 'muted: -20.0'],
      ['back', 'unmuted: -20.0', 'unmuted: -20.0'],
      ['gone', 'gone: -20.0', 'gone: -20.0'],
      ['new', 'new: -20.0', 'new: -20.0'],
    ])
  })

  test('in Markdown keep every name inside its cell', () => {
    const lines = soundMarkdown(page(HOSTILE).document).split('\n')
    const rows = lines.filter((line) => line.startsWith('|'))
    const bars = (line: string) => line.replace(/\\./g, '').split('|').length
    expect(rows.length).toBeGreaterThan(8)
    for (const row of rows) expect([7, 8]).toContain(bars(row))
    expect(lines.join('\n')).not.toMatch(/<img|<script|(?<!\\)`|(?<!\\)\]\(j/)
  })
})

describe('page to listen on', () => {
  test('holds no element and runs no script that a name brings along, and needs nothing but its audio', () => {
    const text = comparePage(page(HOSTILE))
    const { document } = parseHTML(text)
    expect(document.querySelectorAll('img').length).toBe(0)
    const scripts = [...document.querySelectorAll('script')].map((script) => script.textContent ?? '')
    expect(scripts.length).toBe(1)
    const hash = createHash('sha256').update(scripts[0]!).digest('base64')
    const policy = document.querySelector('meta[http-equiv]')!.getAttribute('content')
    expect(policy).toContain(`script-src 'sha256-${hash}'`)
    expect(() => new Function(scripts[0]!)).not.toThrow()
    expect(text).not.toMatch(/https?:|url\(|@import/)
    const sources = [...document.querySelectorAll('[src], [href]')].map((element) => element.getAttribute('src'))
    expect(sources).toEqual(['a.wav', 'b.wav', 'difference.wav'])
    const attributes = [...document.querySelectorAll('*')].flatMap((element) => element.getAttributeNames())
    expect(attributes.filter((name) => name.startsWith('on'))).toEqual([])
    expect(document.querySelector('h1')!.textContent).toBe(HOSTILE)
  })

  test('shows both courses over time and both levels of each octave', () => {
    const { document } = parseHTML(comparePage(page('vocal')))
    expect(document.querySelectorAll('#loudness polyline').length).toBe(2)
    const points = document.querySelector('#loudness polyline.b')!.getAttribute('points')!.split(' ')
    const heights = points.map((point) => Number(point.split(',')[1]))
    expect(heights).toEqual([...heights].sort((a, b) => b - a))
    expect(document.querySelectorAll('#bands rect').length).toBe(2 * BANDS.length)
    expect(document.querySelector('#bands')!.textContent).toContain('+3.0')
    expect(document.querySelectorAll('li')[0]!.textContent).toBe('vocal: fader -4 dB → -2.5 dB')
  })
})

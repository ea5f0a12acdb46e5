import { type Diagnostic, diagnosticCodes, diagnosticEntries, formatDiagnostic, nearCodes } from '@mixwright/project'
import { describe, expect, test } from 'vitest'
import { diagnosticsOf, mix, stem } from './_mix.ts'

const PREFIXES =
  /^(YAML|PROJECT|STEM|ROUTE|DELIVERY|VINYL|AUDIO|ARTWORK|DISC|LOCK|PRESET|OUTPUT|REVISION|VARIANT|EXPECT|CONDITION|BISECT|BLAME|LAYOUT|EDIT|ADVICE|INIT|OUT)_[A-Z]+(_[A-Z]+)*$/

function shown(text: string): string {
  return diagnosticsOf(text)
    .map((diagnostic) => formatDiagnostic(diagnostic, text))
    .join('\n')
}

describe('diagnostic codes', () => {
  test('have a prefix that says where to look and a meaning in one sentence', () => {
    for (const [code, meaning] of Object.entries(diagnosticCodes)) {
      expect(code).toMatch(PREFIXES)
      expect(meaning).toMatch(/^[A-Z].*\.$/)
      expect(meaning.length).toBeLessThan(120)
    }
  })
})

describe('diagnostic entries', () => {
  test('give every code an example and a way out in sentences', () => {
    const entries = diagnosticEntries()
    expect(entries.map(({ code }) => code)).toEqual(Object.keys(diagnosticCodes))
    for (const { code, example, wayOut } of entries) {
      expect(example.trim(), code).not.toBe('')
      expect(wayOut, code).toMatch(/^[A-Z].{8,220}\.$/)
    }
  })

  test.each([
    ['ROUTE_LOP', 'ROUTE_LOOP'],
    ['route-unknown-buss', 'ROUTE_UNKNOWN_BUS'],
    ['tab', 'YAML_TAB'],
    ['MISSING', 'AUDIO_FILE_MISSING'],
  ])('near %s is %s', (written, code) => {
    expect(nearCodes(written)).toContain(code)
  })
})

describe('diagnostics', () => {
  test('are all reported in one run, in the order of the file, and no project with them', () => {
    const text = mix('deliver: { nowhere: {} }', 'buses: { a: { bus: b } }', 'sampleRate: 4 kHz').replace(
      'kick.wav',
      'kick.wav\n    gian: 0 dB\n    pan: 200R',
    )
    expect(diagnosticsOf(text).map(({ code, line }) => [line, code])).toEqual([
      [6, 'PROJECT_UNKNOWN_KEY'],
      [7, 'PROJECT_OUT_OF_RANGE'],
      [8, 'DELIVERY_UNKNOWN_TARGET'],
      [9, 'ROUTE_UNKNOWN_BUS'],
      [10, 'PROJECT_OUT_OF_RANGE'],
    ])
  })

  test('name what they are about', () => {
    expect(diagnosticsOf(stem('gain: 99'))).toMatchObject([{ subject: "stem 'kick'" }])
  })

  test('say for each strip what a shared chain does wrong, and once what one strip repeats', () => {
    const chain = '&chain { stereo: { width: 900 % } }'
    const shared = `${stem(`inserts: [ ${chain} ]`)}buses: { b: { inserts: [ *chain ] } }\n`
    expect(diagnosticsOf(shared).map(({ subject }) => subject)).toEqual(["stem 'kick'", "bus 'b'"])
    expect(diagnosticsOf(stem(`inserts: [ ${chain}, *chain, *chain ]`))).toHaveLength(1)
    expect(diagnosticsOf(mix('deliver: [ cd ]'))).toHaveLength(1)
  })

  test('carry no terminal escapes from the file, neither in messages nor in names', () => {
    const red = '\u001b[31m'
    const texts = [
      mix(`title${red}: a`),
      mix(`title: "\\e[2Ja"`),
      stem(`gain: x${red}`),
      mix(`buses: { "a\\u202eb": {} }`),
      mix(`deliver: { "a\\u009b31m": {} }`),
      `mixwright: 1\nstems: { a: &\u0007x { file: *\u0007y } }\n`,
      `a: [ ${red}\n`,
    ]
    for (const text of texts) {
      const diagnostics = diagnosticsOf(text)
      expect(diagnostics).not.toEqual([])
      expect(JSON.stringify(diagnostics)).not.toMatch(/\\u00[019]|\\u202e|\\[bft]/)
      expect(shown(text)).not.toMatch(/[^\P{Cc}\n]|\u202e/u)
    }
  })
})

describe('formatted diagnostic', () => {
  test('shows place, severity, code, message, line, caret and fix', () => {
    expect(shown(stem('gain: 40 dB'))).toBe(
      [
        "mix.yaml:6:11: error PROJECT_OUT_OF_RANGE: stem 'kick' gain: got '40 dB', allowed -120 to 24 dB or -inf dB",
        '  6 |     gain: 40 dB',
        '    |           ^^^^^',
        "  fix: did you mean '-40 dB'?",
      ].join('\n'),
    )
  })

  test('shows what has no place, or a place but no text, in one line, and the way out of its code below', () => {
    const diagnostic: Diagnostic = { code: 'AUDIO_EMPTY', severity: 'warning', message: 'no sound' }
    const fix = '\n  fix: export the file again, or remove the stem'
    expect(formatDiagnostic(diagnostic, 'text')).toBe(`warning AUDIO_EMPTY: no sound${fix}`)
    expect(formatDiagnostic({ ...diagnostic, file: 'a.wav' })).toBe(`a.wav: warning AUDIO_EMPTY: no sound${fix}`)
    expect(formatDiagnostic({ ...diagnostic, file: 'm.yaml', line: 3, column: 1 }, 'one line')).toBe(
      `m.yaml:3:1: warning AUDIO_EMPTY: no sound${fix}`,
    )
    expect(formatDiagnostic({ ...diagnostic, fix: 'its own' })).toBe('warning AUDIO_EMPTY: no sound\n  fix: its own')
  })

  test.each([
    ['after a tab', "title:\t«'»unclosed"],
    ['after wide letters', '«歌»: { 東京: 1 }'],
    ['after an emoji', '"🎸 mixer": «x»'],
    ['after a combining accent', '"e\u0301": «x»'],
  ])('puts the caret under the place %s', (_, source) => {
    const line = source.replace(/[«»]/g, '')
    const column = source.indexOf('«') + 1
    const endColumn = source.indexOf('»')
    const diagnostic: Diagnostic = { code: 'YAML_SYNTAX', severity: 'error', message: 'm', line: 1, column, endColumn }
    const [, written = '', carets = ''] = formatDiagnostic(diagnostic, line).split('\n')
    expect(widthOf(carets.slice(0, carets.indexOf('^')))).toBe(widthOf(before(written, line.slice(column - 1))))
    expect(carets.trim().length).toBeGreaterThan(0)
  })

  test('cuts a long line around the place', () => {
    const text = mix(`title: "${'a'.repeat(300)}", «»`.replace('«»', ''), `artist: ${'b'.repeat(2000)}`)
    for (const line of shown(text).split('\n')) expect(line.length).toBeLessThan(260)
    const long = `mixwright: 1\nstems: { ${'a'.repeat(30)}: { file: a.wav, ${'x'.repeat(20)}: ${'y'.repeat(500)} } }\n`
    const [, written = '', carets = ''] = shown(long).split('\n')
    expect(written.length).toBeLessThanOrEqual(110)
    expect(written.slice(carets.indexOf('^'), carets.lastIndexOf('^') + 1)).toBe('x'.repeat(20))
  })

  test('takes time in proportion to the line, not to its square', () => {
    const text = `mixwright: ${'['.repeat(60)}${'a'.repeat(1_000_000)}`
    expect(shown(text).length).toBeLessThan(2000)
  })
})

function before(line: string, rest: string): string {
  return line.slice(0, line.length - rest.length)
}

/** Terminal cells, for the few letters that these tests use. */
function widthOf(text: string): number {
  return [...text].reduce(
    (width, letter) => width + (/\p{Mn}/u.test(letter) ? 0 : /[歌東京🎸]/u.test(letter) ? 2 : 1),
    0,
  )
}

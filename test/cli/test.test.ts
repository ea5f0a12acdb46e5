import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { sine, writeSong } from '../_song.ts'
import { mixwright } from '../_tools.ts'

const SONG = `mixwright: 1
stems: { tone: { file: tone.wav } }
expect:
  - { truePeak: mix, atMost: -6 dBTP, name: "peaks < -6 & \\"quiet\\" 'enough'" }
  - { length: mix, between: [ 1 s, 2 s ] }
variants:
  half: { stems: { tone: { gain: -6 dB } }, expect: [ { samplePeak: mix, atLeast: -3 dBFS } ] }
`

/** The elements of an XML text as [name, attributes], after checking that each is closed in its place. */
function elementsOf(xml: string): [string, Record<string, string>][] {
  const open: string[] = []
  const found: [string, Record<string, string>][] = []
  const body = xml.replace(/^<\?xml version="1\.0" encoding="UTF-8"\?>\n/, '')
  const rest = body.replace(/<(\/?)(\w+)((?: \w+="[^"<]*")*)(\/?)>/g, (_, isEnd, name, attributes, isEmpty) => {
    if (isEnd) expect(open.pop()).toBe(name)
    else {
      const pairs = [...attributes.matchAll(/ (\w+)="([^"]*)"/g)].map(([, key, value]) => [key, unescaped(value)])
      found.push([name, Object.fromEntries(pairs)])
      if (!isEmpty) open.push(name)
    }
    return ''
  })
  expect([open, rest.trim()]).toEqual([[], ''])
  return found
}

function unescaped(text: string): string {
  const letters: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" }
  expect(text).not.toMatch(/&(?!(amp|lt|gt|quot|apos);)/)
  return text.replace(/&(\w+);/g, (_, name) => letters[name]!)
}

describe('mixwright test', () => {
  test('tells what holds and what does not, in text, JSON and JUnit XML, and exits with 1', () => {
    const folder = writeSong(SONG, { 'tone.wav': sine(480, 0.4, 0.5) })
    const { status, stdout, stderr } = mixwright(['test', folder, '--junit', join(folder, 'junit.xml'), '--jobs', '1'])
    const lines = stdout
      .trimEnd()
      .split('\n')
      .map((line) => line.trim().split(/ {2,}/))
    expect(lines[0]).toEqual(['expectation', 'limit', 'is', 'margin'])
    expect(lines[1]!.slice(1)).toEqual(['at most -6 dBTP', '-10.97 dBTP', '4.97 dB', 'pass'])
    expect(lines.slice(2)).toEqual([
      ['length of mix', '1 to 2 s', '0.5 s', '-0.5 s', 'FAIL'],
      ['half: sample peak of mix', 'at least -3 dBFS', '-16.97 dBFS', '-13.97 dB', 'FAIL'],
    ])
    expect(stderr).toContain(
      'mix.yaml:5:5: error EXPECT_FAILED: length of mix: got 0.5 s, expected 1 to 2 s, off by 0.5 s',
    )
    expect(status).toBe(1)

    const file = join(folder, 'mix.yaml')
    const common = { classname: 'mix', file }
    expect(elementsOf(readFileSync(join(folder, 'junit.xml'), 'utf8'))).toEqual([
      ['testsuites', { name: 'mixwright' }],
      ['testsuite', { name: 'mix', tests: '2', failures: '1', errors: '0' }],
      ['testcase', { ...common, name: `peaks < -6 & "quiet" 'enough'`, line: '4' }],
      ['testcase', { ...common, name: 'length of mix', line: '5' }],
      ['failure', { message: 'got 0.5 s, expected 1 to 2 s', type: 'EXPECT_FAILED' }],
      ['testsuite', { name: 'half', tests: '1', failures: '1', errors: '0' }],
      ['testcase', { ...common, classname: 'half', name: 'sample peak of mix', line: '7' }],
      ['failure', { message: 'got -16.97 dBFS, expected at least -3 dBFS', type: 'EXPECT_FAILED' }],
    ])
  })

  test('exits with 0 when all holds, with one JSON document; a mix that cannot be made is an error in the report', () => {
    const good = SONG.replace('between: [ 1 s, 2 s ]', 'atMost: 1 s').replace('-3 dBFS', '-20 dBFS')

    const folder = writeSong(good, { 'tone.wav': sine(480, 0.4, 0.5) })
    const { status, stdout } = mixwright(['test', folder, '--json', '--variants', 'none', '--jobs', '1'])
    expect(JSON.parse(stdout)).toMatchObject({
      ok: true,
      passed: 2,
      failed: 0,
      expectations: [
        { variant: null, measure: 'truePeak', of: ['mix'], atMost: -6, atLeast: null, ok: true, line: 4 },
        { variant: null, measure: 'length', value: 0.5, margin: 0.5, unit: 's', ok: true, in: null },
      ],
      diagnostics: [],
    })
    expect(status).toBe(0)

    const junit = join(folder, 'junit.xml')
    expect(mixwright(['test', writeSong(good, {}), '--junit', junit]).status).toBe(1)
    const [, suite, one, error] = elementsOf(readFileSync(junit, 'utf8'))
    expect(suite).toEqual(['testsuite', { name: 'problems', tests: '1', failures: '0', errors: '1' }])
    expect(one![1]).toMatchObject({ name: 'AUDIO_FILE_MISSING', line: '2' })
    expect(error![0]).toBe('error')
    expect(mixwright(['test', folder, '--junit', join(folder, 'no', 'such.xml'), '--jobs', '1']).status).toBe(1)
  })
})
